from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np

from kcore.losses import mean_squared_error
from kwidgets.doctor.columns import numbers, spread
from kwidgets.doctor.cures.training import other_loss
from kwidgets.doctor.diagnosis import Diagnosis
from kwidgets.doctor.finding import Finding
from kwidgets.doctor.signs import Signs
from kwidgets.i18n import number

# A target this many times as far from the median as the usual one (the median of these distances) lies far out: of
# normally distributed targets not one in 10 million does.
FAR: Final = 8.0
# Their share of all squared distances: from a half on, the loss is about them more than about all others together.
WEIGHT: Final = 0.5
# More samples than this share are no outliers: then the targets are of two kinds.
FEW: Final = 0.05


class Outliers(Diagnosis):
    """Looks for a few targets so far out that a squared error is about them alone."""

    name = "outliers"
    lesson = 5
    stage = "fit"
    explains = ("unscaled_targets", "rate_too_high", "nothing_learned", "constant_answers", "dead_units",
                "exploding_gradient", "rate_too_low")  # fmt: skip

    def find(self, signs: Signs) -> Iterable[Finding]:
        head, aim = signs.pairs[0] if len(signs.pairs) == 1 else (None, None)
        y = None if aim is None or aim.holes or aim.form != "numbers" else numbers(signs.case.y)
        if y is None or head is None or head.loss is not mean_squared_error:
            return
        y = spread(y).astype("float64")
        middle = np.median(y, axis=0)
        distances = np.abs(y - middle)
        far = distances > FAR * np.median(distances, axis=0)
        weight = float((distances[far] ** 2).sum() / max((distances**2).sum(), 1e-30))
        if 0 < far.mean() <= FEW and np.median(distances) > 0 and weight > WEIGHT:
            worst = y[far][distances[far].argmax()]
            yield self.finding(
                cure=other_loss("mean_absolute_error"), count=int(far.sum()), samples=int(far.size),
                weight=f"{100 * weight:.0f}", worst=number(float(worst)), usual=number(float(np.median(middle))),
            )  # fmt: skip
