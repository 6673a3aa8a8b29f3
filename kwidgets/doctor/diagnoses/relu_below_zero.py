from __future__ import annotations

from collections.abc import Iterable

from kwidgets.doctor.cures.structure import other_output
from kwidgets.doctor.diagnosis import Diagnosis
from kwidgets.doctor.finding import Finding
from kwidgets.doctor.signs import Signs


class ReluBelowZero(Diagnosis):
    """Looks for an output that is never negative, and targets that are. No threshold: they are never reached."""

    name = "relu_below_zero"
    lesson = 4
    stage = "fit"
    explains = ("dead_units", "nothing_learned", "constant_answers", "vanishing_gradient")

    def find(self, signs: Signs) -> Iterable[Finding]:
        for head, aim in signs.pairs:
            bounds = head.range
            if aim is None or bounds is None or bounds[0] != 0 or bounds[1] <= 1 or not head.measures_numbers:
                continue
            if aim.low < 0 and aim.form != "sides":
                yield self.finding(cure=other_output(None, "linear"), function=head.function, low=f"{aim.low:.3g}")
