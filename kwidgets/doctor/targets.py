"""What targets look like: numbers, two classes, class numbers, one-hot rows, several labels."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from kcore.autodiff import Array
from kwidgets.doctor.columns import numbers

_CLASSES: Final = 50  # whole numbers of more kinds than this are counts, not classes


@dataclass(frozen=True)
class Targets:
    """The targets of one output.

    Args:
        name: what the output is called.
        shape: shape of the array, samples first.
        form: "binary" (0 and 1), "sides" (-1 and 1), "classes" (class numbers from 0), "one_hot" (rows with a single
            1), "labels" (rows of any number of 1), "shares" (numbers from 0 to 1), "numbers".
        holes: how many values are no finite numbers.
        hole: index of the first of them, or None.
        low: smallest value.
        high: largest value.
        mean: mean of all numbers.
        deviation: their standard deviation.
        labels: the class of each sample where there are exclusive classes; else None.
        counts: how many samples each class has.
    """

    name: str
    shape: tuple[int, ...]
    form: str
    holes: int = 0
    hole: tuple[int, ...] | None = None
    low: float = 0.0
    high: float = 0.0
    mean: float = 0.0
    deviation: float = 0.0
    labels: Array | None = field(default=None, compare=False)
    counts: tuple[int, ...] = ()

    @property
    def columns(self) -> int:
        """Numbers in the last axis of a target; 1 for one number a sample."""
        return int(self.shape[-1]) if len(self.shape) > 1 else 1

    @property
    def classes(self) -> int:
        """How many exclusive classes there are; 0 for targets that are no classes."""
        return len(self.counts)

    @property
    def majority(self) -> float:
        """The share of the largest class; 0 where there are no classes."""
        return max(self.counts) / sum(self.counts) if self.counts else 0.0


def targets(name: str, data: Any) -> Targets | None:
    """Look at targets; None for what holds no numbers."""
    array = numbers(data)
    if array is None or array.ndim == 0 or not array.size:
        return None
    good = np.isfinite(array)
    if not good.all():
        where = tuple(int(i) for i in np.argwhere(~good)[0])
        return Targets(name, array.shape, "numbers", int(array.size - good.sum()), where)
    form, labels = _form(array)
    plain = array.astype("float64")
    counts = () if labels is None else tuple(np.bincount(labels).tolist())
    return Targets(
        name, array.shape, form, low=float(plain.min()), high=float(plain.max()), mean=float(plain.mean()),
        deviation=float(plain.std()), labels=labels, counts=counts,
    )  # fmt: skip


def _form(array: Array) -> tuple[str, Array | None]:
    """What targets are, and the class of each sample."""
    alone = array.reshape(len(array)) if array.size == len(array) else None
    low, high = float(array.min()), float(array.max())
    whole = array.dtype.kind in "biu" or bool((array == np.floor(array)).all())
    if alone is not None:
        if whole and low == 0 and high == 1:
            return "binary", alone.astype(int)
        if whole and low == -1 and high == 1 and not (array == 0).any():
            return "sides", (alone > 0).astype(int)
        kinds = len(np.unique(alone)) if whole and low >= 0 and high < _CLASSES else 0
        # Every number from 0 on is there, and each several times: class numbers. (Or counts; the loss tells.)
        if kinds and low == 0 and kinds == high + 1 and len(alone) >= 3 * kinds:
            return "classes", alone.astype(int)
    elif array.ndim == 2 and whole and low >= 0 and high == 1:
        ones = array.sum(axis=1)
        return ("one_hot", array.argmax(axis=1)) if (ones == 1).all() else ("labels", None)
    return ("shares", None) if low >= 0 and high <= 1 else ("numbers", None)
