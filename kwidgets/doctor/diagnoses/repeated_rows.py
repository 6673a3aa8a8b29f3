from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kwidgets.doctor.cures.data import without_repeated
from kwidgets.doctor.diagnosis import Diagnosis
from kwidgets.doctor.finding import Finding
from kwidgets.doctor.signs import Signs

# The lessons' data sets have at most 0.3 % of the validation samples in the training set, by chance. Tables of few
# values have many twins anyway: there a repeated row says nothing.
SHARE: Final = 0.02
TWINS: Final = 3.0


class RepeatedRows(Diagnosis):
    """Looks for samples that are validated and were trained on, target and all."""

    name = "repeated_rows"
    lesson = 14
    stage = "data"

    def find(self, signs: Signs) -> Iterable[Finding]:
        data = signs.data
        if data is None or not data.validation_samples:
            return
        share = data.repeated / data.validation_samples
        if data.repeated >= 3 and share > SHARE and share > TWINS * data.twins:
            yield self.finding(
                severity="alarm" if share > 0.5 else None,
                cure=without_repeated(),
                repeated=data.repeated, samples=data.validation_samples, share=round(100 * share),
            )  # fmt: skip
