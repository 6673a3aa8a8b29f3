"""Making the spatial axes of a batch longer: by repeating, by interpolating, by margins."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Final

import numpy as np

from kcore.autodiff import Array, Part, primitive
from kcore.ops.samples import arrays


def _interpolate(x: Array, *, matrix: Array, axis: int) -> tuple[Array, tuple[Any, ...]]:
    """New places along ``axis``, each a mixture of the old ones: ``matrix`` is (new, old)."""
    return _mixed(x, matrix, axis), (matrix, axis)


def _interpolate_gradient(g: Array, matrix: Array, axis: int) -> tuple[Part, ...]:
    return (_mixed(g, matrix.T, axis),)


def _mixed(x: Array, matrix: Array, axis: int) -> Array:
    lead, tail = x.shape[:axis], x.shape[axis + 1 :]
    mixed = np.matmul(matrix, x.reshape(*lead, x.shape[axis], -1))
    return mixed.reshape(*lead, len(matrix), *tail)


def _bilinear(x: Array) -> Array:
    return np.maximum(0, 1 - x)


def _bicubic(x: Array) -> Array:
    """Source: Keys, "Cubic convolution interpolation" (1981), with a = -1/2."""
    near, far = (1.5 * x - 2.5) * x * x + 1, ((2.5 - 0.5 * x) * x - 4) * x + 2
    return np.where(x < 1, near, np.where(x < 2, far, 0))


def _lanczos(reach: int, x: Array) -> Array:
    return np.where(x < reach, np.sinc(x) * np.sinc(x / reach), 0)


_CURVES: Final[dict[str, Callable[[Array], Array]]] = {
    "bilinear": _bilinear,
    "bicubic": _bicubic,
    "lanczos3": functools.partial(_lanczos, 3),
    "lanczos5": functools.partial(_lanczos, 5),
}


@functools.lru_cache(maxsize=64)
def interpolation_weights(curve: str, size: int, factor: int, dtype: str) -> Array:
    """What each new place takes from each old one: a matrix (size · factor, size) whose rows sum to 1.

    The weight is ``curve`` ('bilinear', 'bicubic', 'lanczos3', 'lanczos5') of the distance between the centres of
    the two places.
    """
    centres = (np.arange(size * factor) + 0.5) / factor - 0.5
    weights = _CURVES[curve](np.abs(centres[:, None] - np.arange(size)))
    weights = (weights / weights.sum(axis=1, keepdims=True)).astype(dtype)
    weights.flags.writeable = False
    return weights


interpolate = primitive(
    "interpolate",
    _interpolate,
    _interpolate_gradient,
    arrays((2, 3, 4), matrix=interpolation_weights("bicubic", 3, 2, "float64"), axis=1),
)
