"""Convolution over any number of spatial axes, with bias, activation and a max pooling fused into one row.

The windows of a piece of the batch are copied side by side into the rows of a matrix, and one product with the
kernel does the rest. A piece is small enough to stay in the cache, so memory does not grow with the batch.

A pooling that follows comes at once: windows are grouped by their place in the pool (its *phases*), so that pooling
is a maximum of whole blocks, before bias and activation, which are monotone: same result, a fraction of the work.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np

from kcore.autodiff import Array, Part, primitive
from kcore.ops.linalg import ones
from kcore.ops.nn import relu_value
from kcore.ops.samples import arrays
from kcore.ops.windows import Sizes, inner, margin, output_size, padded, pieces, reach, strided

SHORT = 16  # a copy of runs below this many numbers is slow


class Plan:
    """All that follows from the shapes of a convolution.

    Args:
        spatial: sizes of the spatial axes.
        kernel: shape of the kernel, (*window, channels, filters).
        strides: steps of the window.
        padding: 'valid', 'same' or 'causal'.
        dilation: distances between the window's own places.
        pool: sizes of the pool that follows; ones for none.
    """

    def __init__(
        self, spatial: Sizes, kernel: Sizes, strides: Sizes, padding: str, dilation: Sizes, pool: Sizes
    ) -> None:
        self.spatial, self.strides, self.dilation, self.pool = spatial, strides, dilation, pool
        *window, self.channels, self.filters = kernel
        self.window = tuple(window)
        axes = list(zip(spatial, self.window, strides, dilation, strict=True))
        self.margins = tuple(margin(n, k, s, padding, d) for n, k, s, d in axes)
        outputs = [output_size(n, k, s, padding, d) for n, k, s, d in axes]
        if min(outputs) < 1:
            raise ValueError(
                f"A window of {' x '.join(str(reach(k, d)) for _, k, _, d in axes)} does not fit into "
                f"{' x '.join(map(str, spatial))} places. Take a smaller window or padding='same'."
            )
        self.out = tuple(n // p for n, p in zip(outputs, pool, strict=True))
        self.phases = math.prod(pool)
        self.row = math.prod(self.window) * self.channels
        self.places = math.prod(self.out)
        run = self.window[-1] * self.channels if dilation[-1] == 1 else self.channels
        self.tall = run >= min(SHORT, self.out[-1])  # whether a window is a row of the matrix, or a column

    def pieces(self, count: int, itemsize: int) -> Iterator[slice]:
        """Parts of a batch whose windows and results stay in the cache."""
        return pieces(count, self.phases * self.places * (self.row + self.filters) * itemsize)

    def windows(self, x: Array) -> Array:
        """A view of the padded batch: (batch, *pool, *out, *window, channels)."""
        batch, *steps, channel = x.strides
        steps = [step * stride for step, stride in zip(steps, self.strides, strict=True)]
        view: Array = np.lib.stride_tricks.as_strided(
            x,
            (len(x), *self.pool, *self.out, *self.window, self.channels),
            (
                batch,
                *steps,
                *(step * size for step, size in zip(steps, self.pool, strict=True)),
                *(step * d for step, d in zip(x.strides[1:-1], self.dilation, strict=True)),
                channel,
            ),
        )
        return view

    def matrix(self, x: Array, dtype: Any) -> Array:
        """The windows of some samples as a matrix (phases · samples · places, window · channels)."""
        view = self.windows(padded(x, self.margins))
        rank = len(self.pool)
        places = (*range(1, rank + 1), 0, *range(rank + 1, 2 * rank + 1))
        window = tuple(range(2 * rank + 1, 3 * rank + 2))
        view = view.transpose(places + window if self.tall else window + places)
        rows = self.phases * len(x) * self.places
        copy = np.empty(view.shape, dtype)
        np.copyto(copy, view)
        return copy.reshape(rows, self.row) if self.tall else copy.reshape(self.row, rows).T

    def scatter(self, rows: Array, target: Array) -> None:
        """Add the gradients of windows to the places they came from.

        Args:
            rows: (*window without its last axis, phases · samples · places, last window axis · channels).
            target: (samples, *padded spatial, channels), zeros.
        """
        rank, samples, width = len(self.pool), len(target), self.window[-1]
        rows = rows.reshape(*self.window[:-1], *self.pool, samples, *self.out, width * self.channels)
        lines = self._lines(rows, target) if rank > 1 else rows
        steps = self.strides[-1] * self.pool[-1]
        for phase in range(self.pool[-1]):
            start = phase * self.strides[-1]
            if self.dilation[-1] == 1:  # neighbouring windows that do not overlap make one long run
                apart = -(-width // steps)
                for first in range(min(apart, self.out[-1])):
                    part = lines[phase][..., first::apart, :]
                    *outer, step, one = target.strides
                    offset = (start + first * steps) * step
                    run = strided(target, part.shape, (*outer, step * steps * apart, one), offset)
                    np.add(run, part, run)
            else:
                for k in range(width):
                    at = start + k * self.dilation[-1]
                    run = target[..., at : at + steps * (self.out[-1] - 1) + 1 : steps, :]
                    np.add(run, lines[phase][..., k * self.channels : (k + 1) * self.channels], run)

    def _lines(self, rows: Array, target: Array) -> Array:
        """Sum of the windows' gradients over all spatial axes but the last: (last pool axis, samples, ...)."""
        lead = len(self.pool) - 1
        lines = np.zeros((self.pool[-1], *target.shape[:-2], self.out[-1], rows.shape[-1]), rows.dtype)
        for offset in product(*map(range, self.window[:-1])):
            for phase in product(*map(range, self.pool[:-1])):
                index: list[slice] = []
                for i in range(lead):
                    step = self.strides[i] * self.pool[i]
                    at = offset[i] * self.dilation[i] + phase[i] * self.strides[i]
                    index.append(slice(at, at + step * (self.out[i] - 1) + 1, step))
                run = lines[(slice(None), slice(None), *index)]
                np.add(run, rows[offset + phase], run)
        return lines


