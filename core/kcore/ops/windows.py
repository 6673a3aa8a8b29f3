"""Windows that slide over the spatial axes of a batch: sizes, margins, strided views, pieces that fit the cache.

Arrays are (batch, *spatial, channels) with any number of spatial axes; every tuple here has one entry for
each of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np

from kcore.autodiff import Array

Sizes = tuple[int, ...]
Margins = tuple[tuple[int, int], ...]
CACHE = 3 << 19  # bytes that the work on one piece of a batch may take, so that it stays in the cache


def reach(size: int, dilation: int = 1) -> int:
    """How many places a window of ``size`` spans when its own places are ``dilation`` apart."""
    return (size - 1) * dilation + 1


def output_size(size: int, window: int, stride: int, padding: str, dilation: int = 1) -> int:
    """How many windows fit along an axis of ``size`` places; 0 or less if not even one does."""
    if padding == "valid":
        return (size - reach(window, dilation)) // stride + 1
    return -(-size // stride)


def margin(size: int, window: int, stride: int, padding: str, dilation: int = 1) -> tuple[int, int]:
    """Places to be added before and after an axis: none for 'valid', all before for 'causal', both for 'same'."""
    if padding == "valid":
        return 0, 0
    if padding == "causal":
        return reach(window, dilation) - 1, 0
    total = max((-(-size // stride) - 1) * stride + reach(window, dilation) - size, 0)
    return total // 2, total - total // 2


def padded(x: Array, margins: Margins, fill: float = 0) -> Array:
    """``x`` with margins of ``fill`` around its spatial axes; ``x`` itself if there are none."""
    if not any(map(any, margins)):
        return x
    sizes = [before + size + after for size, (before, after) in zip(x.shape[1:-1], margins, strict=True)]
    wide = np.full((len(x), *sizes, x.shape[-1]), fill, x.dtype)
    wide[inner(margins, x.shape[1:-1])] = x
    return wide


def inner(margins: Margins, sizes: Sizes) -> tuple[slice, ...]:
    """The index of what lies inside the margins."""
    return (slice(None), *(slice(before, before + size) for size, (before, _) in zip(sizes, margins, strict=True)))


def places(size: Sizes, strides: Sizes, out: Sizes, dilation: Sizes | None = None) -> Iterator[tuple[slice, ...]]:
    """For each place in the window, in row-major order: where it lies in the padded array, for all windows."""
    for offset in product(*map(range, size)):
        axes = zip(offset, strides, out, dilation or (1,) * len(size), strict=True)
        yield (slice(None), *(slice(k * d, k * d + s * (n - 1) + 1, s) for k, s, n, d in axes))


def strided(x: Array, shape: Sizes, strides: Sizes, offset: int = 0) -> Array:
    """A view of a contiguous array with this shape and these strides, ``offset`` bytes from its beginning."""
    return np.ndarray(shape, x.dtype, x, offset, strides)


def pieces(count: int, bytes_each: int) -> Iterator[slice]:
    """Parts of a batch of ``count`` samples, each small enough that work on it stays in the cache."""
    size = max(1, min(count, CACHE // max(bytes_each, 1)))
    size = -(-count // -(-count // size)) if count else 1  # equal pieces
    return (slice(start, min(start + size, count)) for start in range(0, count, size))
