"""Reductions along axes."""

from __future__ import annotations

from typing import Any

import numpy as np

from kcore.autodiff import Array, Part, primitive
from kcore.config import floatx
from kcore.ops.samples import arrays

Axis = int | tuple[int, ...] | None


def _spread(g: Array, like: Array, axis: Axis, keepdims: bool) -> Array:
    """Bring the gradient of a reduction back to the shape of what was reduced."""
    if axis is not None and not keepdims:
        g = np.expand_dims(g, axis)
    return np.broadcast_to(g, like.shape)


def _sum(x: Array, *, axis: Axis = None, keepdims: bool = False) -> tuple[Array, tuple[Any, ...]]:
    """Sum over ``axis`` (all axes if None)."""
    return np.sum(x, axis=axis, keepdims=keepdims), (x, axis, keepdims)


def _sum_gradient(g: Array, x: Array, axis: Axis, keepdims: bool) -> tuple[Part, ...]:
    return (_spread(g, x, axis, keepdims),)


def _mean(x: Array, *, axis: Axis = None, keepdims: bool = False) -> tuple[Array, tuple[Any, ...]]:
    """Mean over ``axis`` (all axes if None)."""
    kind = None if np.asarray(x).dtype.kind == "f" else floatx()  # NumPy's mean of whole numbers is a float64
    value = np.mean(x, axis=axis, keepdims=keepdims, dtype=kind)
    return value, (x, axis, keepdims, np.size(value) / np.size(x))


def _mean_gradient(g: Array, x: Array, axis: Axis, keepdims: bool, share: float) -> tuple[Part, ...]:
    return (_spread(g, x, axis, keepdims) * share,)


def _max(
    x: Array, *, axis: Axis = None, keepdims: bool = False, initial: float | None = None
) -> tuple[Array, tuple[Any, ...]]:
    """Largest element along ``axis``, at least ``initial`` if that is given; equal ones share the gradient."""
    value = np.max(x, axis=axis, keepdims=keepdims)
    if initial is not None:
        value = np.maximum(value, initial)
    return value, (x, axis, keepdims, value)


def _min(
    x: Array, *, axis: Axis = None, keepdims: bool = False, initial: float | None = None
) -> tuple[Array, tuple[Any, ...]]:
    """Smallest element along ``axis``, at most ``initial`` if that is given; equal ones share the gradient."""
    value = np.min(x, axis=axis, keepdims=keepdims)
    if initial is not None:
        value = np.minimum(value, initial)
    return value, (x, axis, keepdims, value)


def _max_gradient(g: Array, x: Array, axis: Axis, keepdims: bool, value: Array) -> tuple[Part, ...]:
    winners = (x == _spread(value, x, axis, keepdims)).astype(x.dtype)
    return (_spread(g, x, axis, keepdims) * winners / np.maximum(winners.sum(axis=axis, keepdims=True), 1),)


def _logsumexp(x: Array, *, axis: Axis = None, keepdims: bool = False) -> tuple[Array, tuple[Any, ...]]:
    """log Σ e^x over ``axis`` (all axes if None); the largest is subtracted first so that nothing overflows."""
    largest = np.max(x, axis=axis, keepdims=True)
    shares = np.exp(x - largest)
    total = shares.sum(axis=axis, keepdims=True)
    value = np.log(total) + largest
    return value if keepdims else np.squeeze(value, axis), (shares / total, axis, keepdims)


def _logsumexp_gradient(g: Array, shares: Array, axis: Axis, keepdims: bool) -> tuple[Part, ...]:
    return (_spread(g, shares, axis, keepdims) * shares,)


def _prod(x: Array, *, axis: Axis = None, keepdims: bool = False, dtype: Any = None) -> tuple[Array, tuple[Any, ...]]:
    """Product over ``axis`` (all axes if None)."""
    return np.prod(x, axis=axis, keepdims=keepdims, dtype=dtype), (x, axis, keepdims)


def _prod_gradient(g: Array, x: Array, axis: Axis, keepdims: bool) -> tuple[Part, ...]:
    axes = tuple(range(x.ndim)) if axis is None else (axis,) if isinstance(axis, int) else tuple(axis)
    last = tuple(range(x.ndim - len(axes), x.ndim))
    moved = np.moveaxis(x, axes, last)
    rows = moved.reshape(*moved.shape[: x.ndim - len(axes)], -1)
    # the product of all others, also where an element is 0: of those before it and those after it
    before, after = np.ones_like(rows), np.ones_like(rows)
    before[..., 1:] = np.cumprod(rows[..., :-1], axis=-1)
    after[..., :-1] = np.cumprod(rows[..., :0:-1], axis=-1)[..., ::-1]
    others = np.moveaxis((before * after).reshape(moved.shape), last, axes)
    return (_spread(g, x, axis, keepdims) * others,)


def _cumsum(x: Array, *, axis: int | None = None, dtype: Any = None) -> tuple[Array, tuple[Any, ...]]:
    """Sums of all elements up to each along ``axis`` (of the flat array if None)."""
    return np.cumsum(x, axis=axis, dtype=dtype), (np.shape(x), axis)


def _cumsum_gradient(g: Array, shape: tuple[int, ...], axis: int | None) -> tuple[Part, ...]:
    place = 0 if axis is None else axis
    return (np.flip(np.cumsum(np.flip(g, place), place), place).reshape(shape),)


sum = primitive("sum", _sum, _sum_gradient, arrays((3, 4), axis=1))
mean = primitive("mean", _mean, _mean_gradient, arrays((3, 4, 2), axis=(0, 2), keepdims=True))
max = primitive("max", _max, _max_gradient, arrays((3, 4), axis=0))
logsumexp = primitive("logsumexp", _logsumexp, _logsumexp_gradient, arrays((3, 4), axis=-1))
min = primitive("min", _min, _max_gradient, arrays((3, 4), axis=0))
prod = primitive("prod", _prod, _prod_gradient, arrays((3, 4, 2), axis=(0, 2)))
cumsum = primitive("cumsum", _cumsum, _cumsum_gradient, arrays((3, 4), axis=1))


def amax(x: Any, axis: Axis = None, keepdims: bool = False) -> Any:
    """See ``max``."""
    return max(x, axis=axis, keepdims=keepdims)


def amin(x: Any, axis: Axis = None, keepdims: bool = False) -> Any:
    """See ``min``."""
    return min(x, axis=axis, keepdims=keepdims)
