"""A whole GRU as one row of the tape, in both kinds.

Source: Cho et al. (2014), where the reset gate comes before the product; after it as in NVIDIA's cuDNN.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from kcore.autodiff import Array, Part, primitive
from kcore.ops.linalg import ones
from kcore.ops.rnn.course import BLOCK, Course, add_bias, by_gate, constants
from kcore.ops.samples import recurrent

Saved = tuple[Any, ...]


def _halves(kind: str) -> Array:
    """1/2 for z and r, 1 for h: with halved sums one tanh serves both gates, sigmoid(x) = (1 + tanh(x/2)) / 2."""
    return np.array([0.5, 0.5, 1], kind)[:, None, None]


def _gru(
    x: Array,
    kernel: Array,
    recurrent_kernel: Array,
    bias: Array | None = None,
    h0: Array | None = None,
    *,
    after: bool = True,
    dropped: Array | None = None,
    **course: Any,
) -> tuple[Array, Saved]:
    """For each step: z = σ(xz + hz), r = σ(xr + hr), c = tanh(xc + r hc), h = z h + (1 - z) c.

    [xz xr xc] = x · kernel + bias and [hz hr hc] = h · recurrent_kernel + second bias. With ``after`` False the
    reset gate comes before the product and there is one bias: see ``gru_reset_before``.

    ``x`` is (batch, steps, inputs), ``kernel`` (inputs, 3 units), ``recurrent_kernel`` (units, 3 units), ``bias``
    (2, 3 units) or None, with ``after`` False (3 units,); ``h0`` (batch, units) is zeros if None. ``dropped``
    (batch, units) multiplies h before products. The other options are those of ``Course``.
    """
    way = Course(**course)
    steps = way.steps(x)
    (length, batch, _), units, kind = steps.shape, len(recurrent_kernel), x.dtype
    halves = _halves(kind.char)
    gates = np.empty((3, length, batch, units), kind)  # first the sums of the inputs, then, step by step, z r c
    flat = gates.reshape(3, length * batch, units)
    np.matmul(steps.reshape(length * batch, -1), by_gate(kernel, 3) * halves, out=flat)
    inner_bias = None
    if bias is not None:
        both = bias.reshape(-1, 3, 1, units)
        own = both[0].copy()
        if after:
            own[:2] += both[1, :2]
            inner_bias = both[1, 2]
        add_bias(gates, own * halves)
    turned = by_gate(recurrent_kernel, 3) * halves
    first = turned if after else turned[:2]
    inner = np.empty((length, batch, units), kind)  # hc, or r h
    h = np.empty((length + 1, batch, units), kind)
    h[0] = 0 if h0 is None else h0
    product, part = np.empty((len(first), batch, units), kind), np.empty((batch, units), kind)
    pair = product[:2]
    half = constants(kind.char)[0]
    moments = gates.swapaxes(0, 1)
    rows = zip(moments, moments[:, :2], inner, h[:-1], h[1:], way.resting(length), strict=True)
    for gate, sigmoid, within, h1, h2, still in rows:
        seen = h1 if dropped is None else h1 * dropped
        np.matmul(seen, first, out=product)
        np.add(sigmoid, pair, pair)
        np.tanh(pair, sigmoid)
        np.multiply(sigmoid, half, sigmoid)
        np.add(sigmoid, half, sigmoid)
        z, r, new = gate
        if after:
            np.copyto(within, product[2])
            if inner_bias is not None:
                np.add(within, inner_bias, within)
            np.multiply(r, within, part)
        else:
            np.multiply(r, seen, within)
            within.dot(turned[2], part)
        np.add(part, new, part)
        np.tanh(part, new)
        np.subtract(h1, new, part)  # z h + (1 - z) c as c + z (h - c)
        np.multiply(part, z, part)
        np.add(new, part, h2)
        if still is not None:
            np.copyto(h2, h1, where=still)
    return way.result(h, h[-1]), (way, steps, kernel, recurrent_kernel, bias, h0, after, dropped, gates, inner, h)


def _factors(way: Course, block: slice, gates: Array, h: Array, dz: Array, dc: Array, dr: Array) -> None:
    """Everything in a block of steps that the backward pass multiplies with and that needs no recurrence.

    ``dz`` and ``dc`` get those of the gates' sums for the gradient of h, ``dr`` gets r (1 - r).
    """
    one = constants(gates.dtype.char)[1]
    z, r, new = gates[:, block]
    np.subtract(one, z, dc)
    np.multiply(dc, z, dz)
    np.subtract(h[:-1][block], new, dr)
    np.multiply(dz, dr, dz)
    np.square(new, dr)
    np.subtract(one, dr, dr)
    np.multiply(dc, dr, dc)
    np.square(r, dr)
    np.subtract(r, dr, dr)
    if way.still is not None:  # the state stands still: its gradient goes through unchanged
        still = way.still[block]
        moves = ~still
        np.multiply(dz, moves, dz)
        np.multiply(dc, moves, dc)
        np.copyto(z, one, where=still)


def _gru_gradient(
    g: Array,
    way: Course,
    steps: Array,
    kernel: Array,
    recurrent_kernel: Array,
    bias: Array | None,
    h0: Array | None,
    after: bool,
    dropped: Array | None,
    gates: Array,
    inner: Array,
    h: Array,
) -> tuple[Part, ...]:
    _, length, batch, units = gates.shape
    two = 2 * units
    each, (dh,) = way.incoming(g, 1)
    back = np.ascontiguousarray(recurrent_kernel.T)
    slopes = np.empty((length, batch, 3 * units), g.dtype)  # of the sums, in Keras's order
    rows = slopes.reshape(length, batch, 3, units).swapaxes(1, 2)
    seen = h[:-1] if dropped is None else h[:-1] * dropped
    slope, (part, product) = np.empty((3, batch, units), g.dtype), np.empty((2, batch, units), g.dtype)
    d, r_slope = np.empty((3, BLOCK, batch, units), g.dtype), np.empty((BLOCK, batch, units), g.dtype)
    for start in reversed(range(0, length, BLOCK)):
        block = slice(start, min(start + BLOCK, length))
        count = block.stop - start
        dz, dc, dr, r = d[0, :count], d[2, :count], r_slope[:count], gates[1, block]
        _factors(way, block, gates, h, dz, dc, dr)
        if after:
            np.multiply(dr, inner[block], dr)
            np.multiply(dr, dc, d[1, :count])
            np.copyto(inner[block], dc)
            np.multiply(dc, r, dc)
        else:
            np.multiply(dr, seen[block], dr)
        for t in reversed(range(count)):
            step = start + t
            if each is not None:
                np.add(dh, each[step], dh)
            if after:
                np.multiply(dh, d[:, t], slope)
                np.multiply(dh, inner[step], inner[step])  # that of xc
                np.copyto(rows[step], slope)
                slopes[step].dot(back, product)
            else:
                np.multiply(dh, dz[t], slope[0])
                np.multiply(dh, dc[t], slope[2])
                slope[2].dot(back[two:], part)
                np.multiply(part, dr[t], slope[1])
                np.copyto(rows[step], slope)
                slopes[step, :, :two].dot(back[:two], product)
                np.multiply(part, r[t], part)
                np.add(product, part, product)
            if dropped is not None:
                np.multiply(product, dropped, product)
            np.multiply(dh, gates[0, step], dh)
            np.add(dh, product, dh)
    count = length * batch
    slopes, inner, seen = slopes.reshape(count, -1), inner.reshape(count, units), seen.reshape(count, units)
    own = slopes
    if after:
        own = slopes.copy()
        own[:, two:] = inner

    def recurrent_part(out: Array | None) -> Array:
        if after:
            return seen.T.dot(slopes, out)
        out = np.empty_like(recurrent_kernel) if out is None else out
        out[:, :two], out[:, two:] = seen.T.dot(slopes[:, :two]), inner.T.dot(slopes[:, two:])
        return out

    def bias_part(_: Array | None) -> Array:
        row = ones(count, own.dtype.char)
        return np.stack([row.dot(own), row.dot(slopes)]) if after else row.dot(own)

    return (
        lambda _: way.batches(own.dot(kernel.T).reshape(length, batch, -1)),
        lambda out: steps.reshape(count, -1).T.dot(own, out),
        recurrent_part,
        None if bias is None else bias_part,
        None if h0 is None else dh,
    )


def _gru_reset_before(*args: Any, **options: Any) -> tuple[Array, Saved]:
    """A GRU whose reset gate comes before the product: r hc is (r h) · recurrent_kernel's last columns."""
    return _gru(*args, after=False, **options)


gru = primitive("gru", _gru, _gru_gradient, recurrent(gates=3, states=1, biases=2))
gru_reset_before = primitive("gru_reset_before", _gru_reset_before, _gru_gradient, recurrent(gates=3, states=1))
