from __future__ import annotations

from collections.abc import Iterable

from kwidgets.doctor.anatomy import PROBABILITIES
from kwidgets.doctor.cures.training import other_loss
from kwidgets.doctor.diagnosis import Diagnosis
from kwidgets.doctor.finding import Finding
from kwidgets.doctor.signs import Signs


class SigmoidTwice(Diagnosis):
    """Looks for a loss with `from_logits=True` after a layer that has made probabilities already. No threshold."""

    name = "sigmoid_twice"
    lesson = 6
    stage = "fit"
    explains = ("nothing_learned", "constant_answers", "rate_too_low", "vanishing_gradient", "unbalanced_classes",
                "sigmoid_exclusive")  # fmt: skip

    def find(self, signs: Signs) -> Iterable[Finding]:
        for head, _ in signs.pairs:
            if head.is_crossentropy and head.from_logits and head.function in PROBABILITIES:
                yield self.finding(cure=other_loss(head.loss_name), function=head.function, loss=head.loss_name)
