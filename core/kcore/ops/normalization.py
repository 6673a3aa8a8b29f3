"""Normalizations of each sample by itself, each one row of the tape."""

from __future__ import annotations

from typing import Any

import numpy as np

from kcore.autodiff import Array, Part, primitive
from kcore.ops.samples import arrays

Axis = int | tuple[int, ...] | list[int]


def _kept(x: Array, axis: Axis) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The axes counted from the front, and the shape that is 1 everywhere else."""
    axes = tuple(sorted(i % x.ndim for i in ((axis,) if isinstance(axis, int) else axis)))
    return axes, tuple(size if i in axes else 1 for i, size in enumerate(x.shape))


def _layer_normalization(
    x: Array, gamma: Array | None = None, beta: Array | None = None, *, axis: Axis = -1, epsilon: float | None = None
) -> tuple[Array, tuple[Any, ...]]:
    """gamma · (x - mean) / sqrt(variance + epsilon) + beta, with mean and variance over ``axis`` of each sample.

    ``gamma`` and ``beta`` have the sizes of ``axis``, and may be None; ``epsilon`` is 0.001 if None.
    Source: Ba, Kiros and Hinton, "Layer Normalization" (2016).
    """
    axes, shape = _kept(x, axis)
    centred = x - x.mean(axis=axes, keepdims=True)
    scale = 1 / np.sqrt(np.square(centred).mean(axis=axes, keepdims=True) + (1e-3 if epsilon is None else epsilon))
    xhat = np.multiply(centred, scale, centred)
    y = xhat if gamma is None else xhat * gamma.reshape(shape)
    if beta is not None:
        y = y + beta.reshape(shape)
    return y, (xhat, scale, gamma, beta, axes, shape)


def _layer_normalization_gradient(
    g: Array,
    xhat: Array,
    scale: Array,
    gamma: Array | None,
    beta: Array | None,
    axes: tuple[int, ...],
    shape: tuple[int, ...],
) -> tuple[Part, ...]:
    others = tuple(i for i in range(g.ndim) if i not in axes)

    def x_part(_: Array | None) -> Array:
        h = g if gamma is None else g * gamma.reshape(shape)
        along = (h * xhat).mean(axis=axes, keepdims=True)
        return (h - h.mean(axis=axes, keepdims=True) - xhat * along) * scale

    return (
        x_part,
        None if gamma is None else (g * xhat).sum(axis=others).reshape(gamma.shape),
        None if beta is None else g.sum(axis=others).reshape(beta.shape),
    )


def _rms_normalization(
    x: Array, scale: Array | None = None, *, axis: Axis = -1, epsilon: float | None = None
) -> tuple[Array, tuple[Any, ...]]:
    """scale · x / sqrt(mean(x²) + epsilon), with the mean over ``axis`` of each sample.

    ``scale`` has the sizes of ``axis``, and may be None; ``epsilon`` is that of the float type of x if None.
    Source: Zhang and Sennrich, "Root Mean Square Layer Normalization" (2019).
    """
    axes, shape = _kept(x, axis)
    small = np.finfo(x.dtype).eps if epsilon is None else epsilon
    factor = 1 / np.sqrt(np.square(x).mean(axis=axes, keepdims=True) + small)
    xhat = x * factor
    return (xhat if scale is None else xhat * scale.reshape(shape)), (xhat, factor, scale, axes, shape)


def _rms_normalization_gradient(
    g: Array, xhat: Array, factor: Array, scale: Array | None, axes: tuple[int, ...], shape: tuple[int, ...]
) -> tuple[Part, ...]:
    others = tuple(i for i in range(g.ndim) if i not in axes)

    def x_part(_: Array | None) -> Array:
        h = g if scale is None else g * scale.reshape(shape)
        return (h - xhat * (h * xhat).mean(axis=axes, keepdims=True)) * factor

    return x_part, None if scale is None else (g * xhat).sum(axis=others).reshape(scale.shape)


layer_normalization = primitive(
    "layer_normalization", _layer_normalization, _layer_normalization_gradient,
    arrays((5, 3, 4), (3, 4), (3, 4), axis=(1, 2), epsilon=1e-3),
)  # fmt: skip
rms_normalization = primitive(
    "rms_normalization", _rms_normalization, _rms_normalization_gradient, arrays((5, 4), (4,), epsilon=1e-3)
)
