"""The largest number, or the mean, of each window over the spatial axes."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from kcore.autodiff import Array, Part, primitive
from kcore.ops.samples import arrays
from kcore.ops.windows import Margins, Sizes, inner, margin, output_size, padded, pieces, places

Saved = tuple[Any, ...]


def _outline(x: Array, size: Sizes, strides: Sizes, padding: str) -> tuple[Sizes, Margins]:
    """Sizes of the result and the margins around x."""
    axes = list(zip(x.shape[1:-1], size, strides, strict=True))
    out = tuple(output_size(n, k, s, padding) for n, k, s in axes)
    if min(out) < 1:
        raise ValueError(
            f"A pool of {' x '.join(map(str, size))} does not fit into {' x '.join(map(str, x.shape[1:-1]))} places. "
            "Take a smaller pool or padding='same'."
        )
    return out, tuple(margin(n, k, s, padding) for n, k, s in axes)


def _reduced(x: Array, ufunc: np.ufunc, size: Sizes, strides: Sizes, out: Sizes) -> Array:
    """The windows of a padded array reduced, one axis after the other."""
    for axis, (window, stride, count) in enumerate(zip(size, strides, out, strict=True), 1):
        lead = (slice(None),) * axis
        first, *others = (x[(*lead, slice(k, k + stride * (count - 1) + 1, stride))] for k in range(window))
        x = ufunc(first, others[0]) if others else first
        for other in others[1:]:
            ufunc(x, other, out=x)
    return x


def _max_pool(x: Array, *, size: Sizes, strides: Sizes, padding: str = "valid") -> tuple[Array, Saved]:
    """The largest of each window; of equal ones the first gets the gradient.

    ``x`` is (batch, *spatial, channels), the result (batch, *out, channels).
    """
    out, margins = _outline(x, size, strides, padding)
    least = -np.inf if x.dtype.kind == "f" else np.iinfo(x.dtype).min
    y = np.empty((len(x), *out, x.shape[-1]), x.dtype)
    for part in pieces(len(x), x[:1].nbytes):
        y[part] = _reduced(padded(x[part], margins, least), np.maximum, size, strides, out)
    return y, (x, y, size, strides, margins, least)


def _max_pool_gradient(
    g: Array, x: Array, y: Array, size: Sizes, strides: Sizes, margins: Margins, least: float
) -> tuple[Part, ...]:
    dx = np.zeros(x.shape, g.dtype)
    crop = inner(margins, x.shape[1:-1])
    apart = all(s >= k for s, k in zip(strides, size, strict=True))
    for part in pieces(len(x), 2 * x[:1].nbytes):
        wide, free = padded(x[part], margins, least), np.ones(y[part].shape, bool)
        target = dx[part] if wide.shape[1:] == dx.shape[1:] else np.zeros(wide.shape, g.dtype)
        *earlier, last = places(size, strides, y.shape[1:-1])
        for place in (*earlier, last):
            won = free  # the last one, if none of the earlier ones did
            if place is not last:
                won = np.equal(wide[place], y[part])
                np.logical_and(won, free, won)
                np.logical_xor(free, won, free)
            if apart:
                np.multiply(g[part], won, target[place])
            else:
                target[place] += g[part] * won
        if target.shape[1:] != dx.shape[1:]:
            dx[part] = target[crop]
    return (dx,)


def _average_pool(x: Array, *, size: Sizes, strides: Sizes, padding: str = "valid") -> tuple[Array, Saved]:
    """The mean of each window, of the places inside the array only.

    ``x`` is (batch, *spatial, channels), the result (batch, *out, channels).
    """
    out, margins = _outline(x, size, strides, padding)
    share: Array = np.full((1,) * x.ndim, 1 / math.prod(size), x.dtype)
    if padding != "valid":
        inside = padded(np.ones((1, *x.shape[1:-1], 1), x.dtype), margins)
        share = 1 / _reduced(inside, np.add, size, strides, out)
    y = np.empty((len(x), *out, x.shape[-1]), x.dtype)
    for part in pieces(len(x), x[:1].nbytes):
        np.multiply(_reduced(padded(x[part], margins), np.add, size, strides, out), share, y[part])
    return y, (x, share, size, strides, margins)


def _average_pool_gradient(
    g: Array, x: Array, share: Array, size: Sizes, strides: Sizes, margins: Margins
) -> tuple[Part, ...]:
    dx = np.empty(x.shape, g.dtype)
    crop = inner(margins, x.shape[1:-1])
    sizes = [before + n + after for n, (before, after) in zip(x.shape[1:-1], margins, strict=True)]
    for part in pieces(len(x), 2 * x[:1].nbytes):
        each = g[part] * share
        wide = np.zeros((len(each), *sizes, x.shape[-1]), g.dtype)
        for place in places(size, strides, g.shape[1:-1]):
            wide[place] += each
        dx[part] = wide[crop]
    return (dx,)


max_pool = primitive(
    "max_pool", _max_pool, _max_pool_gradient, arrays((2, 5, 6, 2), size=(3, 2), strides=(2, 2), padding="same")
)
average_pool = primitive(
    "average_pool",
    _average_pool,
    _average_pool_gradient,
    arrays((2, 5, 6, 2), size=(3, 2), strides=(2, 2), padding="same"),
)
