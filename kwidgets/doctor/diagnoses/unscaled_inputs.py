from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np

from kwidgets.doctor.cures.data import standardised_inputs
from kwidgets.doctor.diagnosis import Diagnosis
from kwidgets.doctor.finding import Finding
from kwidgets.doctor.signs import Signs
from kwidgets.i18n import number

# Root mean square of the largest column. Of 80 trainings on raw data (development runs, seeds 4000-4079) those on
# columns of 13 and 18 (pixels to 16, temperatures) came out like scaled ones, but 44 of 73 on columns of 68 to 4,300
# no better than a constant answer.
LARGE: Final = 20.0
# Columns so small that the first weights make nothing of them: the same trainings on data divided by 100.
SMALL: Final = 0.02


class UnscaledInputs(Diagnosis):
    """Looks at the size of each column of the inputs, unless the model scales them itself."""

    name = "unscaled_inputs"
    lesson = 14
    stage = "data"
    explains = ("not_a_number", "rate_too_high", "rate_too_low", "exploding_gradient", "saturated_units", "dead_units",
                "vanishing_gradient", "constant_answers", "nothing_learned", "unbalanced_classes")  # fmt: skip

    def find(self, signs: Signs) -> Iterable[Finding]:
        if signs.data is None or signs.body.scales_inputs:
            return
        for columns in signs.data.inputs:
            sizes = columns.sizes
            if columns.holes or not sizes.size or not sizes.max():
                continue
            column = int(np.argmax(sizes))
            size = float(sizes[column])
            if size > LARGE or size < SMALL:
                yield self.finding(
                    variant="large" if size > LARGE else "small",
                    cure=standardised_inputs(),
                    column=column,
                    low=number(float(columns.lows[column])),
                    high=number(float(columns.highs[column])),
                    size=number(size),
                )
                return
