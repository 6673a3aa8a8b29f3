from __future__ import annotations

from collections.abc import Iterable

from kwidgets.doctor.anatomy import PROBABILITIES
from kwidgets.doctor.cures import Cure
from kwidgets.doctor.cures.structure import other_output
from kwidgets.doctor.diagnosis import Diagnosis
from kwidgets.doctor.finding import Finding
from kwidgets.doctor.signs import Signs
from kwidgets.doctor.targets import Targets


class MseForClasses(Diagnosis):
    """Looks for a loss of numbers on classes: targets 0 and 1, one-hot rows, or class numbers that are to be hit.

    No threshold. Where a sigmoid is surely wrong its slope is almost 0, and so is the gradient of a squared error.
    """

    name = "mse_for_classes"
    lesson = 6
    stage = "fit"
    explains = ("vanishing_gradient", "nothing_learned", "constant_answers", "rate_too_low", "accuracy_of_numbers",
                "relu_below_zero", "bounded_output")  # fmt: skip

    def find(self, signs: Signs) -> Iterable[Finding]:
        for head, aim in signs.pairs:
            if aim is None or not head.measures_numbers or aim.form not in ("binary", "one_hot", "classes"):
                continue
            if aim.form == "classes" and not (head.accuracy or head.function in PROBABILITIES):
                continue  # whole numbers may be counts
            yield self.finding(
                variant="numbers" if aim.form == "classes" else "",
                cure=_cure(aim), loss=head.loss_name, classes=aim.classes,
            )  # fmt: skip


def _cure(aim: Targets) -> Cure:
    if aim.form == "binary":
        return other_output(1, "sigmoid", loss="binary_crossentropy")
    loss = "categorical_crossentropy" if aim.form == "one_hot" else "sparse_categorical_crossentropy"
    return other_output(aim.classes, "softmax", loss=loss)
