from __future__ import annotations

import ast
from collections.abc import Callable
from html import escape
from typing import Any

import ipywidgets as widgets

from kwidgets.forms.lists import Dropdown
from kwidgets.i18n import bind, on_language, t
from kwidgets.panels.button import button
from kwidgets.panels.race.lanes import MOST, Lane


class Knob:
    """One knob and some values: from these all lanes can be made, so that they differ in nothing else.

    Args:
        batches: whether a lane has a batch size.
        wanted: called with the name of the knob and one value a lane; raises for values that do not fit.

    Attributes:
        widget: what is shown, folded away.
    """

    def __init__(self, *, batches: bool, wanted: Callable[[str, list[Any]], None]) -> None:
        self._batches, self._wanted = batches, wanted
        self._lane: Lane | None = None
        self._problem = ""
        self._knob = Dropdown()
        self._values = widgets.Text(continuous_update=False)
        self._message = widgets.HTML()
        self._message.add_class("kw-message")
        for control, name in ((self._knob, "knob"), (self._values, "values")):
            control.style.description_width = "initial"
            bind(control, "description", f"race.vary.{name}")
            bind(control, "tooltip", f"race.vary.{name}.tooltip")
        self._knob.observe(lambda _: self._suggest(), "value")
        self._go = button("race.vary.go", self._make)
        row = widgets.HBox([self._knob, self._values, self._go])
        row.add_class("kw-controls")
        self.widget = widgets.Accordion([widgets.VBox([row, self._message])], selected_index=None)
        on_language(self._speak)
        self._speak()

    def follow(self, lane: Lane) -> None:
        """Take all that does not differ from another lane."""
        before, self._lane = self._lane, lane
        if before is None or before.optimizer is not lane.optimizer:
            names = [name for name in lane.arguments if name != "name"]
            knobs = ["learning_rate", "optimizer", *(["batch_size"] if self._batches else [])]
            chosen = self._knob.value
            self._knob.options = [*knobs, *(name for name in names if name != "learning_rate")]
            self._knob.value = chosen if chosen in self._knob.options else "learning_rate"
            self._suggest()

    def disable(self) -> None:
        """Take no more clicks."""
        self._go.disabled = True

    def _suggest(self) -> None:
        """Values that are worth comparing."""
        knob, lane = self._knob.value, self._lane
        if lane is None or knob is None:
            return
        now = lane.arguments.get(knob)
        if knob == "optimizer":
            self._values.value = "SGD, RMSprop, Adam"
        elif knob == "batch_size":
            self._values.value = "8, 32, 128"
        elif isinstance(now, bool):
            self._values.value = "False, True"
        elif knob == "learning_rate" and isinstance(now, int | float) and now > 0:
            self._values.value = ", ".join(f"{factor * now:g}" for factor in (0.1, 1.0, 10.0))
        elif isinstance(now, float) and 0 <= now < 1:
            self._values.value = ", ".join(f"{value:g}" for value in sorted({0.0, 0.5, 0.9, now}))
        else:
            self._values.value = f"{now!r}, "

    def _make(self) -> None:
        try:
            values = listed(self._values.value)
            if not 2 <= len(values) <= MOST:
                self._say("race.vary.values.bad")
                return
            self._wanted(str(self._knob.value), values)
        except (TypeError, ValueError) as error:
            self._say(str(error))
        else:
            self._say("")

    def _say(self, problem: str) -> None:
        self._problem = problem
        self._speak()

    def _speak(self) -> None:
        self.widget.titles = (t("race.vary"),)
        words = t(self._problem) if self._problem.startswith("race.") else self._problem
        self._message.value = f'<span role="alert">{escape(words)}</span>' if words else ""


def listed(text: str) -> list[Any]:
    """The values in a text with commas; a word that is no Python value stands for itself."""
    values = []
    for part in (part.strip() for part in text.split(",")):
        if part:
            try:
                values.append(ast.literal_eval(part))
            except (ValueError, SyntaxError):
                values.append(part)
    return values