plan = functools.lru_cache(maxsize=256)(Plan)


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


def _conv(
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
    p = plan(x.shape[1:-1], kernel.shape, strides, padding, dilation or once, pool or once)
    weights = kernel.reshape(p.row, p.filters)
    y = np.empty((len(x), *p.out, p.filters), kernel.dtype)
    first = np.empty((p.phases - 1, *y.shape), bool)  # where a later place of the pool beats those before it
    for part in p.pieces(len(x), y.itemsize):
        matrix, best = p.matrix(x[part], y.dtype), y[part].reshape(-1, p.filters)
        if p.phases == 1:
            np.dot(matrix, weights, best)
        else:
            blocks = matrix.dot(weights).reshape(p.phases, *best.shape)
            _pool(blocks, best, first[:, part].reshape(p.phases - 1, *best.shape))
        if bias is not None:
            np.add(best, bias, best)
        _activate(best, activation)
    return y, (x, kernel, bias, y, first, p, activation)


def _pool(blocks: Array, best: Array, beats: Array) -> None:
    """The maximum of all blocks, and which block beat all before it: of equal ones the first wins."""
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
    return blocks.reshape(-1, g.shape[-1])


def _conv_gradient(
    g: Array, x: Array, kernel: Array, bias: Array | None, y: Array, first: Array, p: Plan, activation: str | None
) -> tuple[Part, ...]:
    g = _before(g, y, activation)

    def before_pool(part: slice) -> Array:
        rows = g[part].reshape(-1, p.filters)
        return rows if p.phases == 1 else _spread(rows, first[:, part].reshape(p.phases - 1, *rows.shape))

    def x_part(_: Array | None) -> Array:
        width = p.window[-1]
        turned = np.ascontiguousarray(kernel.reshape(-1, width * p.channels, p.filters).transpose(0, 2, 1))
        dx = np.zeros(x.shape, g.dtype)
        crop = inner(p.margins, p.spatial)
        sizes = [before + n + after for n, (before, after) in zip(p.spatial, p.margins, strict=True)]
        for part in p.pieces(len(x), g.itemsize):
            rows = np.matmul(before_pool(part), turned)
            if sizes == list(p.spatial):
                p.scatter(rows, dx[part])
            else:
                wide = np.zeros((len(dx[part]), *sizes, p.channels), g.dtype)
                p.scatter(rows, wide)
                dx[part] = wide[crop]
        return dx

    def kernel_part(out: Array | None) -> Array:
        total = np.zeros(kernel.shape, g.dtype) if out is None else out
        flat, start = total.reshape(p.row, p.filters), True
        for part in p.pieces(len(x), g.itemsize):
            matrix, rows = p.matrix(x[part], g.dtype).T, before_pool(part)
            if start:
                np.dot(matrix, rows, flat)
                start = False
            else:
                np.add(flat, matrix.dot(rows), flat)
        return total

    def bias_part(out: Array | None) -> Array:
        rows = g.reshape(-1, p.filters)
        return ones(len(rows), rows.dtype.char).dot(rows, out)

    return x_part, kernel_part, None if bias is None else bias_part


convolution = primitive(
    "convolution",
    _conv,
    _conv_gradient,
    arrays((2, 6, 7, 2), (3, 2, 2, 3), (3,), strides=(1, 2), padding="same", activation="tanh", pool=(2, 1)),
)
