"""Activations that many models use, each one row of the tape; what is rare is made of other operations."""

from __future__ import annotations

import functools
import math
from typing import Any

import numpy as np

from kcore.autodiff import Array, Part, primitive
from kcore.ops.nn import sigmoid_value, softmax_value
from kcore.ops.samples import arrays

Saved = tuple[Any, ...]
_SELU_SCALE, _SELU_ALPHA = 1.0507009873554805, 1.6732632423543772
_FLAT = 8.0  # from here on the error function is 1 in every float type


def softplus_value(x: Array) -> Array:
    """log(1 + e^x), as max(x, 0) + log(1 + e^-|x|), which cannot overflow."""
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))


def log_softmax_value(x: Array, axis: int = -1) -> Array:
    """Logarithm of the softmax, finite also where the softmax is rounded to 0."""
    shifted = x - x.max(axis=axis, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))


@functools.cache
def _erfc_series(degree: int) -> Array:
    """Chebyshev coefficients of log(erfc(x) / t) + x² over t = 2 / (2 + x), x from 0 to ``_FLAT``."""
    last = 2 / (2 + _FLAT)

    angles = (np.arange(degree + 1) + 0.5) * (math.pi / (degree + 1))
    t = (np.cos(angles) + 1) * (1 - last) / 2 + last
    values = np.array([math.log(math.erfc(2 / v - 2) / v) + (2 / v - 2) ** 2 for v in t])
    series = np.cos(np.outer(np.arange(degree + 1), angles)) @ values * (2 / (degree + 1))
    series[0] /= 2
    return series


def erf_value(x: Array) -> Array:
    """The error function, which NumPy lacks: to 4e-7 in float32, to 1e-14 in float64."""
    size = np.minimum(np.abs(x), _FLAT)
    last = 2 / (2 + _FLAT)
    t = 2 / (2 + size)
    twice = (t - last) * (4 / (1 - last)) - 2
    first, *others = _erfc_series(24 if x.dtype == np.float64 else 10).astype(x.dtype)
    now = before = np.zeros_like(t)
    for coefficient in reversed(others):  # Clenshaw (1955)
        now, before = twice * now - before + coefficient, now
    tail = t * np.exp(twice * now / 2 - before + first - size * size)
    return np.copysign(1 - tail, x)


def _erf(x: Array) -> tuple[Array, Saved]:
    """Error function 2/√π · ∫ e^-t² dt from 0 to x."""
    return erf_value(x), (x,)


def _erf_gradient(g: Array, x: Array) -> tuple[Part, ...]:
    return (g * np.exp(-x * x) * (2 / math.sqrt(math.pi)),)


def _gelu(x: Array, *, approximate: bool = True) -> tuple[Array, Saved]:
    """x · Φ(x), Φ the normal distribution function, by tanh if ``approximate``. Source: Hendrycks and Gimpel (2016)."""
    if approximate:
        share = sigmoid_value(math.sqrt(8 / math.pi) * (x + 0.044715 * x * x * x))
    else:
        share = (1 + erf_value(x * math.sqrt(0.5))) / 2
    return x * share, (x, share, approximate)


def _gelu_gradient(g: Array, x: Array, share: Array, approximate: bool) -> tuple[Part, ...]:
    if approximate:
        slope = share * (1 - share) * (math.sqrt(8 / math.pi) * (1 + 0.134145 * x * x))
    else:
        slope = np.exp(x * x * -0.5) * (1 / math.sqrt(2 * math.pi))
    return (g * (share + x * slope),)


def _silu(x: Array) -> tuple[Array, Saved]:
    """x · sigmoid(x), also called swish. Source: Ramachandran et al. (2017)."""
    share = sigmoid_value(x)
    return x * share, (x, share)


def _silu_gradient(g: Array, x: Array, share: Array) -> tuple[Part, ...]:
    return (g * (share * (1 + x * (1 - share))),)


def _softplus(x: Array) -> tuple[Array, Saved]:
    """log(1 + e^x): a relu without a corner. Its gradient is sigmoid(x)."""
    return softplus_value(x), (x,)


