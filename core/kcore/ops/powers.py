"""Exponentials, logarithms, roots, quotients and rounding, element by element."""

from __future__ import annotations

from typing import Any

import numpy as np

from kcore.autodiff import Array, Part, primitive
from kcore.ops.elementwise import absolute, sqrt, square, unbroadcast
from kcore.ops.samples import arrays, between
from kcore.ops.trigonometry import smooth

_any, _positive = arrays((3, 4)), arrays((3, 4), positive=True)
_LOG2, _LOG10 = float(np.log(2)), float(np.log(10))


def _logaddexp(x1: Array, x2: Array) -> tuple[Array, tuple[Any, ...]]:
    """log(e^x1 + e^x2), without overflow."""
    value = np.logaddexp(x1, x2)
    return value, (x1, x2, value)


def _logaddexp_gradient(g: Array, x1: Array, x2: Array, value: Array) -> tuple[Part, ...]:
    return lambda _: unbroadcast(g * np.exp(x1 - value), x1), lambda _: unbroadcast(g * np.exp(x2 - value), x2)


def _mod(x1: Array, x2: Array) -> tuple[Array, tuple[Any, ...]]:
    """What is left of x1 after division by x2, with the sign of x2."""
    return np.mod(x1, x2), (x1, x2)


def _mod_gradient(g: Array, x1: Array, x2: Array) -> tuple[Part, ...]:
    return lambda _: unbroadcast(g, x1), lambda _: unbroadcast(-g * np.floor_divide(x1, x2), x2)


def _floor_divide(x1: Array, x2: Array) -> tuple[Array, tuple[Any, ...]]:
    """The largest whole number not above x1 / x2."""
    return np.floor_divide(x1, x2), ()


def _floor(x: Array) -> tuple[Array, tuple[Any, ...]]:
    """The largest whole number not above x."""
    return np.floor(x), ()


def _ceil(x: Array) -> tuple[Array, tuple[Any, ...]]:
    """The smallest whole number not below x."""
    return np.ceil(x), ()


def _trunc(x: Array) -> tuple[Array, tuple[Any, ...]]:
    """The whole number next to x towards 0."""
    return np.trunc(x), ()


def _round(x: Array, *, decimals: int = 0) -> tuple[Array, tuple[Any, ...]]:
    """The nearest number with so many decimals; halves go to the even one."""
    return np.round(x, decimals), ()


def _sign(x: Array) -> tuple[Array, tuple[Any, ...]]:
    """-1, 0 or 1."""
    return np.sign(x), ()


exp2 = smooth("exp2", np.exp2, lambda x, y: y * _LOG2, "2 to the power of x.", _any)
expm1 = smooth("expm1", np.expm1, lambda x, y: y + 1, "e^x - 1, exact for small x.", _any)
log1p = smooth("log1p", np.log1p, lambda x, y: 1 / (1 + x), "log(1 + x), exact for small x.", _positive)
log2 = smooth("log2", np.log2, lambda x, y: 1 / (x * _LOG2), "Logarithm to the base 2.", _positive)
log10 = smooth("log10", np.log10, lambda x, y: 1 / (x * _LOG10), "Logarithm to the base 10.", _positive)
reciprocal = smooth("reciprocal", np.reciprocal, lambda x, y: -y * y, "1 / x.", _any)
rsqrt = smooth("rsqrt", lambda x: 1 / np.sqrt(x), lambda x, y: -0.5 * y / x, "1 / sqrt(x).", _positive)
cbrt = smooth("cbrt", np.cbrt, lambda x, y: 1 / (3 * y * y), "The number whose third power is x.", _any)
deg2rad = smooth("deg2rad", np.deg2rad, lambda x, y: np.pi / 180, "An angle in degrees, in radians.", _any)
rad2deg = smooth("rad2deg", np.rad2deg, lambda x, y: 180 / np.pi, "An angle in radians, in degrees.", _any)
logaddexp = primitive("logaddexp", _logaddexp, _logaddexp_gradient, arrays((3, 4), (4,)))
mod = primitive("mod", _mod, _mod_gradient, between(0.6, 0.9, (3, 4), (4,)))
floor_divide = primitive("floor_divide", _floor_divide, None, arrays((3, 4), (4,)))
floor = primitive("floor", _floor, None, _any)
ceil = primitive("ceil", _ceil, None, _any)
trunc = primitive("trunc", _trunc, None, _any)
round = primitive("round", _round, None, arrays((3, 4), decimals=1))
sign = primitive("sign", _sign, None, _any)


def hypot(x1: Any, x2: Any) -> Any:
    """sqrt(x1² + x2²)."""
    return sqrt(square(x1) + square(x2))


def divide_no_nan(x1: Any, x2: Any) -> Any:
    """x1 / x2, and 0 where x2 is 0."""
    from_zero = np.asarray(absolute(x2)) == 0
    return np.where(from_zero, 0, 1).astype(np.result_type(np.asarray(x2).dtype)) * (x1 / (x2 + from_zero))
