from __future__ import annotations

from collections.abc import Iterable

from kwidgets.doctor.cures.training import other_loss
from kwidgets.doctor.diagnosis import Diagnosis
from kwidgets.doctor.finding import Finding
from kwidgets.doctor.signs import Signs


class NumbersForCategorical(Diagnosis):
    """Looks for class numbers under a loss that takes one-hot rows. No threshold: the shapes tell."""

    name = "numbers_for_categorical"
    lesson = 7
    stage = "fit"
    severity = "alarm"
    explains = ("units_for_classes", "sigmoid_exclusive")

    def find(self, signs: Signs) -> Iterable[Finding]:
        for head, aim in signs.pairs:
            if aim is None or head.wants != "one_hot" or head.units < 2 or aim.columns != 1:
                continue
            if aim.form in ("classes", "binary"):
                yield self.finding(
                    cure=other_loss("sparse_categorical_crossentropy"), shape=str(aim.shape), loss=head.loss_name,
                    classes=aim.classes,
                )  # fmt: skip
