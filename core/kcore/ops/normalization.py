"""Normalizations, each one row of the tape."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from kcore.autodiff import Array, Part, primitive
from kcore.ops.linalg import channel_sum
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


def _batch_normalization(
    x: Array,
    gamma: Array | None,
    beta: Array | None,
    *,
    axes: tuple[int, ...],
    epsilon: float,
    mean: Array | None = None,
    variance: Array | None = None,
) -> tuple[Array, tuple[Any, ...]]:
    """gamma · (x - mean) / sqrt(variance + epsilon) + beta, with the batch's own mean and variance over ``axes``.

    ``gamma`` and ``beta`` (channels,) lie along the one axis that is not in ``axes``, and may be None.
    ``mean`` and ``variance`` may be given where they are known already: x's rank, size 1 along ``axes``.
    Source: Ioffe and Szegedy, "Batch Normalization" (2015), algorithm 1 and its gradient.
    """
    if mean is None or variance is None:
        mean, variance = channel_moments(x, axes)
    scale = 1 / np.sqrt(variance + epsilon)
    xhat = np.subtract(x, mean)
    np.multiply(xhat, scale, xhat)
    y = xhat if gamma is None else xhat * gamma.reshape(mean.shape)
    if beta is not None:
        y = np.add(y, beta.reshape(mean.shape), out=None if y is xhat else y)
    return y, (xhat, scale, gamma, beta, axes)


def channel_moments(x: Array, axes: tuple[int, ...]) -> tuple[Array, Array]:
    """Mean and variance over ``axes``, all but one; x's rank, size 1 along ``axes``."""
    shape = tuple(1 if i in axes else size for i, size in enumerate(x.shape))
    count = x.size // math.prod(shape)
    mean = (channel_sum(x, axes) / count).reshape(shape)
    centred = x - mean
    return mean, (channel_sum(np.square(centred, out=centred), axes) / count).reshape(shape)


def _batch_normalization_gradient(
    g: Array, xhat: Array, scale: Array, gamma: Array | None, beta: Array | None, axes: tuple[int, ...]
) -> tuple[Part, ...]:
    gamma_part, beta_part = channel_sum(g * xhat, axes), channel_sum(g, axes)

    def x_part(_: Array | None) -> Array:
        count = xhat.size // beta_part.size
        dx = np.multiply(xhat, (gamma_part / count).reshape(scale.shape))
        np.add(dx, (beta_part / count).reshape(scale.shape), dx)
        np.subtract(g, dx, dx)
        return np.multiply(dx, scale if gamma is None else scale * gamma.reshape(scale.shape), dx)

    return x_part, None if gamma is None else gamma_part, None if beta is None else beta_part


def _batch_sample(rng: np.random.Generator) -> tuple[tuple[Any, ...], dict[str, Any]]:
    return (rng.normal(size=(6, 3)), rng.normal(size=3), rng.normal(size=3)), {"axes": (0,), "epsilon": 1e-3}


batch_normalization = primitive(
    "batch_normalization", _batch_normalization, _batch_normalization_gradient, _batch_sample
)
layer_normalization = primitive(
    "layer_normalization", _layer_normalization, _layer_normalization_gradient,
    arrays((5, 3, 4), (3, 4), (3, 4), axis=(1, 2), epsilon=1e-3),
)  # fmt: skip
rms_normalization = primitive(
    "rms_normalization", _rms_normalization, _rms_normalization_gradient, arrays((5, 4), (4,), epsilon=1e-3)
)
