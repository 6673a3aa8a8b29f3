from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kwidgets.doctor.cures.structure import other_hidden
from kwidgets.doctor.cures.training import other_optimizer
from kwidgets.doctor.diagnosis import Diagnosis
from kwidgets.doctor.finding import Finding
from kwidgets.doctor.signs import Signs
from kwidgets.i18n import number

# The training loss against that of the best constant answer. Healthy development runs (seeds 0-239) ended at 0.89 or
# less.
BEATEN: Final = 0.97
EPOCHS: Final = 3
STEPS: Final = 60
# By so much of itself the loss must still fall over the last third to count as on its way.
FALLING: Final = 0.02


class NothingLearned(Diagnosis):
    """Looks at whether the training does better than the same answer for every sample."""

    name = "nothing_learned"
    lesson = 1
    stage = "course"

    def can_see(self, signs: Signs) -> bool:
        return signs.course.step > 0 and signs.baseline is not None

    def find(self, signs: Signs) -> Iterable[Finding]:
        losses, simple, last = signs.course.losses, signs.baseline, signs.course.last
        if simple is None or len(losses) < EPOCHS or signs.course.step < STEPS:
            return
        # Dropout and penalties are in the training loss, and not in what the probe says.
        now = min(losses[-1], last.loss if last is not None and last.loss == last.loss else losses[-1])
        before = losses[-1 - max(1, len(losses) // 3)]
        if now > BEATEN * simple and not losses[-1] < (1 - FALLING) * before:
            adaptive = signs.body.optimizer in ("Adam", "Nadam", "RMSprop", "AdamW")
            cure = other_hidden("relu", "he_normal") if adaptive and signs.body.hidden else other_optimizer("adam")
            yield self.finding(cure=cure, loss=number(losses[-1]), simple=number(simple), epochs=len(losses))
