"""Matrix products, the whole of a Dense layer among them."""

from __future__ import annotations

from typing import Any

import numpy as np

from kcore.autodiff import Array, Part, primitive
from kcore.ops.elementwise import unbroadcast
from kcore.ops.nn import relu_value
from kcore.ops.samples import arrays


def _matmul(x: Array, y: Array) -> tuple[Array, tuple[Any, ...]]:
    """Matrix product over the last two axes, the others broadcast."""
    return np.matmul(x, y), (x, y)


def _matmul_gradient(g: Array, x: Array, y: Array) -> tuple[Part, ...]:
    if x.ndim == 1 and y.ndim == 1:
        return g * y, g * x
    if x.ndim == 1:
        return np.matmul(y, g[..., None])[..., 0], unbroadcast(x[:, None] * g[..., None, :], y)
    if y.ndim == 1:
        return g[..., None] * y, unbroadcast(np.matmul(np.swapaxes(x, -1, -2), g[..., None])[..., 0], y)
    return (
        lambda _: unbroadcast(np.matmul(g, np.swapaxes(y, -1, -2)), x),
        lambda _: unbroadcast(np.matmul(np.swapaxes(x, -1, -2), g), y),
    )


def _dense(x: Array, kernel: Array, bias: Array | None = None, *, activation: str | None = None) -> Any:
    """activation(x · kernel + bias), one row on the tape for the whole layer.

    ``x`` is (..., inputs), ``kernel`` (inputs, units), ``bias`` (units,) or None; the result is (..., units).
    ``activation`` is None, 'relu' or 'tanh': those whose gradient follows from their result alone.
    """
    y = x.dot(kernel)
    if bias is not None:
        np.add(y, bias, y)
    if activation == "relu":
        relu_value(y, y)
    elif activation == "tanh":
        np.tanh(y, y)
    return y, (x, kernel, bias, y, activation)


def _dense_gradient(g: Array, x: Array, kernel: Array, bias: Array | None, y: Array, activation: str | None) -> Any:
    if activation == "relu":
        g = np.multiply(g, y > 0)
    elif activation == "tanh":
        slope = np.square(y)
        np.subtract(1, slope, slope)
        np.multiply(g, slope, slope)
        g = slope
    rows, x_rows = (g, x) if g.ndim == 2 else (g.reshape(-1, g.shape[-1]), x.reshape(-1, x.shape[-1]))
    return (
        lambda _: g.dot(kernel.T),
        lambda out: x_rows.T.dot(rows, out),
        # a product with ones adds the rows up faster than sum(0)
        None if bias is None else lambda out: np.ones(len(rows), rows.dtype).dot(rows, out),
    )


matmul = primitive("matmul", _matmul, _matmul_gradient, arrays((2, 3, 4), (4, 5)))
dense = primitive("dense", _dense, _dense_gradient, arrays((3, 4), (4, 5), (5,), activation="tanh"))
