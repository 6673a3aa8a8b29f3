from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Any

import ipywidgets as widgets

from kwidgets.forms import give_back
from kwidgets.i18n import bind, on_language, t
from kwidgets.panels.builder.facts import Row

Asked = Callable[[str, int, Any], None]


class LayerTable:
    """The summary of a model, to edit: layers are chosen, renamed, moved, frozen and taken out in their rows.

    Args:
        asked: called with what is asked for in the page ("select", "rename", "move", "trainable", "remove"), the key
            of the row, and the name, the way (-1 or 1) or whether it is on.

    Attributes:
        widget: the table.
    """

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._rows: dict[int, _TableRow] = {}
        self._facts: Sequence[Row] = ()
        self._head, self._total = widgets.HTML(), widgets.HTML()
        self._body = widgets.VBox()
        self._body.add_class("kw-layers")
        self.widget = widgets.VBox([self._body, self._total])
        self.widget.add_class("kw-scroll")
        on_language(self._speak)

    def show(self, rows: Sequence[Row], selected: int | None) -> None:
        """Show other rows; those that differ from the ones before are lit."""
        before = {row.key: row for row in self._facts}
        self._facts = rows
        made = {row.key: self._rows.get(row.key) or _TableRow(row.key, self._asked) for row in rows}
        for row in rows:
            made[row.key].show(row, lit=bool(before) and before.get(row.key) != row)
        if list(made) != list(self._rows):
            self._body.children = [self._head, *(made[row.key].widget for row in rows)]
            give_back(row.widget for key, row in self._rows.items() if key not in made)
        self._rows = made
        self.choose(selected)
        self._speak()

    def choose(self, selected: int | None) -> None:
        """Show another row as chosen."""
        for key, row in self._rows.items():
            row.choose(chosen=key == selected)

    def _speak(self) -> None:
        columns = ("type", "name", "shape", "params", "from", "trainable")
        self._head.value = "".join(f"<b>{escape(t(f'builder.table.{column}'))}</b>" for column in columns)
        count = sum(row.params for row in self._facts)
        self._total.value = escape(t("builder.table.total", count=f"{count:,}"))


class _TableRow:
    def __init__(self, key: int, asked: Asked) -> None:
        self._key, self._asked = key, asked
        self._showing = False
        self._type = widgets.Button()
        self._name = widgets.Text(continuous_update=False)
        self._facts = widgets.HTML()
        self._trainable = widgets.Checkbox(indent=False)
        moves = [self._small("↑", "up", "move", -1), self._small("↓", "down", "move", 1)]
        buttons = [*moves, self._small("✕", "remove", "remove", None)]
        bind(self._type, "tooltip", "builder.table.type.tooltip")
        bind(self._name, "description", "builder.table.name")
        bind(self._name, "tooltip", "param.name")
        bind(self._trainable, "description", "builder.table.trainable")
        bind(self._trainable, "tooltip", "param.trainable")
        self._type.on_click(lambda _: asked("select", key, None))
        self._name.observe(lambda change: self._told("rename", change.new), "value")
        self._trainable.observe(lambda change: self._told("trainable", change.new), "value")
        self.widget = widgets.HBox([self._type, self._name, self._facts, self._trainable, *buttons])
        self.widget.add_class("kw-layer")

    def show(self, row: Row, *, lit: bool) -> None:
        """Bring the row up to date."""
        self._showing = True
        self._type.description, self._name.value = row.type, row.name
        self._trainable.value = bool(row.trainable)
        self._trainable.disabled = row.trainable is None
        cells = [row.shape, f"{row.params:,}", row.sources or ""]
        self._facts.value = "".join(f"<span>{escape(cell)}</span>" for cell in cells)
        self._showing = False
        _mark(self.widget, "kw-lit", on=lit)

    def choose(self, *, chosen: bool) -> None:
        """Show whether it is the chosen one."""
        _mark(self.widget, "kw-chosen", on=chosen)

    def _told(self, act: str, value: Any) -> None:
        if not self._showing:
            self._asked(act, self._key, value)

    def _small(self, sign: str, word: str, act: str, value: Any) -> widgets.Button:
        made = widgets.Button(description=sign)
        made.add_class("kw-small")
        bind(made, "tooltip", f"builder.{word}.tooltip")
        made.on_click(lambda _: self._asked(act, self._key, value))
        return made


def _mark(widget: widgets.DOMWidget, name: str, *, on: bool) -> None:
    (widget.add_class if on else widget.remove_class)(name)
