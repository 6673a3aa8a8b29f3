from __future__ import annotations

from collections.abc import Iterable

from kwidgets.doctor.cures.training import other_metrics
from kwidgets.doctor.diagnosis import Diagnosis
from kwidgets.doctor.finding import Finding
from kwidgets.doctor.signs import Signs


class AccuracyOfNumbers(Diagnosis):
    """Looks for an accuracy that counts how often a number is hit exactly: never. No threshold."""

    name = "accuracy_of_numbers"
    lesson = 5
    stage = "fit"
    severity = "hint"

    def find(self, signs: Signs) -> Iterable[Finding]:
        for head, aim in signs.pairs:
            if head.accuracy and head.measures_numbers and aim is not None and aim.form in ("numbers", "shares"):
                yield self.finding(cure=other_metrics(["mean_absolute_error"]), loss=head.loss_name)
