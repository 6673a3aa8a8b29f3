from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final

from kwidgets.doctor.cures.structure import other_hidden
from kwidgets.doctor.diagnosis import Diagnosis
from kwidgets.doctor.finding import Finding
from kwidgets.doctor.look import LayerLook, Look
from kwidgets.doctor.signs import Signs
from kwidgets.i18n import number

# The gradient of the first layer against that of the last, per weight, over the newest looks. Healthy development
# runs (seeds 0-239): 0.03 to 3; networks of 4 to 7 sigmoid layers (seeds 3000-3059): 0.00001 to 0.008 in their first
# 64 steps.
RATIO: Final = 0.01
LOOKS: Final = 3


class VanishingGradient(Diagnosis):
    """Looks at the lengths of the gradients from the last layer to the first."""

    name = "vanishing_gradient"
    lesson = 12
    stage = "course"
    explains = ("nothing_learned", "constant_answers", "rate_too_low", "unbalanced_classes")

    def find(self, signs: Signs) -> Iterable[Finding]:
        looks = [look for look in signs.course.looks if look.step and len(_gradients(look)) > 1][-LOOKS:]
        if len(looks) < LOOKS:
            return
        ratios = [_gradients(look)[0][1] / _gradients(look)[-1][1] for look in looks]
        usual = math.exp(sum(math.log(max(ratio, 1e-30)) for ratio in ratios) / len(ratios))
        if usual < RATIO:
            layers = _gradients(looks[-1])
            start = _at_first(signs) < RATIO  # then it cannot come from the steps
            yield self.finding(
                cure=other_hidden("relu", "he_normal"),
                explains=["rate_too_high"] if start else [],
                despite=["rate_too_high"] if start else [],
                first=layers[0][0].name, last=layers[-1][0].name, ratio=number(1 / max(usual, 1e-30)),
                gradients=" → ".join(f"{layer.name} {gradient:.1e}" for layer, gradient in layers),
            )  # fmt: skip


def _gradients(look: Look) -> list[tuple[LayerLook, float]]:
    """Layers with their gradients, the first one first; none if nothing comes from the last one."""
    found = [(layer, layer.gradient) for layer in look.layers if layer.gradient is not None]
    return found if found and math.isfinite(found[-1][1]) and found[-1][1] > 0 else []


def _at_first(signs: Signs) -> float:
    """The ratio in the very first step; 1 where that was not seen."""
    look = next((each for each in signs.course.looks if each.step == 1), None)
    layers = _gradients(look) if look is not None and signs.course.from_start else []
    return layers[0][1] / layers[-1][1] if len(layers) > 1 else 1.0
