"""The state of the loss picture: what was measured, thinned to what an eye can tell apart."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

_BUCKETS: Final = 148  # of at most two points each, and the one being filled: about 300 points a curve


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a training is.

    Attributes:
        epoch: epoch being worked on, from 0; equals `epochs` when all are done.
        epochs: planned number of epochs.
        batch: batches done in this epoch.
        steps_per_epoch: batches in an epoch.
        seconds_left: estimate of the time to the end, or None where there is none.
    """

    epoch: int
    epochs: int
    batch: int = 0
    steps_per_epoch: int = 1
    seconds_left: float | None = None


@dataclass(slots=True)
class _Bucket:
    """A stretch of neighbouring points, remembered by its lowest, its highest and its first broken one."""

    low: tuple[float, float] | None = None
    high: tuple[float, float] | None = None
    broken: tuple[float, float] | None = None
    size: int = 0

    def add(self, x: float, y: float) -> None:
        if not math.isfinite(y):
            self.broken = self.broken or (x, math.nan)
        else:
            self.low = (x, y) if self.low is None or y < self.low[1] else self.low
            self.high = (x, y) if self.high is None or y > self.high[1] else self.high
        self.size += 1

    def absorb(self, later: _Bucket) -> None:
        if later.low is not None and (self.low is None or later.low[1] < self.low[1]):
            self.low = later.low
        if later.high is not None and (self.high is None or later.high[1] > self.high[1]):
            self.high = later.high
        self.broken = self.broken or later.broken
        self.size += later.size

    def points(self) -> list[tuple[float, float]]:
        return sorted({point for point in (self.low, self.high, self.broken) if point is not None})


class Curve:
    """One line of the picture, of any length, kept as about 300 points.

    Neighbouring points share a bucket that keeps its lowest and highest; when the buckets run out, each two become
    one. The first point, the last, and every extreme that the eye would miss survive. A value that is no finite
    number is kept as NaN: the line breaks there.

    Args:
        highest: whether the highest value is the best.
    """

    def __init__(self, *, highest: bool = False) -> None:
        self._sign = -1 if highest else 1
        self._buckets: list[_Bucket] = []
        self._settled: list[tuple[float, float]] = []  # the points of all buckets but the last: a frame costs little
        self._stride = 1
        self._first: tuple[float, float] | None = None
        self.last: tuple[float, float] | None = None
        """The newest point `(x, y)`, also where y is NaN or infinite; None before the first."""
        self.best: tuple[float, float] | None = None
        """The lowest (or highest) finite point `(x, y)`, the earliest of equals."""
        self.diverged: float | None = None
        """Where the first value stood that was no finite number."""

    def append(self, x: float, y: float, *, counts: bool = True) -> None:
        """Add a point.

        Args:
            x: where; it never decreases.
            y: its height.
            counts: whether it may be the best.
        """
        x, y = float(x), float(y)
        if math.isfinite(y):
            if counts and (self.best is None or self._sign * y < self._sign * self.best[1]):
                self.best = (x, y)
        elif self.diverged is None:
            self.diverged = x
        self._first = self._first or (x, y)
        self.last = (x, y)
        if not self._buckets or self._buckets[-1].size >= self._stride:
            if len(self._buckets) >= _BUCKETS:
                self._halve()
            if self._buckets:
                self._settled += self._buckets[-1].points()
            self._buckets.append(_Bucket())
        self._buckets[-1].add(x, y)

    def points(self) -> NDArray[np.float32]:
        """What is drawn.

        Returns:
            Array of shape `(n, 2)`, float32, columns x and y, in order of x, n at most about 300. y is NaN where the
            curve is broken.
        """
        points = [*self._settled, *(self._buckets[-1].points() if self._buckets else ())]
        if self._first is not None and self.last is not None:
            if points[0] != self._first and math.isfinite(self._first[1]):
                points.insert(0, self._first)
            if points[-1] != self.last and math.isfinite(self.last[1]):
                points.append(self.last)
        with np.errstate(over="ignore"):  # what float32 cannot hold is infinite, and the picture says so
            return np.array(points, dtype=np.float32).reshape(-1, 2)

    def _halve(self) -> None:
        pairs = zip(self._buckets[::2], self._buckets[1::2], strict=True)
        for earlier, later in pairs:
            earlier.absorb(later)
        del self._buckets[1::2]
        self._stride *= 2
        self._settled = [point for bucket in self._buckets[:-1] for point in bucket.points()]


class LossCurves:
    """Training and validation loss of one run.

    Attributes:
        train: the training curve.
        validation: the validation curve.
    """

    def __init__(self) -> None:
        self.train = Curve()
        self.validation = Curve()

    def append(self, epoch: float, train: float, validation: float | None = None) -> None:
        """Add what was measured.

        Args:
            epoch: where on the axis, in epochs since the start; between two epochs a fraction:
                `loop.epoch + loop.batch / loop.steps_per_epoch`.
            train: loss on the training set.
            validation: loss on the validation set, if it was measured just now.
        """
        self.train.append(epoch, train)
        if validation is not None:
            self.validation.append(epoch, validation)

    def __bool__(self) -> bool:
        """Whether there is anything to draw."""
        return self.train.last is not None
