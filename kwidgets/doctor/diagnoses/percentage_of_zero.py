from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np

from kcore.losses import mean_absolute_percentage_error
from kwidgets.doctor.columns import numbers, spread
from kwidgets.doctor.cures.training import other_loss
from kwidgets.doctor.diagnosis import Diagnosis
from kwidgets.doctor.finding import Finding
from kwidgets.doctor.signs import Signs

# Share of the targets nearer to 0 than a hundredth of the usual one. One such target weighs as much as a hundred
# others.
SHARE: Final = 0.002


class PercentageOfZero(Diagnosis):
    """Looks for targets near 0 under a loss that divides by them."""

    name = "percentage_of_zero"
    lesson = 5
    stage = "fit"
    explains = ("nothing_learned", "rate_too_high", "constant_answers", "dead_units", "exploding_gradient",
                "saturated_units", "rate_too_low")  # fmt: skip

    def find(self, signs: Signs) -> Iterable[Finding]:
        for head, aim in signs.pairs:
            y = None if aim is None or len(signs.pairs) > 1 else numbers(signs.case.y)
            if y is None and signs.samples is not None and len(signs.pairs) == 1:
                y = signs.samples.y
            if y is None or head.loss is not mean_absolute_percentage_error:
                continue
            sizes = np.abs(spread(y).astype("float64"))
            share = float((sizes <= 0.01 * np.median(sizes)).mean())
            if share > SHARE:
                yield self.finding(cure=other_loss("mean_absolute_error"), share=f"{100 * share:.2g}")
