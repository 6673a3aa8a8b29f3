"""Convolution over any number of spatial axes, with bias, activation and a max pooling fused into one row.

A batch is worked through in pieces small enough to stay in the cache, so memory does not grow with the batch.

A pooling that follows comes at once: results are grouped by their place in the pool (its *phases*), so that pooling
is a maximum of whole blocks, before bias and activation, which are monotone: same result, a fraction of the work.
"""

from __future__ import annotations

import functools
from typing import Any

import numpy as np

from kcore.autodiff import Array, Part, primitive
from kcore.ops.columns import Columns
from kcore.ops.linalg import row_sum
from kcore.ops.nn import relu_value
from kcore.ops.samples import arrays
from kcore.ops.windows import Sizes, inner, pieces
from kcore.ops.winograd import Tiles

Plan = Columns | Tiles


@functools.lru_cache(maxsize=256)
def _plan(spatial: Sizes, kernel: Sizes, strides: Sizes, padding: str, dilation: Sizes, pool: Sizes) -> Plan:
    """The quickest way to compute a convolution of these shapes."""
    if Tiles.suits(kernel, strides, dilation, pool) and min(spatial) > 2:
        return Tiles(spatial, kernel, padding, pool)
    return Columns(spatial, kernel, strides, padding, dilation, pool)


def _activate(y: Array, activation: str | None) -> None:
    if activation == "relu":
        relu_value(y, y)
    elif activation == "tanh":
        np.tanh(y, y)


def _before(g: Array, y: Array, activation: str | None) -> Array:
    """The gradient before the activation, from that after it and its result."""
    if activation == "relu":
        return np.multiply(g, y > 0)
    return g - g * y * y if activation == "tanh" else g


def _convolution(
    x: Array,
    kernel: Array,
    bias: Array | None = None,
    *,
    strides: Sizes,
    padding: str = "valid",
    dilation: Sizes | None = None,
    activation: str | None = None,
    pool: Sizes | None = None,
) -> tuple[Array, tuple[Any, ...]]:
    """activation(Σ over a window of x · kernel, + bias), then the largest of each pool.

    ``x`` is (batch, *spatial, channels), ``kernel`` (*window, channels, filters), ``bias`` (filters,) or None;
    the result is (batch, *out, filters). ``activation`` is 'relu', 'tanh' or None.
    """
    once = (1,) * len(strides)
    p = _plan(x.shape[1:-1], kernel.shape, strides, padding, dilation or once, pool or once)
    pooled = p.pool != once
    weights = p.weights(kernel)
    y = np.empty((len(x), *p.grid, p.filters), kernel.dtype)
    beats = np.empty((p.phases - 1 if pooled else 0, *y.shape), bool)  # where a later place of the pool is larger
    for part in pieces(len(x), p.bytes_each * y.itemsize):
        best = y[part]
        if pooled:
            blocks = np.empty((p.phases, *best.shape), y.dtype)
            p.products(x[part], weights, blocks)
            _pool(blocks, best, beats[:, part])
        else:
            p.products(x[part], weights, p.blocks_of(best))
        if bias is not None:
            np.add(best, bias, best)
        _activate(best, activation)
    if p.grid != p.results:
        y = np.ascontiguousarray(y[inner(((0, 0),) * len(once), p.results)])
    return y, (x, kernel, bias, y, beats, p, activation)


def _pool(blocks: Array, best: Array, beats: Array) -> None:
    """The maximum of all blocks, and which block beats all before it: of equal ones the first wins."""
    so_far = blocks[0]
    for k, block in enumerate(blocks[1:]):
        np.greater(block, so_far, beats[k])
        so_far = np.maximum(so_far, block, out=best)


def _spread(g: Array, beats: Array) -> Array:
    """Hand the gradient of a maximum to the block that won."""
    blocks = np.empty((len(beats) + 1, *g.shape), g.dtype)
    for k in range(len(beats) - 1, -1, -1):
        np.multiply(g, beats[k], blocks[k + 1])
        g = np.subtract(g, blocks[k + 1], out=blocks[0])
    return blocks


def _convolution_gradient(
    g: Array, x: Array, kernel: Array, bias: Array | None, y: Array, beats: Array, p: Plan, activation: str | None
) -> tuple[Part, ...]:
    found: dict[str, Array] = {}

    def work(wants_x: bool) -> None:
        """Everything that is needed, piece by piece, while a piece is in the cache."""
        total: Array | None = None
        weights, dx, db = p.weights_back(kernel), np.zeros(x.shape, g.dtype), np.zeros(p.filters, g.dtype)
        for part in pieces(len(x), p.bytes_each * g.itemsize):
            before = _before(g[part], y[part], activation)
            db += row_sum(before)
            blocks = p.gradients(_spread(before, beats[:, part]) if len(beats) else p.blocks_of(_on_grid(before, p)))
            some = p.correlation(x[part], blocks)
            total = some if total is None else np.add(total, some, total)
            if wants_x:
                p.scatter(blocks, weights, dx[part])
        found["kernel"] = np.zeros(kernel.shape, g.dtype) if total is None else p.kernel_gradient(total)
        found["bias"], found["x"] = db, dx

    def x_part(_: Array | None) -> Array:  # asked for first, if at all
        work(wants_x=True)
        return found["x"]

    def other_part(name: str) -> Array:
        if name not in found:
            work(wants_x=False)
        return found[name]

    return x_part, lambda _: other_part("kernel"), None if bias is None else lambda _: other_part("bias")


def _on_grid(y: Array, p: Plan) -> Array:
    """Results, or their gradient, with zeros up to whole blocks."""
    if p.grid == p.results:
        return y
    wide = np.zeros((len(y), *p.grid, p.filters), y.dtype)
    wide[inner(((0, 0),) * len(p.grid), p.results)] = y
    return wide


convolution = primitive(
    "convolution",
    _convolution,
    _convolution_gradient,
    arrays((2, 6, 7, 2), (3, 2, 2, 3), (3,), strides=(1, 2), padding="same", activation="tanh", pool=(2, 1)),
)
