from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kwidgets.doctor.cures.structure import other_hidden
from kwidgets.doctor.diagnosis import Diagnosis
from kwidgets.doctor.finding import Finding
from kwidgets.doctor.signs import Signs

# Share of a relu layer's units that give 0 for every sample of the probe. Healthy development runs (seeds 0-239): 95
# % have at most 0.25, one of 34 had 0.75 in a layer of 8 units; with a rate that is too high: median 1.
SHARE: Final = 0.5
SEVERE: Final = 0.9


class DeadUnits(Diagnosis):
    """Looks at relu layers for units that give 0 for all samples: no gradient reaches them any more."""

    name = "dead_units"
    lesson = 12
    stage = "course"
    explains = ("vanishing_gradient", "nothing_learned", "constant_answers", "rate_too_low", "unbalanced_classes")

    def can_see(self, signs: Signs) -> bool:
        return signs.course.last is not None

    def find(self, signs: Signs) -> Iterable[Finding]:
        last = signs.course.last
        dead = [layer for layer in (last.layers if last is not None else ()) if (layer.dead or 0.0) >= SHARE]
        if not dead:
            return
        worst = max(dead, key=lambda layer: layer.dead or 0.0)
        units = next(part.units for part in signs.body.parts if part.name == worst.name)
        first = next((each for each in signs.course.looks[0].layers if each.name == worst.name), worst)
        start = signs.course.from_start and (first.dead or 0.0) >= SHARE
        shares = "; ".join(f"{layer.name}: {100 * (layer.dead or 0.0):.0f} %" for layer in dead)
        yield self.finding(
            severity="alarm" if (worst.dead or 0.0) >= SEVERE else None,
            variant="start" if start else "",
            despite=["rate_too_high"] if start else [],  # there before the first step
            cure=other_hidden("leaky_relu", "he_normal"),
            layer=worst.name, share=round(100 * (worst.dead or 0.0)), units=units, shares=shares,
        )  # fmt: skip
