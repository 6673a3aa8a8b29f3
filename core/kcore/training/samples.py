"""Checked data: arrays of samples, one or several side by side, cut into batches together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from kcore.autodiff import Array

Arrays = Any  # an array, None, or a tuple of those where a model has several inputs or outputs


def each(function: Callable[[Array], Any], arrays: Arrays) -> Any:
    """``function`` of the array, or of each in a tuple; None stays None."""
    if isinstance(arrays, tuple):
        return tuple(None if array is None else function(array) for array in arrays)
    return None if arrays is None else function(arrays)


def listed(arrays: Arrays) -> list[Array]:
    """The arrays that are there."""
    return [a for a in (arrays if isinstance(arrays, tuple) else (arrays,)) if a is not None]


def count(arrays: Arrays) -> int:
    """Number of samples."""
    return len(arrays[0] if isinstance(arrays, tuple) else arrays)


class Samples(NamedTuple):
    """Inputs, targets and weights of samples; each an array, a tuple of arrays, or None."""

    x: Arrays
    y: Arrays = None
    weight: Arrays = None

    @property
    def number(self) -> int:
        """Number of samples."""
        return count(self.x)

    @property
    def nbytes(self) -> int:
        """Memory that the arrays take."""
        return sum(array.nbytes for part in self for array in listed(part))

    def part(self, span: slice) -> Samples:
        """A run of samples, as views."""
        return Samples(*(each(lambda a: a[span], part) for part in self))

    def taken(self, order: Array, out: Samples | None = None) -> Samples:
        """The samples in another order, written into ``out`` if it is given."""
        if out is None:
            return Samples(*(each(lambda a: np.take(a, order, axis=0, mode="clip"), part) for part in self))
        for part, place in zip(self, out, strict=True):
            for array, room in zip(listed(part), listed(place), strict=True):
                np.take(array, order, axis=0, out=room, mode="clip")
        return out

    def extended(self, more: Samples) -> Samples:
        """These samples and others behind them; where only these have weights, the others weigh 1 each."""
        ones = each(lambda a: np.ones((more.number, *a.shape[1:]), a.dtype), self.weight)
        pairs = ((self.x, more.x), (self.y, more.y), (self.weight, ones if more.weight is None else more.weight))
        return Samples(*(_joined(one, other) for one, other in pairs))


def _joined(one: Arrays, other: Arrays) -> Arrays:
    if isinstance(one, tuple):
        return tuple(_joined(a, b) for a, b in zip(one, other, strict=True))
    return None if one is None else np.concatenate([one, other.astype(one.dtype, copy=False)])
