"""Where elements are: places of the largest and smallest, order, ranks. No gradient passes through a place."""

from __future__ import annotations

from typing import Any

import numpy as np

from kcore.autodiff import Array, primitive, value_of
from kcore.ops.arrange import take_along_axis
from kcore.ops.create import left_out
from kcore.ops.samples import arrays

Saved = tuple[Any, ...]


def _argmax(x: Array, *, axis: int | None = None, keepdims: bool = False) -> tuple[Array, Saved]:
    """Place of the largest element along ``axis`` (of the flat array if None), the first of equal ones."""
    return np.asarray(np.argmax(x, axis=axis, keepdims=keepdims), "int32"), ()


def _argmin(x: Array, *, axis: int | None = None, keepdims: bool = False) -> tuple[Array, Saved]:
    """Place of the smallest element along ``axis`` (of the flat array if None), the first of equal ones."""
    return np.asarray(np.argmin(x, axis=axis, keepdims=keepdims), "int32"), ()


def _argsort(x: Array, *, axis: int | None = -1) -> tuple[Array, Saved]:
    """Places of the elements along ``axis`` in rising order; equal ones keep theirs."""
    return np.argsort(x, axis=axis, kind="stable").astype("int32"), ()


def _searchsorted(sorted_sequence: Array, values: Array, *, side: Any = "left") -> tuple[Array, Saved]:
    """Where values belong in a rising sequence: before ('left') or behind ('right') equal ones."""
    return np.asarray(np.searchsorted(sorted_sequence, values, side=side), "int32"), ()


def _digitize(x: Array, bins: Array) -> tuple[Array, Saved]:
    """The number of the bin of each element; ``bins`` are the rising borders between them."""
    return np.asarray(np.digitize(x, bins), "int32"), ()


def _count_nonzero(x: Array, *, axis: Any = None) -> tuple[Array, Saved]:
    """How many elements are not 0 along ``axis`` (all axes if None)."""
    return np.asarray(np.count_nonzero(x, axis=axis), "int32"), ()


argmax = primitive("argmax", _argmax, None, arrays((3, 4), axis=1))
argmin = primitive("argmin", _argmin, None, arrays((3, 4), axis=1))
argsort = primitive("argsort", _argsort, None, arrays((3, 4), axis=1))
searchsorted = primitive(
    "searchsorted", _searchsorted, None, lambda rng: ((np.sort(rng.normal(size=9)), rng.normal(size=4)), {})
)
digitize = primitive("digitize", _digitize, None, lambda rng: ((rng.normal(size=4), np.sort(rng.normal(size=9))), {}))
count_nonzero = primitive("count_nonzero", _count_nonzero, None, arrays((3, 4), axis=0))


def sort(x: Any, axis: int = -1) -> Any:
    """Elements in rising order along ``axis``."""
    return take_along_axis(x, argsort(x, axis=axis), axis=axis)


def top_k(x: Any, k: int, sorted: bool = True) -> tuple[Any, Array]:  # noqa: ARG001 - sorted is one of the orders allowed
    """The k largest elements of the last axis, the largest first, and their places."""
    places = argsort(-value_of(x), axis=-1)[..., :k]
    return take_along_axis(x, places, axis=-1), places


def in_top_k(targets: Any, predictions: Any, k: int) -> Array:
    """Whether the prediction for each target's class is among the k largest of its row."""
    scores, labels = np.asarray(value_of(predictions)), np.asarray(value_of(targets))
    own = np.take_along_axis(scores, labels[..., None].astype(np.intp), axis=-1)
    return np.asarray((scores > own).sum(axis=-1) < k)


def nonzero(x: Any) -> tuple[Array, ...]:
    """Places of the elements that are not 0: one array for each axis."""
    return tuple(places.astype("int32") for places in np.nonzero(np.asarray(value_of(x))))


def bincount(x: Any, weights: Any = None, minlength: int = 0, sparse: bool = False) -> Array:
    """How often each whole number from 0 occurs, or the sum of the weights there; ``sparse`` stays False."""
    left_out("sparse", sparse)
    rows, shares = np.atleast_2d(np.asarray(value_of(x))), value_of(weights)
    length = max(minlength, int(rows.max(initial=-1)) + 1)
    given = [None] * len(rows) if shares is None else np.atleast_2d(shares)
    counts = np.stack([np.bincount(row, w, length) for row, w in zip(rows, given, strict=True)])
    kind = "int32" if shares is None else np.asarray(shares).dtype
    return (counts if np.ndim(value_of(x)) > 1 else counts[0]).astype(kind)
