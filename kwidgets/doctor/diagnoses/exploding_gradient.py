from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kwidgets.doctor.cures.structure import other_hidden
from kwidgets.doctor.diagnosis import Diagnosis
from kwidgets.doctor.finding import Finding
from kwidgets.doctor.signs import Signs
from kwidgets.i18n import number

# The largest gradient of a layer against its weights, in the very first step, before any learning rate had a say.
# Healthy development runs (seeds 0-239): 0.03 to 12, 95 % below 2; relu networks with first weights of deviation 0.5
# to 1.5 that came out badly (seeds 6000-6059): median 117, 95 % above 2.4.
LARGE: Final = 15.0
# ... and the deviation of a hidden layer's outputs before it: at most 1.1 in the healthy, median 100 in the others. A
# large gradient alone may come from targets far from 0.
SPREAD: Final = 3.0


class ExplodingGradient(Diagnosis):
    """Looks at outputs before the first step, and at the gradient of each layer in it against its weights."""

    name = "exploding_gradient"
    lesson = 12
    stage = "course"
    explains = ("not_a_number", "rate_too_high", "dead_units", "saturated_units", "nothing_learned", "constant_answers",
                "rate_too_low", "overfitting", "vanishing_gradient", "unbalanced_classes")  # fmt: skip

    def find(self, signs: Signs) -> Iterable[Finding]:
        course = signs.course
        if not course.from_start:
            return
        spread = max((layer.deviation or 0.0 for layer in course.looks[0].layers[:-1]), default=0.0)
        first = next((look for look in course.looks if look.step == 1), None)
        ratios = [
            (layer.gradient / layer.weights, layer)
            for layer in (first.layers if first is not None else ())
            if layer.gradient is not None and layer.weights > 0
        ]
        if not ratios or not spread > SPREAD:
            return
        worst, layer = max(ratios, key=lambda pair: pair[0])
        if worst > LARGE:
            yield self.finding(
                cure=other_hidden(initializer="glorot_uniform", normalised=True),
                layer=layer.name, gradient=number(layer.gradient or 0.0), weights=number(layer.weights),
                times=number(worst), spread=number(spread),
            )  # fmt: skip
