"""Means, spreads and lengths, put together from other operations."""

from __future__ import annotations

from typing import Any

import numpy as np

from kcore.ops.compare import not_equal
from kcore.ops.create import left_out
from kcore.ops.elementwise import absolute, cast, divide, maximum, power, sqrt, square
from kcore.ops.reduce import max, mean, min, sum
from kcore.ops.search import sort
from kcore.ops.shaping import ranked, reshape


def var(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """Mean of (x - mean)² over ``axis`` (all axes if None)."""
    x = ranked(x)
    return mean(square(x - mean(x, axis=axis, keepdims=True)), axis=axis, keepdims=keepdims)


def std(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """Standard deviation: the square root of ``var``."""
    return sqrt(var(x, axis, keepdims))


def moments(x: Any, axes: Any, keepdims: bool = False, synchronized: bool = False) -> tuple[Any, Any]:
    """Mean and variance over ``axes``; ``synchronized`` stays False, as there is one device."""
    left_out("synchronized", synchronized)
    return mean(x, axis=axes, keepdims=keepdims), var(x, axes, keepdims)


def average(x: Any, axis: Any = None, weights: Any = None) -> Any:
    """Mean over ``axis`` (all axes if None), weighted by ``weights`` if given."""
    if weights is None:
        return mean(x, axis=axis)
    x, weights = ranked(x), ranked(weights)
    if weights.ndim == 1 and x.ndim > 1:
        weights = reshape(weights, newshape=tuple(-1 if i == axis % x.ndim else 1 for i in range(x.ndim)))
    return divide(sum(x * weights, axis=axis), sum(weights * np.ones(x.shape, x.dtype), axis=axis))


def ptp(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """Largest minus smallest element over ``axis`` (all axes if None)."""
    return max(x, axis=axis, keepdims=keepdims) - min(x, axis=axis, keepdims=keepdims)


def median(x: Any, axis: int | None = None, keepdims: bool = False) -> Any:
    """The element in the middle of the sorted ones along ``axis`` (of all if None); of two, their mean."""
    x = ranked(x)
    kept = (1,) * x.ndim if axis is None else tuple(1 if i == axis % x.ndim else n for i, n in enumerate(x.shape))
    rows = reshape(x, newshape=(-1,)) if axis is None else x
    place = 0 if axis is None else axis % x.ndim
    count = rows.shape[place]
    before: tuple[Any, ...] = (slice(None),) * place
    ordered = sort(rows, axis=place)
    middle = (ordered[(*before, (count - 1) // 2)] + ordered[(*before, count // 2)]) / 2
    return reshape(middle, newshape=kept) if keepdims else middle


def norm(x: Any, ord: Any = None, axis: Any = None, keepdims: bool = False) -> Any:
    """Length of vectors along ``axis``, or size of matrices along two axes; of all elements if both are None.

    Args:
        x: array.
        ord: for vectors a number p (Σ|x|^p)^(1/p), inf or -inf, None for 2; for matrices 'fro' or None, 1 or inf.
        axis: one axis, or two.
        keepdims: whether these axes stay, with size 1.

    Raises:
        ValueError: for kinds that need singular values.
    """
    x = ranked(x)
    if axis is None and ord is not None and x.ndim == 2:
        axis = (0, 1)
    axes = tuple(range(x.ndim)) if axis is None else (axis,) if isinstance(axis, int) else tuple(axis)
    size = absolute(x)
    if ord is None or ord == "fro" or (ord == 2 and len(axes) == 1):
        return sqrt(sum(square(x), axis=axes, keepdims=keepdims))
    if len(axes) == 1:
        if ord in (np.inf, -np.inf):
            return (max if ord > 0 else min)(size, axis=axes, keepdims=keepdims)
        if ord == 0:
            return cast(sum(not_equal(x, 0), axis=axes, keepdims=keepdims), dtype=x.dtype)
        return power(sum(power(size, ord), axis=axes, keepdims=keepdims), 1 / ord)
    if ord in (1, -1, np.inf, -np.inf):
        lengths = sum(size, axis=axes[0] if abs(ord) == 1 else axes[1], keepdims=True)
        return (max if ord > 0 else min)(lengths, axis=axes, keepdims=keepdims)
    raise ValueError(f"norm(ord={ord!r}) of matrices is left to real Keras; 'fro', 1, -1, inf and -inf are here.")


def normalize(x: Any, axis: int = -1, order: int = 2, epsilon: float | None = None) -> Any:
    """x divided by its length along ``axis``, which is at least ``epsilon``."""
    x = ranked(x)
    small = np.finfo(x.dtype).eps if epsilon is None else epsilon
    if order == 2:
        return x / sqrt(maximum(sum(square(x), axis=axis, keepdims=True), small**2 if epsilon is not None else small))
    return x / maximum(norm(x, ord=order, axis=axis, keepdims=True), small)
