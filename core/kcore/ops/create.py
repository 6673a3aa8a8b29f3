"""Arrays made, converted and asked about. None of these has a gradient."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from kcore.autodiff import Array, Tensor, Variable, primitive, value_of
from kcore.config import floatx
from kcore.ops.elementwise import cast

Size = int | Sequence[int]


def left_out(what: str, wanted: Any) -> None:
    """Refuse what needs another backend than NumPy.

    Raises:
        ValueError: if it is wanted.
    """
    if wanted:
        raise ValueError(f"{what}={wanted!r} is left to real Keras: it needs another backend than NumPy. Leave it out.")


def _kind(*values: Any) -> str:
    """int32 for whole numbers, else the engine's float type."""
    whole = all(isinstance(v, int | np.integer) for v in values if v is not None)
    return "int32" if whole else floatx()


def zeros(shape: Size, dtype: Any = None) -> Array:
    """All 0."""
    return np.zeros(shape, dtype or floatx())


def ones(shape: Size, dtype: Any = None) -> Array:
    """All 1."""
    return np.ones(shape, dtype or floatx())


def full(shape: Size, fill_value: Any, dtype: Any = None) -> Array:
    """All of one value."""
    return np.full(shape, value_of(fill_value), dtype or floatx())


def empty(shape: Size, dtype: Any = None) -> Array:
    """Whatever lies in memory, to be written over."""
    return np.empty(shape, dtype or floatx())


def zeros_like(x: Any, dtype: Any = None) -> Array:
    """All 0, of x's shape and type."""
    return np.zeros_like(value_of(x), dtype=dtype)


def ones_like(x: Any, dtype: Any = None) -> Array:
    """All 1, of x's shape and type."""
    return np.ones_like(value_of(x), dtype=dtype)


def full_like(x: Any, fill_value: Any, dtype: Any = None) -> Array:
    """All of one value, of x's shape and type."""
    return np.full_like(value_of(x), value_of(fill_value), dtype=dtype)


def empty_like(x: Any, dtype: Any = None) -> Array:
    """Whatever lies in memory, of x's shape and type."""
    return np.empty_like(value_of(x), dtype=dtype)


def arange(start: Any, stop: Any = None, step: Any = None, dtype: Any = None) -> Array:
    """Numbers from start (0 if only one is given) to below stop."""
    kind = dtype or _kind(start, stop, step)
    first, last = (0, start) if stop is None else (start, stop)
    return np.arange(first, last, 1 if step is None else step).astype(kind)


def linspace(
    start: Any,
    stop: Any,
    num: int = 50,
    endpoint: bool = True,
    retstep: bool = False,
    dtype: Any = None,
    axis: int = 0,
) -> Any:
    """``num`` evenly spaced numbers from start to stop; with ``retstep`` also their distance."""
    numbers, step = np.linspace(start, stop, num, endpoint, retstep=True, axis=axis)
    numbers = numbers.astype(dtype or floatx())
    return (numbers, step) if retstep else numbers


def eye(N: int, M: int | None = None, k: int = 0, dtype: Any = None) -> Array:
    """1 on the k-th diagonal, 0 elsewhere."""
    return np.eye(N, M, k, dtype or floatx())


def identity(n: int, dtype: Any = None) -> Array:
    """1 on the diagonal, 0 elsewhere."""
    return np.eye(n, dtype=dtype or floatx())


def tri(N: int, M: int | None = None, k: int = 0, dtype: Any = None) -> Array:
    """1 on and below the k-th diagonal, 0 above."""
    return np.tri(N, M, k, dtype or floatx())


def meshgrid(*x: Any, indexing: Any = "xy") -> list[Array]:
    """For each axis of a grid the coordinate of every point."""
    return list(np.meshgrid(*(value_of(v) for v in x), indexing=indexing))


def _one_hot(
    x: Array, *, num_classes: int, axis: int = -1, dtype: Any = None, sparse: bool = False
) -> tuple[Array, tuple[Any, ...]]:
    """1 at each class number, 0 elsewhere, along a new axis; all 0 for numbers outside. ``sparse`` stays False."""
    left_out("sparse", sparse)
    numbers = np.asarray(x)
    found = (numbers[..., None] == np.arange(num_classes)).astype(dtype or floatx())
    return (found if axis in (-1, numbers.ndim) else np.moveaxis(found, -1, axis)), ()


one_hot = primitive("one_hot", _one_hot, None, lambda rng: ((rng.integers(4, size=(3, 2)),), {"num_classes": 4}))


def convert_to_tensor(x: Any, dtype: Any = None, sparse: bool | None = None, ragged: bool | None = None) -> Any:
    """x as an array: Python's floats in the engine's float type, whole numbers as int32; a tensor stays one."""
    left_out("sparse", sparse)
    left_out("ragged", ragged)
    if isinstance(x, Tensor | Variable):
        return x if dtype is None or x.dtype == dtype else cast(x, dtype=dtype)
    if isinstance(x, np.ndarray | np.generic):
        return np.asarray(x, dtype)
    array = np.asarray(x)
    kind = {"f": floatx(), "i": "int32"}.get(array.dtype.kind)
    return array.astype(dtype or kind or array.dtype)


def array(x: Any, dtype: Any = None) -> Any:
    """See ``convert_to_tensor``."""
    return convert_to_tensor(x, dtype)


def convert_to_numpy(x: Any) -> Array:
    """The numbers of x as a NumPy array of its own."""
    return np.array(value_of(x))


def copy(x: Any) -> Array:
    """The numbers of x in an array of its own."""
    return np.array(value_of(x))


def is_tensor(x: Any) -> bool:
    """Whether x is an array, a tensor or a variable."""
    return isinstance(x, np.ndarray | np.generic | Tensor)


def shape(x: Any) -> tuple[int | None, ...]:
    """The sizes of x; None where a place in a model is open."""
    return tuple(x.shape) if hasattr(x, "shape") else np.shape(x)


def ndim(x: Any) -> int:
    """The number of axes of x."""
    return len(shape(x))


def size(x: Any) -> int:
    """The number of elements of x."""
    return int(np.size(value_of(x)))


def dtype(x: Any) -> str:
    """The name of the element type of x."""
    return str(np.asarray(value_of(x)).dtype)
