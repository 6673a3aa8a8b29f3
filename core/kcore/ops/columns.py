"""Convolution as one matrix product: the windows of some samples are copied side by side into a matrix."""

from __future__ import annotations

import math
from itertools import product
from typing import Any

import numpy as np

from kcore.autodiff import Array
from kcore.ops.windows import Sizes, inner, margin, output_size, padded, reach, strided

SHORT = 16  # a copy of runs below this many numbers is slow


class Columns:
    """All that follows from the shapes of a convolution.

    Results come in *blocks*, (phases, samples, *out, filters): one for each place in the pool that follows, or a
    single one.

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
        self.results = self.grid = self.out
        self.phases = math.prod(pool)
        self.row = math.prod(self.window) * self.channels
        places = math.prod(self.out)
        run = self.window[-1] * self.channels if dilation[-1] == 1 else self.channels
        self.tall = run >= min(SHORT, self.out[-1])  # whether a window is a row of the matrix, or a column
        self.bytes_each = self.phases * places * (self.row + self.filters)

    # -- forward -------------------------------------------------------------------------------

    def weights(self, kernel: Array) -> Array:
        """The kernel as ``products`` wants it."""
        return kernel.reshape(self.row, self.filters)

    def blocks_of(self, y: Array) -> Array:
        """The blocks of results without a pool, as a view of (samples, *grid, filters)."""
        return y[None]

    def products(self, x: Array, weights: Array, out: Array) -> None:
        """Fill the blocks ``out`` for some samples."""
        np.dot(self._matrix(x, out.dtype), weights, out.reshape(-1, self.filters))

    def _windows(self, x: Array) -> Array:
        """A view of padded samples: (samples, *pool, *out, *window, channels)."""
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

    def _matrix(self, x: Array, dtype: Any) -> Array:
        """The windows of some samples as a matrix (phases · samples · places, window · channels)."""
        view = self._windows(padded(x, self.margins))
        rank = len(self.pool)
        places = (*range(1, rank + 1), 0, *range(rank + 1, 2 * rank + 1))
        window = tuple(range(2 * rank + 1, 3 * rank + 2))
        view = view.transpose(places + window if self.tall else window + places)
        matrix = np.ascontiguousarray(view, dtype)  # no copy for windows of a single place
        return matrix.reshape(-1, self.row) if self.tall else matrix.reshape(self.row, -1).T

    # -- backward ------------------------------------------------------------------------------

    def gradients(self, blocks: Array) -> Array:
        """The gradient of blocks as ``correlation`` and ``scatter`` want it."""
        return blocks.reshape(-1, self.filters)

    def correlation(self, x: Array, blocks: Array) -> Array:
        """What some samples and the gradient of their blocks add to the kernel's gradient, in any form."""
        return self._matrix(x, blocks.dtype).T.dot(blocks)

    def kernel_gradient(self, total: Array) -> Array:
        """The kernel's gradient from the sum of correlations."""
        return total.reshape(*self.window, self.channels, self.filters)

    def weights_back(self, kernel: Array) -> Array:
        """The kernel as ``scatter`` wants it."""
        rows = kernel.reshape(-1, self.window[-1] * self.channels, self.filters)
        return np.ascontiguousarray(rows.transpose(0, 2, 1))

    def scatter(self, blocks: Array, weights: Array, dx: Array) -> None:
        """Bring the gradient of blocks to the places it came from.

        Args:
            blocks: what ``gradients`` made of it.
            weights: what ``weights_back`` made of the kernel.
            dx: (samples, *spatial, channels), zeros.
        """
        if not any(map(any, self.margins)):
            self._scatter(np.matmul(blocks, weights), dx)
            return
        sizes = (before + n + after for n, (before, after) in zip(self.spatial, self.margins, strict=True))
        wide = np.zeros((len(dx), *sizes, self.channels), dx.dtype)
        self._scatter(np.matmul(blocks, weights), wide)
        dx[...] = wide[inner(self.margins, self.spatial)]

    def _scatter(self, rows: Array, target: Array) -> None:
        """Add the gradients of windows to (samples, *padded spatial, channels)."""
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
        lines = np.zeros((self.pool[-1], *target.shape[:-2], self.out[-1], rows.shape[-1]), rows.dtype)
        for offset in product(*map(range, self.window[:-1])):
            for phase in product(*map(range, self.pool[:-1])):
                index: list[slice] = []
                for i, (place, later) in enumerate(zip(offset, phase, strict=True)):
                    step = self.strides[i] * self.pool[i]
                    at = place * self.dilation[i] + later * self.strides[i]
                    index.append(slice(at, at + step * (self.out[i] - 1) + 1, step))
                run = lines[(slice(None), slice(None), *index)]
                np.add(run, rows[offset + phase], run)
        return lines