def _softplus_gradient(g: Array, x: Array) -> tuple[Part, ...]:
    return (g * sigmoid_value(x),)


def _leaky_relu(x: Array, *, negative_slope: float = 0.2) -> tuple[Array, Saved]:
    """x above 0, negative_slope · x below. Source: Maas et al. (2013)."""
    slope = np.where(x > 0, x.dtype.type(1), x.dtype.type(negative_slope))
    return x * slope, (slope,)


def _leaky_relu_gradient(g: Array, slope: Array) -> tuple[Part, ...]:
    return (g * slope,)


def _elu(x: Array, *, alpha: float = 1.0) -> tuple[Array, Saved]:
    """x above 0, alpha · (e^x - 1) below. Source: Clevert et al. (2015)."""
    y = np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))
    return y, (x, y, alpha)


def _elu_gradient(g: Array, x: Array, y: Array, alpha: float) -> tuple[Part, ...]:
    return (g * np.where(x > 0, x.dtype.type(1), y + alpha),)


def _selu(x: Array) -> tuple[Array, Saved]:
    """Scaled elu that keeps mean 0 and variance 1 from layer to layer. Source: Klambauer et al. (2017)."""
    y, saved = _elu(x, alpha=_SELU_ALPHA)
    return _SELU_SCALE * y, saved


def _selu_gradient(g: Array, x: Array, y: Array, alpha: float) -> tuple[Part, ...]:
    return _elu_gradient(_SELU_SCALE * g, x, y, alpha)


def _log_softmax(x: Array, *, axis: int = -1) -> tuple[Array, Saved]:
    """x - log Σ e^x along ``axis``."""
    return log_softmax_value(x, axis), (x, axis)


def _log_softmax_gradient(g: Array, x: Array, axis: int) -> tuple[Part, ...]:
    return (g - softmax_value(x, axis) * g.sum(axis=axis, keepdims=True),)


def _sparsemax(x: Array, *, axis: int = -1) -> tuple[Array, Saved]:
    """The nearest point to x whose parts are at least 0 and sum to 1. Source: Martins and Astudillo (2016)."""
    x = x - x.max(axis=axis, keepdims=True)
    ordered = -np.sort(-x, axis=axis)
    ranks = np.arange(1, x.shape[axis] + 1, dtype=x.dtype).reshape(-1, *(1,) * (x.ndim - 1 - axis % x.ndim))
    excess = np.cumsum(ordered, axis=axis) - 1
    support = (ordered * ranks > excess).sum(axis=axis, keepdims=True)
    level = np.take_along_axis(excess, support - 1, axis=axis) / support.astype(x.dtype)
    y = np.maximum(x - level, 0)
    return y, (y > 0, axis)


def _sparsemax_gradient(g: Array, inside: Array, axis: int) -> tuple[Part, ...]:
    mean = (g * inside).sum(axis=axis, keepdims=True) / inside.sum(axis=axis, keepdims=True).astype(g.dtype)
    return ((g - mean) * inside,)


erf = primitive("erf", _erf, _erf_gradient, arrays((3, 4)))
gelu = primitive("gelu", _gelu, _gelu_gradient, arrays((3, 4), approximate=False))
silu = primitive("silu", _silu, _silu_gradient, arrays((3, 4)))
softplus = primitive("softplus", _softplus, _softplus_gradient, arrays((3, 4)))
leaky_relu = primitive("leaky_relu", _leaky_relu, _leaky_relu_gradient, arrays((3, 4), negative_slope=0.3))
elu = primitive("elu", _elu, _elu_gradient, arrays((3, 4), alpha=1.3))
selu = primitive("selu", _selu, _selu_gradient, arrays((3, 4)))
log_softmax = primitive("log_softmax", _log_softmax, _log_softmax_gradient, arrays((3, 4), axis=0))
sparsemax = primitive("sparsemax", _sparsemax, _sparsemax_gradient, arrays((3, 4)))
