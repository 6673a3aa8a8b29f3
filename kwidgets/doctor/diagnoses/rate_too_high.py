from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from kwidgets.doctor.cures.training import learning_rate, usual_rate
from kwidgets.doctor.diagnosis import Diagnosis
from kwidgets.doctor.finding import Finding
from kwidgets.doctor.look import Look
from kwidgets.doctor.signs import Signs
from kwidgets.doctor.steps import rises_of, strides_of
from kwidgets.i18n import number

# How far a single one of the first steps moved the weights of a layer, as a share of their length. 149 healthy
# development runs (seeds 0-239): 0.002 to 0.18, 95 % below 0.06; 105 with a rate 16 to 1,000 times as high that came
# out badly (seeds 1000-1119): 95 % above 0.3, median 1.
STRIDE: Final = 0.3
# How much single steps raised the loss of the probe, summed over the looks, as a share of the loss before the step (or
# of a fifth of the simplest answer's loss, if that is more: near 0 every step is large). Of the healthy none reached
# 0.39; of the others 90 % were above 0.5.
RISES: Final = 0.5
# A stumble in the first steps is forgiven after so many calm looks and a loss below all before and the simple answer's;
# restless steps, once the loss is far below the simple answer's. (Of 36 healthy trainings drawn with seeds 100000 to
# 100059, 3 stumbled or were restless like that.)
CALM: Final = 3
SMALL: Final = 0.05
BEATEN: Final = 0.9
RESTLESS: Final = 0.3
LEARNED: Final = 0.3
MOST: Final = 5.0  # times the optimizer's usual rate: where a cure begins at most
IDLE: Final = 0.5  # see `dead_units` and `saturated_units`


class RateTooHigh(Diagnosis):
    """Looks at how far single steps moved the weights, and whether they made the loss of the probe larger."""

    name = "rate_too_high"
    lesson = 8
    stage = "course"
    explains = ("not_a_number", "dead_units", "saturated_units", "vanishing_gradient", "constant_answers",
                "nothing_learned", "overfitting", "unbalanced_classes")  # fmt: skip

    def find(self, signs: Signs) -> Iterable[Finding]:
        looks = signs.looks
        rises, strides = rises_of(looks, signs.baseline), strides_of(looks)
        total = sum(rise for _, rise in rises)
        far, where = max(((stride, step) for step, stride in strides), default=(0.0, 0))
        if (total <= RISES and far <= STRIDE) or _recovered(looks, rises, where, signs.baseline):
            return
        factor = 10 if total < 3 and far < 1 else 30 if total < 30 else 100
        cure = learning_rate(min(signs.rate / factor, MOST * usual_rate(signs.case.model.optimizer)))
        if total > RISES:
            step, worst = max(rises, key=lambda pair: pair[1])
            yield self.finding(cure=cure, rate=number(signs.rate), step=step, rise=number(100 * worst))
        else:
            yield self.finding(
                variant="stride", cure=cure, rate=number(signs.rate), step=where, stride=f"{100 * far:,.0f}"
            )


def _recovered(looks: Sequence[Look], rises: Sequence[tuple[int, float]], where: int, simple: float | None) -> bool:
    """Whether no harm was done, and steps are short enough now."""
    worst = max(where, max(rises, key=lambda pair: pair[1], default=(0, 0.0))[0])
    earlier = [look.loss for look in looks if look.step <= worst]
    later = [look.loss for look in looks if look.step > worst]
    if len(later) < CALM or not earlier or _damaged(looks):
        return False
    after = max((rise for step, rise in rises if step > worst), default=0.0)
    if after <= SMALL and later[-1] < min(earlier) and (simple is None or later[-1] < BEATEN * simple):
        return True
    newest = [rise for step, rise in rises if step >= looks[-CALM].step]
    return simple is not None and later[-1] < LEARNED * simple and max(newest, default=0.0) < RESTLESS


def _damaged(looks: Sequence[Look]) -> bool:
    """Whether units are dead or saturated now that were not at first."""

    def idle(look: Look) -> float:
        return max((max(layer.dead or 0.0, layer.saturated or 0.0) for layer in look.layers[:-1]), default=0.0)

    return idle(looks[-1]) >= IDLE > idle(looks[0])
