from __future__ import annotations

from collections.abc import Iterable

from kwidgets.doctor.cures.structure import other_output
from kwidgets.doctor.diagnosis import Diagnosis
from kwidgets.doctor.finding import Finding
from kwidgets.doctor.signs import Signs


class UnitsForClasses(Diagnosis):
    """Looks for an output with fewer units than classes, or another number than a target has. No threshold."""

    name = "units_for_classes"
    lesson = 7
    stage = "fit"
    severity = "alarm"
    explains = ("mse_for_classes", "sigmoid_exclusive")

    def find(self, signs: Signs) -> Iterable[Finding]:
        for head, aim in signs.pairs:
            if aim is None or not head.is_crossentropy or len(head.shape) != 1 or aim.holes:
                continue
            if head.wants == "class_numbers" and aim.form in ("classes", "binary") and aim.classes > head.units:
                binary = aim.classes == 2 and head.units == 1
                cure = (
                    other_output(1, "sigmoid", loss="binary_crossentropy")
                    if binary
                    else other_output(aim.classes, "softmax")
                )
                yield self.finding(cure=cure, units=head.units, classes=aim.classes)
            elif head.wants == "one_hot" and aim.form == "one_hot" and aim.columns != head.units:
                yield self.finding(cure=other_output(aim.columns, "softmax"), units=head.units, classes=aim.columns)
            elif head.wants == "shares" and aim.form == "classes" and head.units == 1 and aim.columns == 1:
                yield self.finding(
                    variant="binary",
                    cure=other_output(aim.classes, "softmax", loss="sparse_categorical_crossentropy"),
                    units=head.units, classes=aim.classes,
                )  # fmt: skip
