from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final

from kwidgets.doctor.columns import Columns
from kwidgets.doctor.cures.data import without_holes
from kwidgets.doctor.cures.structure import other_hidden
from kwidgets.doctor.cures.training import clipped, learning_rate
from kwidgets.doctor.diagnosis import Diagnosis
from kwidgets.doctor.finding import Finding
from kwidgets.doctor.signs import Signs
from kwidgets.doctor.steps import strides_of
from kwidgets.doctor.targets import Targets
from kwidgets.i18n import number

# The gradient before the last finite step, against the usual one: above this it had grown until it burst. In healthy
# development runs (seeds 0-239) the longest gradient was at most 40 times the usual one.
GROWN: Final = 50.0
FAR: Final = 0.3  # ... or steps had been as long as in `rate_too_high`

_CAUSES: Final = ("rate_too_high", "exploding_gradient", "unscaled_inputs", "unscaled_targets")  # else they come first


class NotANumber(Diagnosis):
    """Looks for NaN and Inf: in the data, in the first weights, in the gradients of every single step."""

    name = "not_a_number"
    lesson = 8
    stage = "course"
    severity = "alarm"
    explains = ("rate_too_low", "dead_units", "saturated_units", "vanishing_gradient", "nothing_learned",
                "constant_answers", "unbalanced_classes", "overfitting")  # fmt: skip

    def can_see(self, signs: Signs) -> bool:
        return True

    def find(self, signs: Signs) -> Iterable[Finding]:
        holes = self._holes(signs)
        if holes is not None:
            yield holes
            return
        first = list(self._first(signs))
        if first:
            yield from first
            return
        broken = signs.course.broken
        if broken is not None:
            grown = broken.before is not None and broken.usual is not None and broken.before > GROWN * broken.usual
            grown = (
                grown or signs.course.swelling or max((s for _, s in strides_of(signs.course.looks)), default=0) > FAR
            )
            yield self.finding(
                variant="grown" if grown else "sudden",
                explains=() if grown else _CAUSES,
                cure=learning_rate(signs.rate / 10) if grown else clipped(1.0),
                step=broken.step, epoch=broken.epoch, layer=broken.layer or "?",
                before="?" if broken.before is None else number(broken.before),
            )  # fmt: skip

    def _holes(self, signs: Signs) -> Finding | None:
        inputs = signs.data.inputs if signs.data is not None else ()
        places: list[tuple[str, Columns | Targets]] = [("inputs", each) for each in inputs]
        places += [("targets", aim) for _, aim in signs.pairs if aim is not None]
        for variant, place in places:
            if place.holes:
                index = "[" + ", ".join(map(str, place.hole or ())) + "]"
                return self.finding(
                    variant=variant, explains=_CAUSES, cure=without_holes(), holes=place.holes, index=index
                )
        return None

    def _first(self, signs: Signs) -> Iterable[Finding]:
        """What was broken before the first step that was watched."""
        layers = signs.course.looks[0].layers if signs.course.looks else ()
        spoilt = next((layer for layer in layers if not math.isfinite(layer.weights)), None)
        if spoilt is not None:
            cure = other_hidden(initializer="glorot_uniform", normalised=True)
            yield self.finding(variant="weights", cure=cure, explains=_CAUSES, layer=spoilt.name)
            return
        turning = next((layer for layer in layers if layer.broken), None)
        if turning is not None:
            yield self.finding(variant="layer", explains=_CAUSES, layer=turning.name)
