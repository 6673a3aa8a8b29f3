from __future__ import annotations

from collections.abc import Iterable

from kwidgets.doctor.anatomy import PROBABILITIES
from kwidgets.doctor.cures.structure import other_output
from kwidgets.doctor.diagnosis import Diagnosis
from kwidgets.doctor.finding import Finding
from kwidgets.doctor.signs import Signs


class LinearCrossentropy(Diagnosis):
    """Looks for a cross-entropy that is given other numbers than probabilities. No threshold."""

    name = "linear_crossentropy"
    lesson = 6
    stage = "fit"
    severity = "alarm"
    explains = ("nothing_learned", "constant_answers", "rate_too_high", "rate_too_low", "not_a_number", "dead_units",
                "vanishing_gradient", "unbalanced_classes", "exploding_gradient", "overfitting")  # fmt: skip

    def find(self, signs: Signs) -> Iterable[Finding]:
        for head, _ in signs.pairs:
            if not head.is_crossentropy or head.from_logits or not head.function or head.function in PROBABILITIES:
                continue
            if head.wants == "one_hot" and head.units < 2:
                continue
            activation = "sigmoid" if head.wants == "shares" else "softmax"
            yield self.finding(
                cure=other_output(None, activation), function=head.function, loss=head.loss_name, activation=activation
            )
