"""A whole SimpleRNN as one row of the tape. Source: Elman (1990)."""

from __future__ import annotations

from typing import Any

import numpy as np

from kcore.autodiff import Array, Part, primitive
from kcore.ops.linalg import ones
from kcore.ops.rnn.course import Course
from kcore.ops.samples import recurrent

Saved = tuple[Any, ...]


def _simple_rnn(
    x: Array,
    kernel: Array,
    recurrent_kernel: Array,
    bias: Array | None = None,
    h0: Array | None = None,
    *,
    dropped: Array | None = None,
    **course: Any,
) -> tuple[Array, Saved]:
    """For each step: h = tanh(x · kernel + h · recurrent_kernel + bias).

    ``x`` is (batch, steps, inputs), ``kernel`` (inputs, units), ``recurrent_kernel`` (units, units), ``bias``
    (units,) or None; ``h0`` (batch, units) is zeros if None. ``dropped`` (batch, units) multiplies h before the
    product. The other options are those of ``Course``.
    """
    way = Course(**course)
    steps = way.steps(x)
    (length, batch, _), units, kind = steps.shape, len(recurrent_kernel), x.dtype
    h = np.empty((length + 1, batch, units), kind)
    h[0] = 0 if h0 is None else h0
    sums = steps.reshape(length * batch, -1).dot(kernel)
    if bias is not None:
        np.add(sums, bias, sums)
    product = np.empty((batch, units), kind)
    sums = sums.reshape(length, batch, units)
    for total, h1, h2, still in zip(sums, h[:-1], h[1:], way.resting(length), strict=True):
        (h1 if dropped is None else h1 * dropped).dot(recurrent_kernel, product)
        np.add(total, product, product)
        np.tanh(product, h2)
        if still is not None:
            np.copyto(h2, h1, where=still)
    return way.result(h, h[-1]), (way, steps, kernel, recurrent_kernel, bias, h0, dropped, h)


def _simple_rnn_gradient(
    g: Array,
    way: Course,
    steps: Array,
    kernel: Array,
    recurrent_kernel: Array,
    bias: Array | None,
    h0: Array | None,
    dropped: Array | None,
    h: Array,
) -> tuple[Part, ...]:
    length, batch, units = h.shape[0] - 1, *h.shape[1:]
    each, (dh,) = way.incoming(g, 1)
    back = np.ascontiguousarray(recurrent_kernel.T)
    slopes = 1 - h[1:] * h[1:]
    if way.still is not None:
        np.multiply(slopes, ~way.still, slopes)
    resting = way.resting(length)
    for t in reversed(range(length)):
        if each is not None:
            np.add(dh, each[t], dh)
        slope, still = slopes[t], resting[t]
        np.multiply(dh, slope, slope)
        kept = None if still is None else dh * still
        slope.dot(back, dh)
        if dropped is not None:
            np.multiply(dh, dropped, dh)
        if kept is not None:
            np.add(dh, kept, dh)
    slopes = slopes.reshape(length * batch, units)
    before = h[:-1] if dropped is None else h[:-1] * dropped
    return (
        lambda _: way.batches(slopes.dot(kernel.T).reshape(length, batch, -1)),
        lambda out: steps.reshape(length * batch, -1).T.dot(slopes, out),
        lambda out: before.reshape(length * batch, units).T.dot(slopes, out),
        None if bias is None else lambda out: ones(len(slopes), slopes.dtype.char).dot(slopes, out),
        None if h0 is None else dh,
    )


simple_rnn = primitive("simple_rnn", _simple_rnn, _simple_rnn_gradient, recurrent(gates=1, states=1))
