from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kwidgets.doctor.cures.training import learning_rate, usual_rate
from kwidgets.doctor.diagnosis import Diagnosis
from kwidgets.doctor.finding import Finding
from kwidgets.doctor.look import FAR
from kwidgets.doctor.signs import Signs
from kwidgets.doctor.steps import change_of
from kwidgets.i18n import number

# How much a step changes the loss of the probe, as a share of it, on average over the looks; and the share of the
# looks in which a step FAR times as long would have made it smaller. Together they met 1 of 149 healthy development
# runs (seeds 0-239), and 94 % of 120 with a rate 100 to 10,000 times as low (seeds 2000-2119).
CHANGE: Final = 0.0006
# While the loss is still above that of the simplest answer after some epochs, steps may be this small and still too
# short.
BEHIND: Final = 0.003
EPOCHS: Final = 4
LONGER: Final = 0.8
FIRST: Final = 8  # earlier steps of Adam and the like are as long as their rate, whatever the gradient
STEPS: Final = 60


class RateTooLow(Diagnosis):
    """Looks at what single steps did to the loss of the probe: next to nothing, and longer ones would do more."""

    name = "rate_too_low"
    lesson = 8
    stage = "course"
    explains = ("nothing_learned", "constant_answers", "unbalanced_classes")

    def find(self, signs: Signs) -> Iterable[Finding]:
        looks = [look for look in signs.looks if look.before is not None and look.step >= FIRST]
        if signs.course.step < STEPS or len(looks) < 3 or signs.rate == 0:
            return
        changes = [change_of(look, signs.baseline) for look in looks]
        mean = sum(changes) / len(changes)
        longer = sum(look.far is not None and look.far < (look.before or 0.0) for look in looks) / len(looks)
        losses, simple = signs.course.losses, signs.baseline
        behind = simple is not None and len(losses) >= EPOCHS and losses[-1] > simple
        if mean < (BEHIND if behind else CHANGE) and longer >= LONGER:
            usual = usual_rate(signs.case.model.optimizer)
            rate = max(10 * signs.rate, min(usual, signs.rate * 0.01 / max(mean, 1e-9)))
            yield self.finding(
                cure=learning_rate(rate, restart=False),
                rate=number(signs.rate), change=number(100 * mean), longer=round(100 * longer), times=round(FAR),
            )  # fmt: skip
