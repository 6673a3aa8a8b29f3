from __future__ import annotations

from collections.abc import Iterable

from kwidgets.doctor.cures.data import zeros_and_ones
from kwidgets.doctor.diagnosis import Diagnosis
from kwidgets.doctor.finding import Finding
from kwidgets.doctor.signs import Signs


class SidesForCrossentropy(Diagnosis):
    """Looks for targets of -1 and 1 under a cross-entropy, which takes probabilities. No threshold."""

    name = "sides_for_crossentropy"
    lesson = 6
    stage = "fit"
    severity = "alarm"

    def find(self, signs: Signs) -> Iterable[Finding]:
        for head, aim in signs.pairs:
            if aim is not None and head.wants == "shares" and aim.form == "sides":
                yield self.finding(cure=zeros_and_ones(), loss=head.loss_name)
