from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kwidgets.doctor.cures.training import shuffled
from kwidgets.doctor.diagnosis import Diagnosis
from kwidgets.doctor.finding import Finding
from kwidgets.doctor.signs import Signs

# The share of the targets' variance that lies between batches: 0.01 to 0.19 in the mixed sets of the lessons, 0.76
# and more where days follow each other, 0.96 where one class follows the other.
STRETCH: Final = 0.5
# Share of the validation samples that are of a class which the training set lacks: 0 in all sets of the lessons.
STRANGERS: Final = 0.1


class SortedSamples(Diagnosis):
    """Looks at the order of the samples: batches of one kind, or a validation set of other classes."""

    name = "sorted_samples"
    lesson = 14
    stage = "data"
    explains = (
        "rate_too_high",
        "nothing_learned",
        "constant_answers",
        "unbalanced_classes",
        "overfitting",
        "dead_units",
    )

    def find(self, signs: Signs) -> Iterable[Finding]:
        data = signs.data
        if data is None:
            return
        if not signs.shuffles:
            for share in data.stretches:
                if share > STRETCH:
                    yield self.finding(variant="batches", cure=shuffled(), share=round(100 * share))
                    return
        missing = max(data.strangers, default=0.0)
        if missing > STRANGERS:
            yield self.finding(variant="validation", severity="alarm", share=round(100 * missing))
