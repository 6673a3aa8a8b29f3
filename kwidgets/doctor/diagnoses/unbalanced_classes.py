from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, Final

from kwidgets.doctor.cures.training import weighted_classes
from kwidgets.doctor.diagnosis import Diagnosis
from kwidgets.doctor.finding import Finding
from kwidgets.doctor.signs import Signs

# Classes count as unbalanced from here on. Binary sets of the lessons: 0.50 to 0.70.
MAJORITY: Final = 0.75
# From here on accuracy alone misleads, whatever the model does; known before the first step.
EXTREME: Final = 0.9
# Below this share of the rare samples recognised a model lives on the majority. Healthy trainings on the lessons'
# sets had 0.4 and more in their rarest class once their loss was below 0.9 of the simplest answer's.
RECALL: Final = 0.2
RECOGNISED: Final = 0.5
EPOCHS: Final = 2


class UnbalancedClasses(Diagnosis):
    """Looks at the shares of the classes, and whether the rare ones are ever recognised."""

    name = "unbalanced_classes"
    lesson = 6
    stage = "data"
    explains = ("constant_answers", "nothing_learned")

    def find(self, signs: Signs) -> Iterable[Finding]:
        if signs.case.fit.get("class_weight") is not None or signs.case.fit.get("sample_weight") is not None:
            return
        look = signs.course.last
        for i, (head, aim) in enumerate(signs.pairs):
            if aim is None or aim.classes < 2 or aim.majority < MAJORITY or head.measures_numbers:
                continue
            rare = None
            if look is not None and look.epoch >= EPOCHS and i < len(look.answers):
                rare = _rare(look.answers[i].recalls, aim.counts)
            slots: dict[str, Any] = {"share": round(100 * aim.majority, 1), "kind": aim.counts.index(max(aim.counts))}
            if rare is not None and rare < RECALL:
                yield self.finding(
                    variant="unseen", cure=weighted_classes(aim.counts), recall=round(100 * rare), **slots
                )
            elif aim.majority >= EXTREME and head.accuracy and (rare is None or rare < RECOGNISED):
                yield self.finding(severity="hint", cure=weighted_classes(aim.counts), **slots)


def _rare(recalls: tuple[float, ...], counts: tuple[int, ...]) -> float | None:
    """How many samples of the other classes than the largest are recognised, of those seen; None if none was seen."""
    largest = counts.index(max(counts))
    seen = [recall for kind, recall in enumerate(recalls) if kind != largest and math.isfinite(recall)]
    return sum(seen) / len(seen) if seen else None
