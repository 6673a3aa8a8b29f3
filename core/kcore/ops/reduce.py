"""Reductions along axes."""

from __future__ import annotations

from typing import Any

import numpy as np

from kcore.autodiff import Array, Part, primitive
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
    value = np.mean(x, axis=axis, keepdims=keepdims)
    return value, (x, axis, keepdims, np.size(value) / np.size(x))


def _mean_gradient(g: Array, x: Array, axis: Axis, keepdims: bool, share: float) -> tuple[Part, ...]:
    return (_spread(g, x, axis, keepdims) * share,)


def _max(x: Array, *, axis: Axis = None, keepdims: bool = False) -> tuple[Array, tuple[Any, ...]]:
    """Largest element along ``axis``; equal ones share the gradient."""
    value = np.max(x, axis=axis, keepdims=keepdims)
    return value, (x, axis, keepdims, value)


def _max_gradient(g: Array, x: Array, axis: Axis, keepdims: bool, value: Array) -> tuple[Part, ...]:
    winners = (x == _spread(value, x, axis, keepdims)).astype(x.dtype)
    return (_spread(g, x, axis, keepdims) * winners / winners.sum(axis=axis, keepdims=True),)


def _logsumexp(x: Array, *, axis: Axis = None, keepdims: bool = False) -> tuple[Array, tuple[Any, ...]]:
    """log Σ e^x over ``axis`` (all axes if None); the largest is subtracted first so that nothing overflows."""
    largest = np.max(x, axis=axis, keepdims=True)
    shares = np.exp(x - largest)
    total = shares.sum(axis=axis, keepdims=True)
    value = np.log(total) + largest
    return value if keepdims else np.squeeze(value, axis), (shares / total, axis, keepdims)


def _logsumexp_gradient(g: Array, shares: Array, axis: Axis, keepdims: bool) -> tuple[Part, ...]:
    return (_spread(g, shares, axis, keepdims) * shares,)


sum = primitive("sum", _sum, _sum_gradient, arrays((3, 4), axis=1))  # noqa: A001 - Keras's own name
mean = primitive("mean", _mean, _mean_gradient, arrays((3, 4, 2), axis=(0, 2), keepdims=True))
max = primitive("max", _max, _max_gradient, arrays((3, 4), axis=0))  # noqa: A001 - Keras's own name
logsumexp = primitive("logsumexp", _logsumexp, _logsumexp_gradient, arrays((3, 4), axis=-1))
