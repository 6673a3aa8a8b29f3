"""Elements taken, put side by side, turned and shifted."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np

from kcore.autodiff import Array, Part, primitive
from kcore.ops.elementwise import multiply
from kcore.ops.samples import arrays
from kcore.ops.shaping import concatenate, get_item, ranked, reshape, transpose

Saved = tuple[Any, ...]


def _expand_dims(x: Array, *, axis: int | tuple[int, ...]) -> tuple[Array, Saved]:
    """A new axis of size 1 (or several)."""
    return np.expand_dims(x, axis), (np.shape(x),)


def _squeeze(x: Array, *, axis: int | tuple[int, ...] | None = None) -> tuple[Array, Saved]:
    """Without axes of size 1: those of ``axis``, or all if None."""
    return np.squeeze(x, axis), (np.shape(x),)


def _back(g: Array, shape: tuple[int, ...]) -> tuple[Part, ...]:
    return (g.reshape(shape),)


def _take(x: Array, indices: Array, *, axis: int | None = None) -> tuple[Array, Saved]:
    """Elements at places along ``axis`` (of the flat array if None)."""
    return np.take(x, indices, axis=axis), (np.shape(x), indices, axis)


def _take_gradient(g: Array, shape: tuple[int, ...], indices: Array, axis: int | None) -> tuple[Part, ...]:
    if axis is None:
        flat = np.zeros(int(np.prod(shape)), g.dtype)
        np.add.at(flat, np.asarray(indices), g)
        return flat.reshape(shape), None
    full = np.zeros(shape, g.dtype)
    index: Any = (*(slice(None),) * (axis % len(shape)), np.asarray(indices))
    np.add.at(full, index, g)
    return full, None


def _take_along_axis(x: Array, indices: Array, *, axis: int | None = None) -> tuple[Array, Saved]:
    """For each row along ``axis`` the elements at its own places."""
    return np.take_along_axis(x, np.asarray(indices), axis), (np.shape(x), indices, axis)


def _take_along_axis_gradient(g: Array, shape: tuple[int, ...], indices: Array, axis: int | None) -> tuple[Part, ...]:
    flat = shape if axis is not None else (int(np.prod(shape)),)
    place = 0 if axis is None else axis % len(shape)
    full = np.zeros(flat, g.dtype)
    index: Any = np.ogrid[tuple(slice(size) for size in np.shape(indices))]
    np.add.at(full, (*index[:place], np.asarray(indices), *index[place + 1 :]), g)
    return full.reshape(shape), None


def _pad(x: Array, *, pad_width: Any, mode: str = "constant", constant_values: Any = None) -> tuple[Array, Saved]:
    """x with margins: (before, after) for each axis, one pair or one number for all; ``mode`` as in NumPy."""
    widths = np.broadcast_to(np.asarray(pad_width), (x.ndim, 2))
    if mode == "constant":  # several times as fast as np.pad
        padded: Array = np.full(x.shape + widths.sum(axis=1), constant_values or 0, x.dtype)
        padded[_inside(widths, x.shape)] = x
        return padded, (x.shape, widths, None)
    padded = np.pad(x, widths, mode)  # type: ignore[call-overload]  # a mode by name
    source: Array = np.pad(np.arange(x.size).reshape(x.shape), widths, mode)  # type: ignore[call-overload]  # as above
    return padded, (x.shape, widths, source)


def _inside(widths: Array, shape: tuple[int, ...]) -> tuple[slice, ...]:
    """Where the array lies within its margins."""
    return tuple(slice(before, before + size) for (before, _), size in zip(widths, shape, strict=True))


def _pad_gradient(g: Array, shape: tuple[int, ...], widths: Array, source: Array | None) -> tuple[Part, ...]:
    if source is None:
        return (g[_inside(widths, shape)],)
    full = np.zeros(int(np.prod(shape)), g.dtype)
    np.add.at(full, source, g)
    return (full.reshape(shape),)


def _roll(x: Array, *, shift: Any, axis: Any = None) -> tuple[Array, Saved]:
    """Elements shifted along ``axis`` (along the flat array if None); what falls off comes in again."""
    return np.roll(x, shift, axis), (shift, axis)


def _roll_gradient(g: Array, shift: Any, axis: Any) -> tuple[Part, ...]:
    return (np.roll(g, -np.asarray(shift) if np.ndim(shift) else -shift, axis),)


def _broadcast_to(x: Array, *, shape: Sequence[int]) -> tuple[Array, Saved]:
    """x repeated along axes of size 1 until it has ``shape``."""
    return np.broadcast_to(x, tuple(shape)).copy(), (np.shape(x),)


def _broadcast_to_gradient(g: Array, shape: tuple[int, ...]) -> tuple[Part, ...]:
    g = g.sum(axis=tuple(range(g.ndim - len(shape))))
    return (g.sum(axis=tuple(i for i, size in enumerate(shape) if size == 1), keepdims=True).reshape(shape),)


expand_dims = primitive("expand_dims", _expand_dims, _back, arrays((3, 4), axis=1))
squeeze = primitive("squeeze", _squeeze, _back, arrays((3, 1, 4), axis=1))
take = primitive(
    "take", _take, _take_gradient, lambda rng: ((rng.normal(size=(3, 4)), np.array([[0, 2], [2, 1]])), {"axis": 1})
)
take_along_axis = primitive(
    "take_along_axis", _take_along_axis, _take_along_axis_gradient,
    lambda rng: ((rng.normal(size=(3, 4)), rng.integers(4, size=(3, 5))), {"axis": 1}),
)  # fmt: skip
pad = primitive("pad", _pad, _pad_gradient, arrays((3, 4), pad_width=((1, 2), (0, 1)), mode="reflect"))
roll = primitive("roll", _roll, _roll_gradient, arrays((3, 4), shift=2, axis=1))
broadcast_to = primitive("broadcast_to", _broadcast_to, _broadcast_to_gradient, arrays((3, 1), shape=(2, 3, 4)))


def swapaxes(x: Any, axis1: int, axis2: int) -> Any:
    """Two axes exchanged."""
    x = ranked(x)
    order = list(range(x.ndim))
    order[axis1], order[axis2] = order[axis2], order[axis1]
    return transpose(x, axes=tuple(order))


def moveaxis(x: Any, source: Any, destination: Any) -> Any:
    """Axes moved to other places; the others keep their order."""
    x = ranked(x)
    return transpose(x, axes=tuple(_order(x.ndim, source, destination)))


def _order(rank: int, source: Any, destination: Any) -> list[int]:
    """Which old axis stands at each new place."""
    first = [i % rank for i in np.atleast_1d(source)]
    last = [i % rank for i in np.atleast_1d(destination)]
    order = [i for i in range(rank) if i not in first]
    for place, axis in sorted(zip(last, first, strict=True)):
        order.insert(place, axis)
    return [int(i) for i in order]


def ravel(x: Any) -> Any:
    """All elements in one row."""
    return reshape(x, newshape=(-1,))


def flip(x: Any, axis: Any = None) -> Any:
    """Elements in reverse order along ``axis`` (all axes if None)."""
    x = ranked(x)
    rank = len(x.shape)
    axes = range(rank) if axis is None else [i % rank for i in np.atleast_1d(axis)]
    return get_item(x, key=tuple(slice(None, None, -1) if i in axes else slice(None) for i in range(rank)))


def tile(x: Any, repeats: Any) -> Any:
    """x put side by side with itself, ``repeats`` times along each axis."""
    times = [int(n) for n in np.atleast_1d(repeats)]
    x = ranked(x)
    shape = x.shape
    shape, times = (1,) * (len(times) - len(shape)) + shape, [1] * (len(shape) - len(times)) + times
    x = reshape(x, newshape=shape) if len(shape) != len(x.shape) else x
    for axis, count in enumerate(times):
        x = concatenate([x] * count, axis=axis) if count != 1 else x
    return x


def split(x: Any, indices_or_sections: Any, axis: int = 0) -> list[Any]:
    """Parts of x along ``axis``: so many equal ones, or cut at the given places.

    Raises:
        ValueError: if the parts would not be equal.
    """
    x = ranked(x)
    shape = x.shape
    size, place = shape[axis], axis % len(shape)
    cuts = indices_or_sections
    if isinstance(cuts, int | np.integer):
        if size % cuts:
            raise ValueError(f"split: {size} elements along axis {axis} cannot be cut into {cuts} equal parts.")
        cuts = [size // cuts * i for i in range(1, int(cuts))]
    borders = [0, *(int(cut) for cut in cuts), size]
    return [
        get_item(x, key=(*(slice(None),) * place, slice(start, stop))) for start, stop in itertools.pairwise(borders)
    ]


def unstack(x: Any, num: int | None = None, axis: int = 0) -> list[Any]:
    """The slices of x along ``axis``, without it; ``num`` of them if that is given."""
    x = ranked(x)
    place = axis % len(x.shape)
    return [get_item(x, key=(*(slice(None),) * place, i)) for i in range(num or x.shape[axis])]


def hstack(xs: Sequence[Any]) -> Any:
    """Arrays side by side: along the second axis, or the only one."""
    return concatenate(xs, axis=0 if len(ranked(xs[0]).shape) == 1 else 1)


def vstack(xs: Sequence[Any]) -> Any:
    """Arrays one below the other: along the first axis; rows become arrays of one row."""
    return concatenate([x if len(ranked(x).shape) > 1 else reshape(x, newshape=(1, -1)) for x in xs], axis=0)


def append(x1: Any, x2: Any, axis: int | None = None) -> Any:
    """x2 behind x1 along ``axis`` (both flat if None)."""
    return concatenate([ravel(x1), ravel(x2)] if axis is None else [x1, x2], axis=axis or 0)


def tril(x: Any, k: int = 0) -> Any:
    """x with zeros above the k-th diagonal of the last two axes."""
    x = ranked(x)
    return multiply(x, np.tri(x.shape[-2], x.shape[-1], k, x.dtype))


def triu(x: Any, k: int = 0) -> Any:
    """x with zeros below the k-th diagonal of the last two axes."""
    x = ranked(x)
    return multiply(x, 1 - np.tri(x.shape[-2], x.shape[-1], k - 1, x.dtype))


def diagonal(x: Any, offset: int = 0, axis1: int = 0, axis2: int = 1) -> Any:
    """Elements whose places along two axes are equal (differ by ``offset``), along a new last axis."""
    x = ranked(x)
    moved = transpose(x, axes=tuple(_order(x.ndim, (axis1, axis2), (x.ndim - 2, x.ndim - 1))))
    rows, columns = moved.shape[-2:]
    first, second = max(0, -offset), max(0, offset)
    count = max(0, min(rows - first, columns - second))
    return get_item(moved, key=(Ellipsis, np.arange(first, first + count), np.arange(second, second + count)))


def diff(a: Any, n: int = 1, axis: int = -1) -> Any:
    """Differences of neighbours along ``axis``, ``n`` times over."""
    a = ranked(a)
    before: tuple[Any, ...] = (slice(None),) * (axis % len(a.shape))
    for _ in range(n):
        a = get_item(a, key=(*before, slice(1, None))) - get_item(a, key=(*before, slice(None, -1)))
    return a


def fliplr(x: Any) -> Any:
    """The second axis in reverse order."""
    return flip(x, 1)


def flipud(x: Any) -> Any:
    """The first axis in reverse order."""
    return flip(x, 0)


def slice_update(inputs: Any, start_indices: Any, updates: Any) -> Any:
    """Inputs with ``updates`` in place of the part that begins at ``start_indices``."""
    inputs, updates = ranked(inputs), ranked(updates)
    starts = [int(i) for i in start_indices]
    inside = tuple(slice(i, i + size) for i, size in zip(starts, updates.shape, strict=True))
    kept = np.ones(inputs.shape, inputs.dtype)
    kept[inside] = 0
    around = [(i, total - i - size) for i, size, total in zip(starts, updates.shape, inputs.shape, strict=True)]
    return multiply(inputs, kept) + pad(updates, pad_width=around)
