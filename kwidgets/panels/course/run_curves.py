from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from kwidgets.live import Curve
from kwidgets.session import Reading


class RunCurves:
    """One metric of one run as curves, which grow with the run's history.

    Args:
        metric: its name in the history.
        highest: whether the highest value is the best.
        scale: values are multiplied by it.
        rhythm: after which epochs there was a validation: a number for every so many, or a list.
    """

    def __init__(
        self, metric: str, *, highest: bool = False, scale: float = 1.0, rhythm: int | Sequence[int] = 1
    ) -> None:
        self._metric, self._highest, self._scale, self._rhythm = metric, highest, scale, rhythm
        self._cuts = 0
        self._forget()

    def follow(self, history: Mapping[str, Sequence[Any]], readings: Sequence[Reading], cuts: int, first: int) -> None:
        """Take in what is new.

        Args:
            history: one value an epoch for each metric.
            readings: what was read within epochs, in order.
            cuts: how often history and readings were cut: another number, and all begins anew.
            first: number of the first epoch.
        """
        if cuts != self._cuts:
            self._forget()
            self._cuts = cuts
        train = history.get(self._metric, ())
        while self._epochs < len(train) or self._read < len(readings):
            end = first + self._epochs + 1 if self._epochs < len(train) else math.inf
            if self._read < len(readings) and readings[self._read].place < end:
                reading = readings[self._read]
                self._read += 1
                if self._metric in reading.values:
                    self._add(self.train, reading.place, reading.values[self._metric], counts=False)
            else:
                self._add(self.train, end, train[self._epochs])
                self._epochs += 1
        measured = history.get(f"val_{self._metric}", ())
        while self._measured < len(measured):
            self._add(self.validation, first + self._epoch_of(self._measured), measured[self._measured])
            self._measured += 1

    def _forget(self) -> None:
        self.train, self.validation = Curve(highest=self._highest), Curve(highest=self._highest)
        self._epochs = self._read = self._measured = 0

    def _add(self, curve: Curve, x: float, value: Any, *, counts: bool = True) -> None:
        if np.ndim(value) == 0 and (curve.last is None or x >= curve.last[0]):  # some metrics are many numbers
            curve.append(x, float(value) * self._scale, counts=counts)

    def _epoch_of(self, validation: int) -> int:
        if isinstance(self._rhythm, int):
            return (validation + 1) * self._rhythm
        return sorted(self._rhythm)[validation]


def smoothed(values: Any, share: float) -> Any:
    """Values of which each is mixed with those before it.

    Args:
        values: shape `(n,)`; what is no finite number stays as it is.
        share: how much the past counts, 0 to below 1; the mean of what came so far replaces a past that is not there.
    """
    if share <= 0:
        return values
    made, mean, weight = np.array(values, dtype=np.float32), 0.0, 0.0
    for i, value in enumerate(made.tolist()):
        if math.isfinite(value):
            mean = share * mean + (1 - share) * value
            weight = share * weight + 1 - share
            made[i] = mean / weight
    return made
