"""Depthwise convolution: every channel has kernels of its own."""

from __future__ import annotations

from typing import Any

import numpy as np

from kcore.autodiff import Array, Part, primitive
from kcore.ops.linalg import row_sum
from kcore.ops.samples import arrays
from kcore.ops.windows import Margins, Sizes, inner, margin, output_size, padded, pieces, places


def _depthwise(
    x: Array, kernel: Array, *, strides: Sizes, padding: str = "valid", dilation: Sizes | None = None
) -> tuple[Array, tuple[Any, ...]]:
    """Σ over a window of x · kernel, each channel for itself.

    ``x`` is (batch, *spatial, channels), ``kernel`` (*window, channels, multiplier); the result is
    (batch, *out, channels · multiplier), the kernels of a channel side by side.
    """
    *window, channels, multiplier = kernel.shape
    dilation = dilation or (1,) * len(strides)
    axes = list(zip(x.shape[1:-1], window, strides, dilation, strict=True))
    out = tuple(output_size(n, k, s, padding, d) for n, k, s, d in axes)
    margins = tuple(margin(n, k, s, padding, d) for n, k, s, d in axes)
    if min(out) < 1:
        raise ValueError(
            f"A window of {' x '.join(map(str, window))} does not fit into {' x '.join(map(str, x.shape[1:-1]))} "
            "places. Take a smaller window or padding='same'."
        )
    y = np.zeros((len(x), *out, channels, multiplier), kernel.dtype)
    each = kernel.reshape(-1, channels, multiplier)
    for part in pieces(len(x), (y[:1].size + x[:1].size) * 2 * y.itemsize):
        wide, sums = padded(x[part], margins)[..., None], y[part]
        for place, weights in zip(places(tuple(window), strides, out, dilation), each, strict=True):
            np.add(sums, np.multiply(wide[place], weights), sums)
    return y.reshape(len(x), *out, -1), (x, kernel, strides, dilation, margins)


def _depthwise_gradient(
    g: Array, x: Array, kernel: Array, strides: Sizes, dilation: Sizes, margins: Margins
) -> tuple[Part, ...]:
    *window, channels, multiplier = kernel.shape
    out, each = g.shape[1:-1], kernel.reshape(-1, channels, multiplier)
    g = g.reshape(*g.shape[:-1], channels, multiplier)
    sizes = [before + n + after for n, (before, after) in zip(x.shape[1:-1], margins, strict=True)]

    def slices() -> Any:
        return zip(places(tuple(window), strides, out, dilation), each, strict=True)

    def some() -> Any:
        return pieces(len(x), (g[:1].size + x[:1].size) * 2 * g.itemsize)

    def x_part(_: Array | None) -> Array:
        dx = np.empty(x.shape, g.dtype)
        for part in some():
            wide = np.zeros((len(dx[part]), *sizes, channels), g.dtype)
            for place, weights in slices():
                shares = np.multiply(g[part], weights)
                wide[place] += shares[..., 0] if multiplier == 1 else shares.sum(axis=-1)
            dx[part] = wide[inner(margins, x.shape[1:-1])]
        return dx

    def kernel_part(_: Array | None) -> Array:
        total = np.zeros(each.shape, g.dtype)
        for part in some():
            wide = padded(x[part], margins)[..., None]
            for row, (place, _weights) in zip(total, slices(), strict=True):
                products = np.multiply(wide[place], g[part]).reshape(-1, channels * multiplier)
                row += row_sum(products).reshape(row.shape)
        return total.reshape(kernel.shape)

    return x_part, kernel_part


depthwise_convolution = primitive(
    "depthwise_convolution",
    _depthwise,
    _depthwise_gradient,
    arrays((2, 6, 7, 2), (3, 2, 2, 3), strides=(1, 2), padding="same", dilation=(2, 1)),
)
