"""Comparisons element by element: plain boolean arrays, which no gradient passes through."""

from __future__ import annotations

from typing import Any

import numpy as np

from kcore.autodiff import Array, primitive
from kcore.ops.samples import arrays

Axis = int | tuple[int, ...] | None


def _less(x1: Array, x2: Array) -> tuple[Array, tuple[Any, ...]]:
    """x1 < x2."""
    return np.less(x1, x2), ()


def _less_equal(x1: Array, x2: Array) -> tuple[Array, tuple[Any, ...]]:
    """x1 <= x2."""
    return np.less_equal(x1, x2), ()


def _greater(x1: Array, x2: Array) -> tuple[Array, tuple[Any, ...]]:
    """x1 > x2."""
    return np.greater(x1, x2), ()


def _greater_equal(x1: Array, x2: Array) -> tuple[Array, tuple[Any, ...]]:
    """x1 >= x2."""
    return np.greater_equal(x1, x2), ()


def _equal(x1: Array, x2: Array) -> tuple[Array, tuple[Any, ...]]:
    """x1 == x2."""
    return np.equal(x1, x2), ()


def _not_equal(x1: Array, x2: Array) -> tuple[Array, tuple[Any, ...]]:
    """x1 != x2."""
    return np.not_equal(x1, x2), ()


def _logical_and(x1: Array, x2: Array) -> tuple[Array, tuple[Any, ...]]:
    """Whether both are true."""
    return np.logical_and(x1, x2), ()


def _logical_or(x1: Array, x2: Array) -> tuple[Array, tuple[Any, ...]]:
    """Whether at least one is true."""
    return np.logical_or(x1, x2), ()


def _logical_xor(x1: Array, x2: Array) -> tuple[Array, tuple[Any, ...]]:
    """Whether exactly one is true."""
    return np.logical_xor(x1, x2), ()


def _logical_not(x: Array) -> tuple[Array, tuple[Any, ...]]:
    """Whether it is not true."""
    return np.logical_not(x), ()


def _isnan(x: Array) -> tuple[Array, tuple[Any, ...]]:
    """Whether it is no number (NaN)."""
    return np.isnan(x), ()


def _isinf(x: Array) -> tuple[Array, tuple[Any, ...]]:
    """Whether it is infinite."""
    return np.isinf(x), ()


def _isfinite(x: Array) -> tuple[Array, tuple[Any, ...]]:
    """Whether it is neither infinite nor NaN."""
    return np.isfinite(x), ()


def _isclose(
    x1: Array, x2: Array, *, rtol: float = 1e-5, atol: float = 1e-8, equal_nan: bool = False
) -> tuple[Array, tuple[Any, ...]]:
    """Whether |x1 - x2| <= atol + rtol · |x2|."""
    return np.isclose(x1, x2, rtol, atol, equal_nan), ()


def _all(x: Array, *, axis: Axis = None, keepdims: bool = False) -> tuple[Array, tuple[Any, ...]]:
    """Whether all are true along ``axis`` (all axes if None)."""
    return np.all(x, axis=axis, keepdims=keepdims), ()


def _any(x: Array, *, axis: Axis = None, keepdims: bool = False) -> tuple[Array, tuple[Any, ...]]:
    """Whether at least one is true along ``axis`` (all axes if None)."""
    return np.any(x, axis=axis, keepdims=keepdims), ()


_pair = arrays((3, 4), (4,))
less = primitive("less", _less, None, _pair)
less_equal = primitive("less_equal", _less_equal, None, _pair)
greater = primitive("greater", _greater, None, _pair)
greater_equal = primitive("greater_equal", _greater_equal, None, _pair)
equal = primitive("equal", _equal, None, _pair)
not_equal = primitive("not_equal", _not_equal, None, _pair)
logical_and = primitive("logical_and", _logical_and, None, _pair)
logical_or = primitive("logical_or", _logical_or, None, _pair)
logical_xor = primitive("logical_xor", _logical_xor, None, _pair)
logical_not = primitive("logical_not", _logical_not, None, arrays((3, 4)))
isnan = primitive("isnan", _isnan, None, arrays((3, 4)))
isinf = primitive("isinf", _isinf, None, arrays((3, 4)))
isfinite = primitive("isfinite", _isfinite, None, arrays((3, 4)))
isclose = primitive("isclose", _isclose, None, _pair)
all = primitive("all", _all, None, arrays((3, 4), axis=1))
any = primitive("any", _any, None, arrays((3, 4), axis=1))


def allclose(x1: Any, x2: Any, rtol: float = 1e-5, atol: float = 1e-8, equal_nan: bool = False) -> bool:
    """Whether |x1 - x2| <= atol + rtol · |x2| everywhere."""
    return bool(np.all(isclose(x1, x2, rtol, atol, equal_nan)))
