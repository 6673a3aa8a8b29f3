from __future__ import annotations

import math
from typing import Any

import ipywidgets as widgets

from kwidgets.checks import record_prediction
from kwidgets.forms import Slider, join
from kwidgets.i18n import bind, number, on_language, t
from kwidgets.panels.style import styled
from kwidgets.session.driver import Home


class Guess:
    """Predict first: a learner commits to a number before the training, and meets it again in the picture.

    Args:
        key: what the guess is called, such as "lesson1.first_error"; shown in the repr.
        low: least value, in the unit.
        high: largest value.
        unit: unit such as "°C", or empty.
        question: text above the slider; None: a general one in the language shown.
        value: where the slider starts; None: in the middle.

    Attributes:
        widget: what is shown.

    Raises:
        ValueError: unless low < high, both finite, and the value lies between them.
    """

    def __init__(
        self,
        key: str,
        low: float,
        high: float,
        unit: str = "",
        question: str | None = None,
        *,
        value: float | None = None,
    ) -> None:
        if not (math.isfinite(low) and math.isfinite(high) and low < high):
            raise ValueError(f"A guess needs low < high; got low={low!r}, high={high!r}.")
        self.key = key
        self.low, self.high, self.unit = float(low), float(high), unit
        self.committed = False
        self.closed = False
        self.value = self._within((low + high) / 2 if value is None else value)
        self._observers: list[Any] = []
        step = 10.0 ** (math.floor(math.log10(high - low)) - 2)
        self._slider = Slider(low, high, step, value=self.value)
        self._box = widgets.BoundedFloatText(value=self.value, min=low, max=high, step=step, description=unit or "=")
        self._box.style.description_width = "initial"
        self._button = widgets.Button()
        self._said = widgets.HTML()
        self._question = widgets.Label()
        join(self._slider, self._box)
        home = Home()
        self._button.on_click(lambda _: home.do(lambda: self.commit(self._slider.value)))
        bind(self._slider, "description", "guess.tooltip")
        bind(self._box, "tooltip", "guess.tooltip")
        if question is None:
            bind(self._question, "value", "guess.question")
        else:
            self._question.value = question
        row = widgets.HBox([self._slider, self._box, self._button])
        row.add_class("kw-row")
        self.widget = styled(widgets.VBox([self._question, row, self._said]), "kw-guessing")
        self._show()
        on_language(self._show)

    def commit(self, value: float) -> None:
        """Note the guess. It may be changed until a training that shows it has begun.

        Raises:
            ValueError: for a number outside low and high.
        """
        if self.closed:
            return
        self.value = self._within(value)
        self.committed = True
        record_prediction(self.key, self.value)
        self._slider.value = self.value
        self._show()
        for observer in tuple(self._observers):
            observer()

    def observe(self, observer: Any) -> None:
        """Call `observer()` after each commit."""
        self._observers.append(observer)

    def happened(self, actual: float) -> None:
        """Note what came out, for the record of the learner's predictions; without a guess nothing is noted."""
        if self.committed and math.isfinite(actual):
            record_prediction(self.key, self.value, actual)

    def close(self) -> None:
        """The training has begun: the guess stays as it is."""
        if self.committed and not self.closed:
            self.closed = True
            for control in (self._slider, self._box, self._button):
                control.disabled = True
            self._show()

    def __repr__(self) -> str:
        state = number(self.value, self.unit) if self.committed else "open"
        return f"Guess {self.key}: {state}"

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        bundle = dict(self.widget._repr_mimebundle_(**kwargs))
        return {**bundle, "text/plain": repr(self)}

    def _within(self, value: float) -> float:
        if not self.low <= value <= self.high:
            raise ValueError(f"The guess must lie between {self.low:g} and {self.high:g}; got {value!r}.")
        return float(value)

    def _show(self) -> None:
        guess = number(self.value, self.unit)
        key = "closed" if self.closed else "committed" if self.committed else "open"
        self._said.value = (
            f'<span role="status">{t(f"guess.{key}", **({} if key == "open" else {"guess": guess}))}</span>'
        )
        self._button.description = t("guess.change" if self.committed else "guess.commit")
