"""Operations that move elements without changing them."""

from __future__ import annotations

import math
from types import EllipsisType, NoneType
from typing import Any

import numpy as np

from kcore.autodiff import Array, Part, primitive
from kcore.config import floatx
from kcore.ops.samples import arrays


def ranked(x: Any) -> Any:
    """x itself if it has a shape, else an array of it: Python's floats in the engine's float type."""
    if hasattr(x, "shape"):
        return x
    array = np.asarray(x)
    return array.astype(floatx()) if array.dtype.kind == "f" else array


def _reshape(x: Array, *, newshape: tuple[int, ...]) -> tuple[Array, tuple[Any, ...]]:
    """The same elements in row-major order in another shape; one size may be -1."""
    return np.reshape(x, newshape), (np.shape(x),)


def _reshape_gradient(g: Array, shape: tuple[int, ...]) -> tuple[Part, ...]:
    return (g.reshape(shape),)


def _transpose(x: Array, *, axes: tuple[int, ...] | None = None) -> tuple[Array, tuple[Any, ...]]:
    """Axes in the order given; reversed if None."""
    return np.transpose(x, axes), (axes,)


def _transpose_gradient(g: Array, axes: tuple[int, ...] | None) -> tuple[Part, ...]:
    return (np.transpose(g, None if axes is None else tuple(int(i) for i in np.argsort(axes))),)


def _get_item(x: Array, *, key: Any) -> tuple[Array, tuple[Any, ...]]:
    """x[key], with every kind of index that NumPy knows."""
    return x[key], (x, key)


def _is_basic(index: Any) -> bool:
    """Whether an index takes no element twice: whole numbers, slices, None and dots."""
    kinds = (int, np.integer, slice, EllipsisType, NoneType)
    parts = index if isinstance(index, tuple) else (index,)
    return all(isinstance(i, kinds) and not isinstance(i, bool) for i in parts)


def _get_item_gradient(g: Array, x: Array, index: Any) -> tuple[Part, ...]:
    full = np.zeros_like(x)
    if _is_basic(index):
        full[index] = g
    else:
        np.add.at(full, index, g)  # adds up where an index occurs twice
    return (full,)


def _concatenate(*xs: Array, axis: int = 0) -> tuple[Array, tuple[Any, ...]]:
    """Arrays put side by side along ``axis``."""
    return np.concatenate(xs, axis=axis), (axis, np.cumsum([x.shape[axis] for x in xs])[:-1])


def _concatenate_gradient(g: Array, axis: int, cuts: Array) -> tuple[Part, ...]:
    return tuple(np.split(g, cuts, axis=axis))


def _repeat(x: Array, *, repeats: Any, axis: int | None = None) -> tuple[Array, tuple[Any, ...]]:
    """Each element along ``axis`` (of the flat array if None) ``repeats`` times, one number for all or one for each."""
    return np.repeat(x, repeats, axis=axis), (np.shape(x), repeats, axis)


def _repeat_gradient(g: Array, shape: tuple[int, ...], repeats: Any, axis: int | None) -> tuple[Part, ...]:
    flat = shape if axis is not None else (math.prod(shape),)
    place = (axis or 0) % len(flat)
    if isinstance(repeats, int):
        return (g.reshape(*flat[: place + 1], repeats, *flat[place + 1 :]).sum(place + 1).reshape(shape),)
    source = np.repeat(np.arange(flat[place]), repeats)
    full = np.zeros(flat, g.dtype)
    index: Any = (*(slice(None),) * place, source)
    np.add.at(full, index, g)
    return (full.reshape(shape),)


def _stack(*x: Array, axis: int = 0) -> tuple[Array, tuple[Any, ...]]:
    """Arrays of one shape, side by side along a new ``axis``."""
    return np.stack(x, axis=axis), (axis,)


def _stack_gradient(g: Array, axis: int) -> tuple[Part, ...]:
    return tuple(np.moveaxis(g, axis, 0))


reshape = primitive("reshape", _reshape, _reshape_gradient, arrays((3, 4), newshape=(2, 6)))
transpose = primitive("transpose", _transpose, _transpose_gradient, arrays((3, 4, 2), axes=(2, 0, 1)))
get_item = primitive("get_item", _get_item, _get_item_gradient, arrays((5, 4), key=[0, 2, 2]))
concatenate = primitive("concatenate", _concatenate, _concatenate_gradient, arrays((3, 4), (3, 2), axis=1))
repeat = primitive("repeat", _repeat, _repeat_gradient, arrays((2, 3, 4), repeats=[1, 0, 2], axis=1))
stack = primitive("stack", _stack, _stack_gradient, arrays((3, 4), (3, 4), axis=1))
