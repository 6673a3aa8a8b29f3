"""What layers are made of besides products: activations, dropout's mask."""

from __future__ import annotations

from typing import Any

import numpy as np

from kcore.autodiff import Array, Part, primitive
from kcore.ops.samples import arrays

Axes = tuple[int, ...]
# as arrays of the right type, numbers cost a ufunc half as much
_HALF = {kind: np.array(0.5, kind) for kind in "efd"}


def relu_value(x: Array, out: Array | None = None) -> Array:
    """max(x, 0). Against a row of zeros NumPy is twice as fast as against the number 0."""
    return np.maximum(x, np.zeros(x.shape[-1:], x.dtype), out=out)


def _relu(x: Array) -> tuple[Array, tuple[Any, ...]]:
    """max(x, 0); the gradient at 0 is 0. Source: Nair and Hinton (2010)."""
    y = relu_value(x)
    return y, (y,)


def _relu_gradient(g: Array, y: Array) -> tuple[Part, ...]:
    return (np.multiply(g, y > 0),)


def _tanh(x: Array) -> tuple[Array, tuple[Any, ...]]:
    """Hyperbolic tangent, between -1 and 1. Its gradient is 1 - tanh(x)²."""
    y = np.tanh(x)
    return y, (y,)


def _tanh_gradient(g: Array, y: Array) -> tuple[Part, ...]:
    return (g * (1 - y * y),)


def sigmoid_value(x: Array) -> Array:
    """1 / (1 + e^-x), written as (1 + tanh(x/2)) / 2: twice as fast, and it cannot overflow."""
    half = _HALF.get(x.dtype.char, 0.5)
    y = np.asarray(np.multiply(x, half))
    np.tanh(y, y)
    np.multiply(y, half, y)
    np.add(y, half, y)
    return y


def _sigmoid(x: Array) -> tuple[Array, tuple[Any, ...]]:
    """1 / (1 + e^-x), between 0 and 1. Its gradient is y · (1 - y)."""
    y = sigmoid_value(x)
    return y, (y,)


def _sigmoid_gradient(g: Array, y: Array) -> tuple[Part, ...]:
    return (g * (y * (1 - y)),)


def softmax_value(x: Array, axis: int | Axes = -1) -> Array:
    """e^x, divided by its sum along ``axis``; the largest is subtracted first so that nothing overflows."""
    y = x - np.maximum.reduce(x, axis, keepdims=True)
    np.exp(y, y)
    np.divide(y, np.add.reduce(y, axis, keepdims=True), y)
    return y


def _softmax(x: Array, *, axis: int | Axes = -1) -> tuple[Array, tuple[Any, ...]]:
    """Probabilities that sum to 1 along ``axis``: e^x / Σ e^x."""
    y = softmax_value(x, axis)
    return y, (y, axis)


def _softmax_gradient(g: Array, y: Array, axis: int | Axes) -> tuple[Part, ...]:
    return (y * (g - np.sum(g * y, axis=axis, keepdims=True)),)


def _apply_mask(x: Array, *, mask: Array) -> tuple[Array, tuple[Any, ...]]:
    """x · mask, for a mask of numbers that needs no gradient (dropout)."""
    return np.multiply(x, mask), (mask,)


def _apply_mask_gradient(g: Array, mask: Array) -> tuple[Part, ...]:
    return (np.multiply(g, mask),)


relu = primitive("relu", _relu, _relu_gradient, arrays((3, 4)))
tanh = primitive("tanh", _tanh, _tanh_gradient, arrays((3, 4)))
sigmoid = primitive("sigmoid", _sigmoid, _sigmoid_gradient, arrays((3, 4)))
softmax = primitive("softmax", _softmax, _softmax_gradient, arrays((3, 4)))
apply_mask = primitive("apply_mask", _apply_mask, _apply_mask_gradient, arrays((3, 4), mask=np.array([0.0, 2, 0, 2])))
