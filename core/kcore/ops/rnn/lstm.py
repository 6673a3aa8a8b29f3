"""A whole LSTM as one row of the tape.

Source: Hochreiter and Schmidhuber (1997); Gers, Schmidhuber and Cummins (2000) for the forget gate.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from kcore.autodiff import Array, Part, primitive
from kcore.ops.linalg import ones
from kcore.ops.rnn.course import BLOCK, Course, add_bias, by_gate, constants
from kcore.ops.samples import recurrent

Saved = tuple[Any, ...]


ORDER = [0, 1, 3, 2]  # Keras's gates i f c o as i f o c: those with a sigmoid lie together


def _halves(kind: str) -> Array:
    """1/2 for i f o, 1 for c. With halved sums one tanh serves all gates: sigmoid(x) = (1 + tanh(x/2)) / 2."""
    return np.array([0.5, 0.5, 0.5, 1], kind)[:, None, None]


def _lstm(
    x: Array,
    kernel: Array,
    recurrent_kernel: Array,
    bias: Array | None = None,
    h0: Array | None = None,
    c0: Array | None = None,
    *,
    dropped: Array | None = None,
    **course: Any,
) -> tuple[Array, Saved]:
    """For each step: c = σ(f) c + σ(i) tanh(c'), h = σ(o) tanh(c).

    [i f c' o] = x · kernel + h · recurrent_kernel + bias. ``x`` is (batch, steps, inputs), ``kernel`` (inputs,
    4 units), ``recurrent_kernel`` (units, 4 units), ``bias`` (4 units,) or None; ``h0`` and ``c0`` (batch, units)
    are zeros if None. ``dropped`` (batch, units) multiplies h before the product. The other options are those of
    ``Course``; the states are h and c.
    """
    way = Course(**course)
    steps = way.steps(x)
    (length, batch, _), units, kind = steps.shape, len(recurrent_kernel), x.dtype
    halves = _halves(kind.char)
    gates = np.empty((4, length, batch, units), kind)  # first the sums of the inputs, then, step by step, i f o c
    flat = gates.reshape(4, length * batch, units)
    np.matmul(steps.reshape(length * batch, -1), by_gate(kernel, 4)[ORDER] * halves, out=flat)
    if bias is not None:
        add_bias(gates, by_gate(bias, 4)[ORDER] * halves)
    turned = by_gate(recurrent_kernel, 4)[ORDER] * halves
    h, c = np.empty((2, length + 1, batch, units), kind)
    h[0], c[0] = 0 if h0 is None else h0, 0 if c0 is None else c0
    tanh_c = np.empty((length, batch, units), kind)
    product, part = np.empty((4, batch, units), kind), np.empty((batch, units), kind)
    half = constants(kind.char)[0]
    moments = gates.swapaxes(0, 1)
    rows = zip(moments, moments[:, :3], h[:-1], c[:-1], h[1:], c[1:], tanh_c, way.resting(length), strict=True)
    for gate, sigmoid, h1, c1, h2, c2, tc, still in rows:
        np.matmul(h1 if dropped is None else h1 * dropped, turned, out=product)
        np.add(gate, product, product)
        np.tanh(product, gate)
        np.multiply(sigmoid, half, sigmoid)
        np.add(sigmoid, half, sigmoid)
        i, f, o, new = gate
        np.multiply(f, c1, c2)
        np.multiply(i, new, part)
        np.add(c2, part, c2)
        np.tanh(c2, tc)
        np.multiply(o, tc, h2)
        if still is not None:
            np.copyto(c2, c1, where=still)
            np.copyto(h2, h1, where=still)
    return way.result(h, h[-1], c[-1]), (
        way,
        steps,
        kernel,
        recurrent_kernel,
        bias,
        h0,
        c0,
        dropped,
        gates,
        h,
        c,
        tanh_c,
    )


def _factors(way: Course, block: slice, gates: Array, c: Array, tanh_c: Array, d: Array, q: Array) -> None:
    """Everything in a block of steps that the backward pass multiplies with and that needs no recurrence.

    ``d`` gets d i, d f, d c' (for the gradient of c) and d o (for that of h), ``q`` that of c for that of h.
    """
    one = constants(gates.dtype.char)[1]
    i, f, o, new = gates[:, block]
    np.square(gates[:, block], d)
    np.subtract(gates[:2, block], d[:2], d[:2])
    np.subtract(o, d[2], q)
    np.subtract(one, d[3], d[2])
    np.multiply(d[0], new, d[0])
    np.multiply(d[1], c[:-1][block], d[1])
    np.multiply(d[2], i, d[2])
    np.multiply(q, tanh_c[block], d[3])
    np.square(tanh_c[block], q)
    np.subtract(one, q, q)
    np.multiply(q, o, q)
    if way.still is not None:  # the state stands still: its gradient goes through unchanged
        still = way.still[block]
        moves = ~still
        np.multiply(d, moves, d)
        np.multiply(q, moves, q)
        np.copyto(f, one, where=still)


def _lstm_gradient(
    g: Array,
    way: Course,
    steps: Array,
    kernel: Array,
    recurrent_kernel: Array,
    bias: Array | None,
    h0: Array | None,
    c0: Array | None,
    dropped: Array | None,
    gates: Array,
    h: Array,
    c: Array,
    tanh_c: Array,
) -> tuple[Part, ...]:
    _, length, batch, units = gates.shape
    each, (dh, dc) = way.incoming(g, 2)
    back = np.ascontiguousarray(recurrent_kernel.T)  # 2.8 times as fast as the transposed view, for short rows
    slopes = np.empty((length, batch, 4 * units), g.dtype)  # of the sums, in Keras's order
    rows = slopes.reshape(length, batch, 4, units).swapaxes(1, 2)
    resting = way.resting(length)
    slope, part = np.empty((4, batch, units), g.dtype), np.empty_like(dh)
    of_c, of_h = slope[:3], slope[3]
    d, q = np.empty((4, BLOCK, batch, units), g.dtype), np.empty((BLOCK, batch, units), g.dtype)
    for start in reversed(range(0, length, BLOCK)):
        block = slice(start, min(start + BLOCK, length))
        count = block.stop - start
        _factors(way, block, gates, c, tanh_c, d[:, :count], q[:count])
        for t in reversed(range(count)):
            step = start + t
            if each is not None:
                np.add(dh, each[step], dh)
            factor, still = d[:, t], resting[step]
            np.multiply(dh, q[t], part)
            np.add(dc, part, dc)
            np.multiply(dc, factor[:3], of_c)
            np.multiply(dh, factor[3], of_h)
            np.multiply(dc, gates[1, step], dc)
            np.copyto(rows[step], slope)
            kept = None if still is None else dh * still
            slopes[step].dot(back, dh)
            if dropped is not None:
                np.multiply(dh, dropped, dh)
            if kept is not None:
                np.add(dh, kept, dh)
    slopes = slopes.reshape(length * batch, 4 * units)
    before = h[:-1] if dropped is None else h[:-1] * dropped
    return (
        lambda _: way.batches(slopes.dot(kernel.T).reshape(length, batch, -1)),
        lambda out: steps.reshape(length * batch, -1).T.dot(slopes, out),
        lambda out: before.reshape(length * batch, units).T.dot(slopes, out),
        None if bias is None else lambda out: ones(len(slopes), slopes.dtype.char).dot(slopes, out),
        None if h0 is None else dh,
        None if c0 is None else dc,
    )


lstm = primitive("lstm", _lstm, _lstm_gradient, recurrent(gates=4, states=2))
