from __future__ import annotations

import bisect
import itertools
from typing import Any

import numpy as np

from kcore import registry
from kcore.annotations import Numbers
from kcore.optimizers.schedules.schedule import LearningRateSchedule


@registry.register("schedule")
class PiecewiseConstantDecay(LearningRateSchedule):
    """values[0] up to and with step boundaries[0], then values[1], and so on.

    Args:
        boundaries: the last step of each piece but the last, rising.
        values: the rate in each piece: one more than there are boundaries.
        name: name of the schedule.

    Raises:
        TypeError: if one of them is no list.
        ValueError: if the numbers of boundaries and values do not fit, or boundaries do not rise.
    """

    def __init__(self, boundaries: Numbers, values: Numbers, name: str = "PiecewiseConstant") -> None:
        for given, argument in ((boundaries, "boundaries"), (values, "values")):
            if not hasattr(given, "__iter__"):
                raise TypeError(
                    f"PiecewiseConstantDecay: {argument} must be a list of numbers, such as [10, 20]; got {given!r}."
                )
        boundaries, values = list(boundaries), list(values)
        if len(boundaries) + 1 != len(values):
            raise ValueError(
                f"PiecewiseConstantDecay: {len(boundaries)} boundaries make {len(boundaries) + 1} pieces; "
                f"got {len(values)} values. Give one value for each piece."
            )
        if any(a >= b for a, b in itertools.pairwise(boundaries)):
            raise ValueError(f"PiecewiseConstantDecay: boundaries must rise from piece to piece; got {boundaries}.")
        self.boundaries, self.values, self.name = boundaries, values, name

    def __call__(self, step: Any) -> np.float32:
        return np.float32(self.values[bisect.bisect_left(self.boundaries, float(step))])
