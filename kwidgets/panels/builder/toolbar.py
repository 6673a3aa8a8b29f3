from __future__ import annotations

from collections.abc import Callable
from functools import partial

import ipywidgets as widgets

from kwidgets.i18n import bind
from kwidgets.panels.builder.blueprint import Part
from kwidgets.panels.builder.problem import Explained, Problem
from kwidgets.panels.builder.state import BuilderState
from kwidgets.panels.button import button

_ON_A_PART = ("up", "down", "duplicate", "remove")


class Toolbar:
    """Undo and redo, what can be done with the chosen layer, and the other way to write the model.

    Args:
        asked: called with "undo", "redo", "up", "down", "duplicate", "remove" or "convert".
        for_parts: whether there are buttons for the chosen layer.

    Attributes:
        widget: the buttons, and below them why one could not do it.
    """

    def __init__(self, asked: Callable[[str], None], *, for_parts: bool = True) -> None:
        self._on_a_part = _ON_A_PART if for_parts else ()
        names = ("undo", "redo", *self._on_a_part)
        self._buttons = {name: button(f"builder.{name}", partial(asked, name)) for name in names}
        self._convert = button("builder.functional", partial(asked, "convert"))
        for name, made in self._buttons.items():
            made.add_class(f"kw-key-{name}")
        row = widgets.HBox([*self._buttons.values(), self._convert])
        row.add_class("kw-controls")
        self._problem = Problem()
        self.widget = widgets.VBox([row, self._problem.widget])

    def show(self, state: BuilderState, chosen: Part | None) -> None:
        """Show what can be done."""
        self._problem.say(None)
        self._buttons["undo"].disabled = not state.can_undo
        self._buttons["redo"].disabled = not state.can_redo
        for name in self._on_a_part:
            self._buttons[name].disabled = chosen is None
        key = "builder.functional" if state.blueprint.sequential else "builder.sequential"
        bind(self._convert, "description", key)
        bind(self._convert, "tooltip", f"{key}.tooltip")

    def refuse(self, error: Explained) -> None:
        """Say why something cannot be done."""
        self._problem.say(error)
