"""Transposed convolution: the way back through a convolution, taken forward, makes pictures larger."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np

from kcore.autodiff import Array, Part, primitive
from kcore.ops.columns import Columns
from kcore.ops.samples import arrays
from kcore.ops.windows import Sizes, inner, pieces, reach


def transposed_size(size: int, window: int, stride: int, padding: str, dilation: int, extra: int | None) -> int:
    """How many places ``size`` places become; ``extra`` are added at the end, as many as fit best if None."""
    span = reach(window, dilation)
    if extra is None:
        return size * stride if padding == "same" else size * stride + max(span - stride, 0)
    whole = (size - 1) * stride + span + extra
    return whole - 2 * (span // 2) if padding == "same" else whole


class _Return:
    """The convolution whose way back this is, and the part of its inputs that is kept."""

    def __init__(
        self, spatial: Sizes, kernel: Sizes, strides: Sizes, padding: str, dilation: Sizes, extra: Sizes | None
    ) -> None:
        more = extra or (None,) * len(spatial)
        axes = list(zip(spatial, kernel[:-2], strides, dilation, more, strict=True))
        self.out = tuple(transposed_size(n, k, s, padding, d, e) for n, k, s, d, e in axes)
        full = [(n - 1) * s + reach(k, d) for n, k, s, d, _ in axes]
        before = [max(f - o, 0) // 2 if padding == "same" else 0 for f, o in zip(full, self.out, strict=True)]
        self.sizes = tuple(max(f, b + o) for f, b, o in zip(full, before, self.out, strict=True))
        self.kept = inner(tuple((b, 0) for b in before), self.out)
        once = (1,) * len(spatial)
        self.columns = Columns(self.sizes, kernel, strides, "valid", dilation, once)


_plan = functools.lru_cache(maxsize=128)(_Return)


def _transposed(
    x: Array,
    kernel: Array,
    *,
    strides: Sizes,
    padding: str = "valid",
    dilation: Sizes | None = None,
    extra: Sizes | None = None,
) -> tuple[Array, tuple[Any, ...]]:
    """Every number of x puts a multiple of the kernel into the result, ``strides`` apart.

    ``x`` is (batch, *spatial, channels), ``kernel`` (*window, filters, channels); the result is
    (batch, *out, filters). ``extra`` places are added at the ends; as many as fit best if None.
    """
    p = _plan(x.shape[1:-1], kernel.shape, strides, padding, dilation or (1,) * len(strides), extra)
    c = p.columns
    weights = c.weights_back(kernel)
    y = np.empty((len(x), *p.out, c.channels), kernel.dtype)
    for part in pieces(len(x), c.bytes_each * y.itemsize):
        wide = np.zeros((len(y[part]), *p.sizes, c.channels), y.dtype)
        c.scatter(c.gradients(np.ascontiguousarray(x[part], y.dtype)), weights, wide)
        y[part] = wide[p.kept]
    return y, (x, kernel, p)


def _transposed_gradient(g: Array, x: Array, kernel: Array, p: _Return) -> tuple[Part, ...]:
    c = p.columns

    def parts() -> Any:
        for part in pieces(len(x), c.bytes_each * g.itemsize):
            wide = np.zeros((len(g[part]), *p.sizes, c.channels), g.dtype)
            wide[p.kept] = g[part]
            yield part, wide

    def x_part(_: Array | None) -> Array:
        weights, dx = c.weights(kernel), np.empty(x.shape, g.dtype)
        for part, wide in parts():
            c.products(wide, weights, dx[part][None])
        return dx

    def kernel_part(_: Array | None) -> Array:
        total = np.zeros((c.row, c.filters), g.dtype)
        for part, wide in parts():
            total += c.correlation(wide, c.gradients(np.ascontiguousarray(x[part], g.dtype)))
        return c.kernel_gradient(total)

    return x_part, kernel_part


transposed_convolution = primitive(
    "transposed_convolution",
    _transposed,
    _transposed_gradient,
    arrays((2, 3, 4, 3), (3, 2, 2, 3), strides=(2, 3), padding="same"),
)
