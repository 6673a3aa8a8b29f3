from __future__ import annotations

from collections.abc import Iterable

from kwidgets.doctor.cures.training import other_loss
from kwidgets.doctor.diagnosis import Diagnosis
from kwidgets.doctor.finding import Finding
from kwidgets.doctor.signs import Signs


class OneHotForSparse(Diagnosis):
    """Looks for one-hot targets under a loss that takes class numbers. No threshold: the shapes tell."""

    name = "one_hot_for_sparse"
    lesson = 7
    stage = "fit"
    severity = "alarm"
    explains = ("units_for_classes", "sigmoid_exclusive")

    def find(self, signs: Signs) -> Iterable[Finding]:
        for head, aim in signs.pairs:
            if aim is not None and head.wants == "class_numbers" and len(aim.shape) > len(head.shape) > 0:
                if aim.shape[-1] == 1:
                    continue
                yield self.finding(
                    cure=other_loss("categorical_crossentropy"), shape=str(aim.shape), loss=head.loss_name
                )
