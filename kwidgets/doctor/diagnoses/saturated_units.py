from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kwidgets.doctor.cures.structure import other_hidden
from kwidgets.doctor.cures.training import learning_rate
from kwidgets.doctor.diagnosis import Diagnosis
from kwidgets.doctor.finding import Finding
from kwidgets.doctor.signs import Signs

# Share of a hidden layer's outputs within 1 % of the ends of its range. Healthy development runs (seeds 0-239): at most
# 0.34, overfitted ones 0.47; with first weights of deviation 1 to 5 (seeds 5000-5059): median 0.71.
SHARE: Final = 0.5
SEVERE: Final = 0.9


class SaturatedUnits(Diagnosis):
    """Looks at the outputs of hidden sigmoid and tanh layers: at the ends of their range the slope is almost 0."""

    name = "saturated_units"
    lesson = 12
    stage = "course"
    explains = ("vanishing_gradient", "nothing_learned", "constant_answers", "rate_too_low", "overfitting")

    def can_see(self, signs: Signs) -> bool:
        return signs.course.last is not None

    def find(self, signs: Signs) -> Iterable[Finding]:
        last = signs.course.last
        if last is None:
            return
        heads = {part.name for part in signs.body.parts if part.is_head}
        hidden = [layer for layer in last.layers if layer.saturated is not None and layer.name not in heads]
        worst = max(hidden, key=lambda layer: layer.saturated or 0.0, default=None)
        if worst is None or worst.saturated is None or worst.saturated < SHARE:
            return
        first = next((each for each in signs.course.looks[0].layers if each.name == worst.name), worst)
        start = signs.course.from_start and (first.saturated or 0.0) >= SHARE
        function = next(part.function for part in signs.body.parts if part.name == worst.name)
        yield self.finding(
            severity="alarm" if worst.saturated >= SEVERE else None,
            variant="start" if start else "",
            despite=["rate_too_high"] if start else [],  # there before the first step
            cure=other_hidden(initializer="glorot_uniform") if start else learning_rate(signs.rate / 10),
            layer=worst.name, function=function, share=round(100 * worst.saturated),
        )  # fmt: skip
