from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kwidgets.doctor.cures.structure import other_hidden
from kwidgets.doctor.cures.training import other_optimizer
from kwidgets.doctor.diagnosis import Diagnosis
from kwidgets.doctor.finding import Finding
from kwidgets.doctor.signs import Signs
from kwidgets.doctor.targets import Targets
from kwidgets.i18n import number

# Deviation of the answers over the samples against that of the targets. Healthy development runs (seeds 0-239): 0.08
# and more; those that gave one answer for all: below 0.0005.
SHARE: Final = 0.01
STEPS: Final = 30


class ConstantAnswers(Diagnosis):
    """Looks at whether the answers differ at all from sample to sample."""

    name = "constant_answers"
    lesson = 12
    stage = "course"
    explains = ("nothing_learned",)

    def find(self, signs: Signs) -> Iterable[Finding]:
        last = signs.course.last
        if last is None or last.step < STEPS:
            return
        for (_, aim), answer in zip(signs.pairs, last.answers, strict=False):
            usual = _deviation(aim)
            if usual and answer.deviation < SHARE * usual:
                adaptive = signs.body.optimizer in ("Adam", "Nadam", "RMSprop", "AdamW")
                cure = other_hidden("relu", "he_normal") if adaptive and signs.body.hidden else other_optimizer("adam")
                yield self.finding(
                    cure=cure, low=number(answer.low), high=number(answer.high), deviation=number(answer.deviation)
                )
                return


def _deviation(aim: Targets | None) -> float:
    if aim is None or aim.holes:
        return 0.0
    return 1 / aim.classes if aim.classes else aim.deviation
