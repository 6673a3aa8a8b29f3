from __future__ import annotations

from collections.abc import Iterable

from kwidgets.doctor.cures.structure import other_output
from kwidgets.doctor.diagnosis import Diagnosis
from kwidgets.doctor.finding import Finding
from kwidgets.doctor.signs import Signs


class SoftmaxOneUnit(Diagnosis):
    """Looks for a softmax over a single unit, whose answer is always 1, and losses that make one of a single unit.

    No threshold: the gradient is exactly 0.
    """

    name = "softmax_one_unit"
    lesson = 6
    stage = "fit"
    severity = "alarm"
    explains = ("mse_for_classes", "units_for_classes", "nothing_learned", "constant_answers", "vanishing_gradient",
                "rate_too_low", "unbalanced_classes", "dead_units", "saturated_units")  # fmt: skip

    def find(self, signs: Signs) -> Iterable[Finding]:
        for head, aim in signs.pairs:
            if head.units != 1 or head.loss is None:
                continue
            numbers = aim is not None and aim.form == "numbers"
            cure = other_output(1, "linear" if numbers else "sigmoid", loss="mse" if numbers else "binary_crossentropy")
            if head.function == "softmax":
                yield self.finding(cure=cure, output=head.name)
            elif head.wants == "one_hot" and head.is_crossentropy:
                yield self.finding(variant="loss", cure=cure, output=head.name)
