from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Any, Final

import ipywidgets as widgets

from kwidgets.forms import give_back
from kwidgets.i18n import bind, on_language, t
from kwidgets.panels.builder.facts import Row

Asked = Callable[[str, int, Any], None]
_SPARE: Final = 2  # rows that are kept hidden when layers are taken out


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
        self._rows: list[_TableRow] = []
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
        spare = max(len(rows), min(len(self._rows), len(rows) + _SPARE))
        gone, self._rows = self._rows[spare:], self._rows[:spare]
        self._rows += [_TableRow(self._asked) for _ in range(len(rows) - len(self._rows))]
        for row, facts in zip(self._rows, rows, strict=False):
            row.show(facts, lit=bool(before) and before.get(facts.key) != facts)
        for row in self._rows[len(rows) :]:
            row.hide()
        children = (self._head, *(row.widget for row in self._rows))
        if children != tuple(self._body.children):
            self._body.children = children
        give_back(row.widget for row in gone)
        self.choose(selected)
        self._speak()

    def choose(self, selected: int | None) -> None:
        """Show another row as chosen."""
        for row in self._rows:
            row.choose(chosen=row.key is not None and row.key == selected)

    def _speak(self) -> None:
        columns = ("type", "name", "shape", "params", "from", "trainable")
        self._head.value = "".join(f"<b>{escape(t(f'builder.table.{column}'))}</b>" for column in columns)
        count = sum(row.params for row in self._facts)
        self._total.value = escape(t("builder.table.total", count=f"{count:,}"))


class _TableRow:
    """A row; which layer it shows may change, because a page never forgets a widget that it has shown."""

    def __init__(self, asked: Asked) -> None:
        self.key: int | None = None
        self._asked = asked
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
        self._type.on_click(lambda _: self._told("select", None))
        self._name.observe(lambda change: self._told("rename", change.new), "value")
        self._trainable.observe(lambda change: self._told("trainable", change.new), "value")
        self.widget = widgets.HBox([self._type, self._name, self._facts, self._trainable, *buttons])
        self.widget.add_class("kw-layer")

    def show(self, row: Row, *, lit: bool) -> None:
        """Show a layer."""
        self._showing = True
        self.key, self.widget.layout.display = row.key, None
        self._type.description, self._name.value = row.type, row.name
        self._trainable.value = bool(row.trainable)
        self._trainable.disabled = row.trainable is None
        cells = [row.shape, f"{row.params:,}", row.sources or ""]
        self._facts.value = "".join(f"<span>{escape(cell)}</span>" for cell in cells)
        self._showing = False
        _mark(self.widget, "kw-lit", on=lit)

    def hide(self) -> None:
        """Show nothing."""
        self.key, self.widget.layout.display = None, "none"

    def choose(self, *, chosen: bool) -> None:
        """Show whether it is the chosen one."""
        _mark(self.widget, "kw-chosen", on=chosen)

    def _told(self, act: str, value: Any) -> None:
        if not self._showing and self.key is not None:
            self._asked(act, self.key, value)

    def _small(self, sign: str, word: str, act: str, value: Any) -> widgets.Button:
        made = widgets.Button(description=sign)
        made.add_class("kw-small")
        bind(made, "tooltip", f"builder.{word}.tooltip")
        made.on_click(lambda _: self._told(act, value))
        return made


def _mark(widget: widgets.DOMWidget, name: str, *, on: bool) -> None:
    (widget.add_class if on else widget.remove_class)(name)
