from __future__ import annotations

from collections.abc import Iterable

from kwidgets.doctor.cures.structure import other_output
from kwidgets.doctor.diagnosis import Diagnosis
from kwidgets.doctor.finding import Finding
from kwidgets.doctor.signs import Signs


class SoftmaxForLabels(Diagnosis):
    """Looks for a softmax where several labels may hold at once, or none. No threshold: some rows do not sum to 1."""

    name = "softmax_for_labels"
    lesson = 7
    stage = "fit"
    explains = ("nothing_learned", "constant_answers")

    def find(self, signs: Signs) -> Iterable[Finding]:
        for head, aim in signs.pairs:
            if head.function == "softmax" and aim is not None and aim.form == "labels":
                yield self.finding(
                    cure=other_output(None, "sigmoid", loss="binary_crossentropy"),
                    mean=f"{aim.mean * aim.columns:.2g}", units=head.units,
                )  # fmt: skip
