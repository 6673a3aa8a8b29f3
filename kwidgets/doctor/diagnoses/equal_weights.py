from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

from kwidgets.doctor.anatomy import Part
from kwidgets.doctor.cures.structure import other_hidden
from kwidgets.doctor.diagnosis import Diagnosis
from kwidgets.doctor.finding import Finding
from kwidgets.doctor.signs import Signs


class EqualWeights(Diagnosis):
    """Looks for hidden layers whose units all have the same weights: they stay the same for ever.

    No threshold: they are equal to the last bit. Before the first step the weights of the layer after them are looked
    at, too: different ones would part the units. A relu whose weights are all 0 has no slope, and stays where it is.
    """

    name = "equal_weights"
    lesson = 12
    stage = "start"
    severity = "alarm"
    explains = ("dead_units", "vanishing_gradient", "nothing_learned", "constant_answers", "saturated_units",
                "rate_too_low", "unbalanced_classes", "rate_too_high", "exploding_gradient")  # fmt: skip

    def find(self, signs: Signs) -> Iterable[Finding]:
        if not signs.body.trainable:
            return
        stuck = list(self._stuck(signs))
        if stuck:
            yield self.finding(
                cure=other_hidden(initializer="glorot_uniform", normalised=True),
                layer=stuck[0].name, units=stuck[0].units, layers=len(stuck),
            )  # fmt: skip

    @staticmethod
    def _stuck(signs: Signs) -> Iterator[Part]:
        parts = [part for part in signs.body.parts if part.kernel is not None]
        for part, after in itertools.pairwise(parts):
            if part.units < 2 or not _alike(part):
                continue
            silent = part.function == "relu" and not part.kernel.any()  # type: ignore[union-attr]  # it has one
            rows = after.kernel.reshape(-1, part.units, after.units) if _follows(part, after) else None  # type: ignore[union-attr]
            if signs.course.step or silent or (rows is not None and bool((rows == rows[:, :1]).all())):
                yield part


def _alike(part: Part) -> bool:
    columns = part.kernel.reshape(-1, part.units)  # type: ignore[union-attr]  # it has one
    return bool((columns == columns[:, :1]).all())


def _follows(part: Part, after: Part) -> bool:
    return after.kernel is not None and after.kernel.ndim >= 2 and after.kernel[..., 0].size % part.units == 0
