from __future__ import annotations

import math

import ipywidgets as widgets

from kwidgets.forms import Slider, join
from kwidgets.i18n import bind, known, number
from kwidgets.panels.prediction import Prediction


class Guess(Prediction[float]):
    """Predict first: a learner commits to a number before the training, and meets it again in the picture.

    Args:
        key: what the guess is called, such as "L01.first_error"; shown in the repr.
        low: least value, in the unit.
        high: largest value.
        unit: unit such as "°C", or empty.
        question: text above the slider; None: `<key>.question` of a catalog, or a general one, in the language shown.
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
        self.low, self.high, self.unit = float(low), float(high), unit
        super().__init__(key, self._checked((low + high) / 2 if value is None else value))
        step = 10.0 ** (math.floor(math.log10(high - low)) - 2)
        self._slider = Slider(low, high, step, value=self.value)
        self._box = widgets.BoundedFloatText(value=self.value, min=low, max=high, step=step, description=unit or "=")
        self._box.style.description_width = "initial"
        join(self._slider, self._box)
        bind(self._slider, "description", "guess.tooltip")
        bind(self._box, "tooltip", "guess.tooltip")
        title = widgets.Label(question or "")
        if question is None:
            own = f"{key}.question"
            bind(title, "value", own if known(own) else "guess.question")
        self._lay_out(title, [self._slider, self._box])

    def _checked(self, value: float) -> float:
        if not self.low <= value <= self.high:
            raise ValueError(f"The guess must lie between {self.low:g} and {self.high:g}; got {value!r}.")
        return float(value)

    def _chosen(self) -> float:
        return float(self._slider.value)

    def _put(self, value: float) -> None:
        self._slider.value = value

    def _measure(self, value: float) -> float | None:
        return value if math.isfinite(value) else None

    def _words(self) -> str:
        return number(self.value, self.unit)
