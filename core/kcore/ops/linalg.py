"""Matrix products, the whole of a Dense layer among them."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np

from kcore.autodiff import Array, Part, primitive
from kcore.ops.elementwise import unbroadcast
from kcore.ops.nn import relu_value
from kcore.ops.samples import arrays


def _matmul(x1: Array, x2: Array) -> tuple[Array, tuple[Any, ...]]:
    """Matrix product over the last two axes, the others broadcast."""
    return np.matmul(x1, x2), (x1, x2)


def _matmul_gradient(g: Array, x: Array, y: Array) -> tuple[Part, ...]:
    if x.ndim == 1 and y.ndim == 1:
        return g * y, g * x
    if x.ndim == 1:
        return unbroadcast(np.matmul(y, g[..., None])[..., 0], x), unbroadcast(x[:, None] * g[..., None, :], y)
    if y.ndim == 1:
        return g[..., None] * y, unbroadcast(np.matmul(np.swapaxes(x, -1, -2), g[..., None])[..., 0], y)
    return (
        lambda _: unbroadcast(np.matmul(g, np.swapaxes(y, -1, -2)), x),
        lambda _: unbroadcast(np.matmul(np.swapaxes(x, -1, -2), g), y),
    )


@functools.lru_cache(maxsize=64)
def ones(count: int, kind: str) -> Array:
    """A row of ones: a product with it adds the rows of a matrix up, faster than sum(0) does."""
    ones = np.ones(count, kind)
    ones.flags.writeable = False
    return ones


def row_sum(x: Array, out: Array | None = None) -> Array:
    """Sum over all axes but the last."""
    rows = x if x.ndim == 2 else x.reshape(-1, x.shape[-1])
    total: Array = ones(len(rows), rows.dtype.char).dot(rows, out)
    return total


def channel_sum(x: Array, axes: tuple[int, ...]) -> Array:
    """Sum over ``axes``, all but one: (channels,)."""
    return row_sum(x) if axes == tuple(range(x.ndim - 1)) and x.dtype.kind == "f" else x.sum(axis=axes)


def _dense(x: Array, kernel: Array, bias: Array | None = None) -> tuple[Array, tuple[Any, ...]]:
    """x · kernel + bias: one row on the tape for the whole layer.

    ``x`` is (..., inputs), ``kernel`` (inputs, units), ``bias`` (units,) or None; the result is (..., units).
    """
    y = x.dot(kernel)
    if bias is not None:
        np.add(y, bias, y)
    return y, (x, kernel, bias)


def _dense_gradient(g: Array, x: Array, kernel: Array, bias: Array | None) -> tuple[Part, ...]:
    rows, x_rows = (g, x) if g.ndim == 2 else (g.reshape(-1, g.shape[-1]), x.reshape(-1, x.shape[-1]))
    return (
        lambda _: g.dot(kernel.T),
        lambda out: x_rows.T.dot(rows, out),
        None if bias is None else lambda out: row_sum(rows, out),
    )


def _dense_relu(x: Array, kernel: Array, bias: Array | None = None) -> tuple[Array, tuple[Any, ...]]:
    """max(x · kernel + bias, 0), fused: the gradient follows from the result."""
    y = _dense(x, kernel, bias)[0]
    relu_value(y, y)
    return y, (x, kernel, bias, y)


def _dense_relu_gradient(g: Array, x: Array, kernel: Array, bias: Array | None, y: Array) -> tuple[Part, ...]:
    return _dense_gradient(np.multiply(g, y > 0), x, kernel, bias)


def _dense_tanh(x: Array, kernel: Array, bias: Array | None = None) -> tuple[Array, tuple[Any, ...]]:
    """tanh(x · kernel + bias), fused: the gradient follows from the result."""
    y = _dense(x, kernel, bias)[0]
    np.tanh(y, y)
    return y, (x, kernel, bias, y)


def _dense_tanh_gradient(g: Array, x: Array, kernel: Array, bias: Array | None, y: Array) -> tuple[Part, ...]:
    slope = np.multiply(y, y)  # g (1 - y²) as g - g y²: three passes, no constant
    np.multiply(slope, g, slope)
    np.subtract(g, slope, slope)
    return _dense_gradient(slope, x, kernel, bias)


matmul = primitive("matmul", _matmul, _matmul_gradient, arrays((2, 3, 4), (4, 5)))
dense = primitive("dense", _dense, _dense_gradient, arrays((3, 4), (4, 5), (5,)))
dense_relu = primitive("dense_relu", _dense_relu, _dense_relu_gradient, arrays((3, 2, 4), (4, 5), (5,)))
dense_tanh = primitive("dense_tanh", _dense_tanh, _dense_tanh_gradient, arrays((3, 2, 4), (4, 5), (5,)))
