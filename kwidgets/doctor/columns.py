"""What inputs look like: sizes, holes, and columns that know too much."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from kcore.autodiff import Array, value_of

ROWS: Final = 10_000  # of more samples, evenly spread ones are looked at
_COLUMNS: Final = 64  # tables of more columns are not searched for leaks: pictures hardly ever leak


@dataclass(frozen=True)
class Columns:
    """One input of a model.

    Args:
        name: what it is called; empty for the only one.
        shape: shape of the array, samples first.
        holes: how many values are no finite numbers.
        hole: index of the first of them, or None.
        means: of each column of a table; of anything else of all numbers together.
        deviations: the same.
        lows: the same.
        highs: the same.
    """

    name: str
    shape: tuple[int, ...]
    holes: int = 0
    hole: tuple[int, ...] | None = None
    means: Array = field(default_factory=lambda: np.zeros(0))
    deviations: Array = field(default_factory=lambda: np.zeros(0))
    lows: Array = field(default_factory=lambda: np.zeros(0))
    highs: Array = field(default_factory=lambda: np.zeros(0))

    @property
    def is_table(self) -> bool:
        """Whether a sample is a row of numbers."""
        return len(self.shape) == 2

    @property
    def sizes(self) -> Array:
        """How large the numbers of each column are: the root of their mean square."""
        return np.sqrt(self.means**2 + self.deviations**2)


def columns(name: str, data: Any) -> Columns | None:
    """Look at an input; None for what holds no numbers."""
    array = numbers(data)
    if array is None or array.ndim == 0 or not array.size:
        return None
    few = spread(array)
    with np.errstate(over="ignore", invalid="ignore"):
        good = np.isfinite(array)
    holes = int(array.size - good.sum())
    where = tuple(int(i) for i in np.argwhere(~good)[0]) if holes else None
    table = few.astype("float64") if few.ndim == 2 else few.astype("float64").reshape(-1, 1)
    if holes:
        table = np.where(np.isfinite(table), table, np.nan)
        table = table[:, np.isfinite(table).any(axis=0)]
    mean, deviation, low, high = (
        (f(table, axis=0) for f in (np.nanmean, np.nanstd, np.nanmin, np.nanmax))
        if holes
        else (table.mean(axis=0), table.std(axis=0), table.min(axis=0), table.max(axis=0))
    )
    return Columns(name, array.shape, holes, where, mean, deviation, low, high)


def numbers(data: Any) -> Array | None:
    """Data as an array of numbers; None where they are none."""
    data = value_of(data)
    if data is None or hasattr(data, "__next__"):
        return None
    if hasattr(data, "to_numpy"):
        data = data.to_numpy()
    try:
        array = np.asarray(data)
    except ValueError:
        return None
    return array if array.dtype.kind in "biuf" else None


def spread(array: Array, most: int = ROWS) -> Array:
    """At most so many samples, evenly spread over all."""
    return array if len(array) <= most else array[np.linspace(0, len(array) - 1, most).astype(int)]


@dataclass(frozen=True)
class Leak:
    """Columns of an input that give the target away.

    Args:
        columns: their numbers.
        score: how well they do alone: the share of right answers, or of the target's variance that they explain.
        kind: "class" (a threshold parts the classes), "number" (one follows the target) or "sum" (several together).
    """

    columns: tuple[int, ...]
    score: float
    kind: str


# A column that gives the target in one glance. On the tables of the lessons the best honest column parts two classes
# with 0.93 (temperature, warm or cold tomorrow) and explains 0.94 of a target's variance (today's temperature); leaks
# gave 0.998 and more.
_PARTED: Final = 0.995
_EXPLAINED: Final = 0.999


def leak(x: Array, y: Array, classes: int) -> Leak | None:
    """The columns of a table that alone give the target, or None.

    Args:
        x: the table.
        y: one target for each row: class numbers, or numbers.
        classes: how many classes there are; 0 for numbers.
    """
    if x.ndim != 2 or x.shape[1] > _COLUMNS or len(x) < 20 or not np.isfinite(x).all() or not np.isfinite(y).all():
        return None
    x, y = spread(x).astype("float64"), spread(y).astype("float64")
    if classes == 1 or y.std() == 0:
        return None
    if classes:
        scores = [_parted(column, y.astype(int), classes) for column in x.T]
        best = int(np.argmax(scores))
        return Leak((best,), scores[best], "class") if scores[best] >= _PARTED else None
    scale = x.std(axis=0)
    kept = np.flatnonzero(scale > 0)
    standard = (x[:, kept] - x[:, kept].mean(axis=0)) / scale[kept]
    target = (y - y.mean()) / y.std()
    alone = np.abs(standard.T @ target) / len(y)
    if alone.size and alone.max() ** 2 >= _EXPLAINED:
        return Leak((int(kept[alone.argmax()]),), float(alone.max() ** 2), "number")
    weights = np.linalg.lstsq(standard, target, rcond=None)[0]
    explained = 1 - float(((target - standard @ weights) ** 2).mean())
    if explained < _EXPLAINED:
        return None
    heavy = np.flatnonzero(np.abs(weights) > 0.05 * np.abs(weights).max())
    return Leak(tuple(int(kept[i]) for i in heavy), explained, "sum")


def _parted(column: Array, y: Array, classes: int) -> float:
    """The share of right answers of the best rule that cuts a column into one stretch for each class."""
    order = np.argsort(column, kind="stable")
    values, labels = column[order], y[order]
    counts = np.bincount(y, minlength=classes)
    # Each class stands where most of its neighbours by value are: the middles of the classes, in order.
    middles = np.array([np.median(column[y == c]) if counts[c] else np.inf for c in range(classes)])
    ranking = [c for c in np.argsort(middles) if counts[c]]
    right = 0
    start = 0
    for left, after in itertools.pairwise(ranking):
        inside = slice(start, len(labels))
        gain = np.concatenate([[0], np.cumsum(labels[inside] == left) - np.cumsum(labels[inside] == after)])
        ties = np.concatenate([[True], values[inside][1:] > values[inside][:-1], [True]])
        cut = start + int(np.argmax(np.where(ties, gain, -np.inf)))
        right += int((labels[start:cut] == left).sum())
        start = cut
    right += int((labels[start:] == ranking[-1]).sum())
    return right / len(labels)


def repeated(x: Array, y: Array | None, others: Array, other_y: Array | None) -> tuple[int, float]:
    """How many of other samples stand among the samples, target and all; and the share of samples that have a twin.

    Args:
        x: samples, first axis counts them.
        y: their targets, or None.
        others: the other samples.
        other_y: their targets.
    """
    own = _prints(spread(x, 4 * ROWS), None if y is None else spread(y, 4 * ROWS))
    theirs = _prints(spread(others), None if other_y is None else spread(other_y))
    known = set(own)
    twins = 1 - len(known) / max(len(own), 1)
    return sum(print_ in known for print_ in theirs), twins


def _prints(x: Array, y: Array | None) -> list[bytes]:
    rows = np.ascontiguousarray(x, dtype="float32").reshape(len(x), -1)
    if y is not None:
        rows = np.concatenate([rows, np.asarray(y, dtype="float32").reshape(len(y), -1)], axis=1)
    return [row.tobytes() for row in np.ascontiguousarray(rows)]
