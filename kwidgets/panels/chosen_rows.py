from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from html import escape
from typing import Any

import ipywidgets as widgets

from kwidgets import theme
from kwidgets.forms import Form, give_back
from kwidgets.i18n import bind
from kwidgets.panels.chosen import Chosen

LOOKS = tuple(theme.SERIES)


class ChosenRows:
    """The functions that lie over each other in a picture: a row for each, with its arguments and its numbers.

    Args:
        removed: called with the number of a row that is to go.
        changed: called with the number of a row, and name and new value of an argument.

    Attributes:
        widget: the rows, one below the other.
    """

    def __init__(self, removed: Callable[[int], None], changed: Callable[[int, str, Any], None]) -> None:
        self._removed, self._changed = removed, changed
        self._rows: list[_Row] = []
        self.widget = widgets.VBox()
        self.widget.add_class("kw-chosen")

    def show(self, chosen: Sequence[Chosen], words: Sequence[str]) -> None:
        """Show these functions.

        Args:
            chosen: the functions, in the order of their colours.
            words: what is to be said of each, as HTML.
        """
        if [row.call for row in self._rows] != [one.call for one in chosen]:
            before = self._rows
            self._rows = [_Row(i, one, self._removed, self._changed) for i, one in enumerate(chosen)]
            self.widget.children = [row.widget for row in self._rows]
            for row in before:
                row.close()
        for row, one, said in zip(self._rows, chosen, words, strict=True):
            row.show(one, said, alone=len(chosen) == 1)

    def refuse(self, index: int, words: str) -> None:
        """Say beside a row's arguments why they cannot be had."""
        self._rows[index].refuse(words)


class _Row:
    """One function."""

    def __init__(
        self, index: int, chosen: Chosen, removed: Callable[[int], None], changed: Callable[[int, str, Any], None]
    ) -> None:
        self.call = chosen.call
        look = LOOKS[index % len(LOOKS)]
        self._name, self._words, self._message = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self._key = f'<span class="kw-swatch" style="--ink: var(--kw-{look})"></span>'
        self._message.add_class("kw-message")
        self._form = Form(chosen.arguments, chosen.options, only=list(chosen.options))
        self._form.observe(partial(changed, index))
        self._away = widgets.Button(description="✕")
        self._away.add_class("kw-away")
        bind(self._away, "tooltip", "bench.remove", name=lambda: chosen.name)
        self._away.on_click(lambda _: removed(index))
        head = widgets.HBox([self._name, self._words, self._away])
        head.add_class("kw-row")
        self.widget = widgets.VBox([head, self._form.widget, self._message])
        self.widget.add_class("kw-one")

    def show(self, chosen: Chosen, words: str, *, alone: bool) -> None:
        self._name.value = f"{self._key}<b>{escape(chosen.name)}</b>"
        self._words.value = words
        self._message.value = ""
        self._away.layout.display = "none" if alone else None
        self._form.set(**{name: chosen.options[name] for name in self._form.fields})

    def refuse(self, words: str) -> None:
        self._message.value = f'<span role="alert">{escape(words)}</span>'

    def close(self) -> None:
        self._form.close()
        give_back([self.widget])
