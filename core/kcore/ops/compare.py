"""Comparisons element by element: plain boolean arrays, which no gradient passes through."""

from __future__ import annotations

from typing import Any

import numpy as np

from kcore.autodiff import Array, primitive
from kcore.ops.samples import arrays


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


_pair = arrays((3, 4), (4,))
less = primitive("less", _less, None, _pair)
less_equal = primitive("less_equal", _less_equal, None, _pair)
greater = primitive("greater", _greater, None, _pair)
greater_equal = primitive("greater_equal", _greater_equal, None, _pair)
equal = primitive("equal", _equal, None, _pair)
not_equal = primitive("not_equal", _not_equal, None, _pair)
