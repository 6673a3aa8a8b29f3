from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final

from kwidgets.doctor.cures.data import standardised_targets
from kwidgets.doctor.diagnosis import Diagnosis
from kwidgets.doctor.finding import Finding
from kwidgets.doctor.signs import Signs
from kwidgets.doctor.steps import rises_of
from kwidgets.i18n import number

# Root mean square of the targets. Of 32 trainings each on standardised targets times k (development runs, seeds
# 30000-30031) 6 % came out no better than a constant answer up to a size of 20, 25 % at 45, 38 % at 134, 78 % at 4,000.
LARGE: Final = 45.0
# Who has learned this much by the middle of the training, without steps that raised the loss by more, is not hindered.
LEARNED: Final = 0.8
RISES: Final = 0.5


class UnscaledTargets(Diagnosis):
    """Looks at the size of the targets of a regression, and whether it holds up the training."""

    name = "unscaled_targets"
    lesson = 14
    stage = "data"
    explains = ("not_a_number", "rate_too_high", "rate_too_low", "exploding_gradient", "dead_units", "saturated_units",
                "vanishing_gradient", "constant_answers", "nothing_learned")  # fmt: skip

    def find(self, signs: Signs) -> Iterable[Finding]:
        for head, aim in signs.pairs:
            if aim is None or aim.holes or not head.measures_numbers or head.is_relative or head.range is not None:
                continue
            size = math.hypot(aim.mean, aim.deviation)
            if size > LARGE and not self._learned(signs):
                yield self.finding(
                    cure=standardised_targets() if len(signs.pairs) == 1 else None,
                    low=number(aim.low), high=number(aim.high), size=number(size),
                )  # fmt: skip

    @staticmethod
    def _learned(signs: Signs) -> bool:
        course, simple = signs.course, signs.baseline
        half_way = len(course.losses) * 2 >= course.epochs > 0
        calm = sum(rise for _, rise in rises_of(signs.looks, simple)) < RISES
        return half_way and calm and simple is not None and course.losses[-1] < LEARNED * simple
