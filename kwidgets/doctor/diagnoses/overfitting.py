from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kcore.callbacks import EarlyStopping
from kwidgets.doctor.cures.training import early_stopping
from kwidgets.doctor.diagnosis import Diagnosis
from kwidgets.doctor.finding import Finding
from kwidgets.doctor.signs import Signs
from kwidgets.i18n import number

# How much the lowest validation loss of the newest epochs lies above the best, while the training loss fell. The
# lowest, because a small validation set makes single epochs jump. Healthy development runs (seeds 0-239) end within
# 0.05 of it.
RISE: Final = 0.1
# ... and above what the simplest answer's loss makes of noise: a loss near 0 doubles easily.
NOISE: Final = 0.03
NEWEST: Final = 4
FALL: Final = 0.95


class Overfitting(Diagnosis):
    """Looks at the validation loss: since when it rises while the training loss goes on falling."""

    name = "overfitting"
    lesson = 11
    stage = "course"

    def can_see(self, signs: Signs) -> bool:
        return signs.course.step > 0 and bool(signs.course.validation)

    def find(self, signs: Signs) -> Iterable[Finding]:
        if any(isinstance(each, EarlyStopping) and each.restore_best_weights for each in signs.case.callbacks):
            return  # it is seen to
        train, checked = signs.course.losses, signs.course.validation
        if len(checked) < NEWEST + 1 or len(train) != len(checked):
            return
        best = min(range(len(checked)), key=checked.__getitem__)
        if len(checked) - 1 - best < NEWEST:
            return
        now = min(checked[-NEWEST:])
        simple = signs.baseline or checked[best]
        if now > (1 + RISE) * checked[best] and now - checked[best] > NOISE * simple and train[-1] < FALL * train[best]:
            yield self.finding(
                cure=early_stopping(max(NEWEST, len(checked) // 10)),
                epoch=best + 1, best=number(checked[best]), now=number(checked[-1]), train=number(train[-1]),
            )  # fmt: skip
