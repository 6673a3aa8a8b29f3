from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import ipywidgets as widgets

from kwidgets.forms import Form
from kwidgets.panels.menu import Menu
from kwidgets.panels.race import words
from kwidgets.panels.race.courses import ModelCourse
from kwidgets.panels.race.settings import ModelSettings, SurfaceSettings
from kwidgets.panels.race.state import RaceState
from kwidgets.presenting import answer


class CourseControls:
    """What is raced on: the landscape from a list, start and length, or epochs and seeds.

    Args:
        state: the race.
        surface_chosen: called with the name of a landscape.
        number_changed: called with the name of a number and all numbers.

    Attributes:
        widget: the row.
    """

    def __init__(
        self,
        state: RaceState,
        surface_chosen: Callable[[str], None],
        number_changed: Callable[[str, dict[str, Any]], None],
    ) -> None:
        self._state = state
        self._menu = None
        if state.surface is not None:
            self._menu = Menu("race.surface", state.surfaces, state.surface.name, surface_chosen)
        self._form = Form(*self._numbers())
        self._form.observe(lambda name, _: number_changed(name, self._form.values))
        self.widget = widgets.HBox([*([self._menu.widget] if self._menu else []), self._form.widget])
        self.widget.add_class("kw-course")

    def follow(self) -> None:
        """Show what is chosen."""
        if self._menu is not None and self._state.surface is not None:
            self._menu.set(self._state.surface.name)
        self._form.set(**self._numbers()[1])

    def _numbers(self) -> tuple[type, dict[str, Any]]:
        """The class whose arguments the numbers are, and what they are."""
        course = self._state.course
        if isinstance(course, ModelCourse):
            return ModelSettings, {"epochs": course.length, "seeds": course.seeds}
        return SurfaceSettings, {"start_x": course.start[0], "start_y": course.start[1], "steps": course.length}


class Scoreboard:
    """How the lanes stand, what is fair, and at the end who has won.

    Attributes:
        widget: the table and the sentence below it.
        result: who has won; in presenter mode it must be asked for.
    """

    def __init__(self) -> None:
        self._table, self._fair, self.result = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self.result.add_class("kw-result")
        self.widget = widgets.VBox([self._table, self._fair])

    def follow(self, state: RaceState, guess: str | None) -> None:
        """Show how a race stands.

        Args:
            state: the race.
            guess: what was predicted, or None.
        """
        self._table.value = words.table(state)
        self._fair.value = f"<p>{escape(words.fairness(state))}</p>"
        said = words.result(state, guess)
        self.result.value = f'<div role="status">{answer(escape(said))}</div>' if said else ""
