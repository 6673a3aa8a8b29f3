"""Inverses, determinants, solutions, diagonals."""

from __future__ import annotations

from typing import Any

import numpy as np

from kcore.autodiff import Array, Part, primitive, value_of
from kcore.ops.arrange import diagonal, pad
from kcore.ops.elementwise import multiply
from kcore.ops.reduce import sum
from kcore.ops.shaping import ranked, reshape


def _turned(x: Array) -> Array:
    return np.swapaxes(x, -1, -2)


def _invertible(rng: np.random.Generator) -> Array:
    return np.asarray(rng.normal(size=(2, 3, 3)) + 3 * np.eye(3))


def _inv(x: Array) -> tuple[Array, tuple[Any, ...]]:
    """Inverses of square matrices (the last two axes)."""
    value = np.linalg.inv(x)
    return value, (value,)


def _inv_gradient(g: Array, value: Array) -> tuple[Part, ...]:
    return (-_turned(value) @ g @ _turned(value),)


def _det(x: Array) -> tuple[Array, tuple[Any, ...]]:
    """Determinants of square matrices (the last two axes)."""
    value = np.asarray(np.linalg.det(x))
    return value, (x, value)


def _det_gradient(g: Array, x: Array, value: Array) -> tuple[Part, ...]:
    return ((g * value)[..., None, None] * _turned(np.linalg.inv(x)),)


def _solve(a: Array, b: Array) -> tuple[Array, tuple[Any, ...]]:
    """x of a · x = b, for square matrices a; b is a vector, or columns."""
    value = np.linalg.solve(a, b[..., None])[..., 0] if b.ndim == a.ndim - 1 else np.linalg.solve(a, b)
    return value, (a, b, value)


def _solve_gradient(g: Array, a: Array, b: Array, value: Array) -> tuple[Part, ...]:
    vector = b.ndim == a.ndim - 1
    columns, answers = (g[..., None], value[..., None]) if vector else (g, value)
    back = np.linalg.solve(_turned(a), columns)
    return -back @ _turned(answers), back[..., 0] if vector else back


inv = primitive("inv", _inv, _inv_gradient, lambda rng: ((_invertible(rng),), {}))
det = primitive("det", _det, _det_gradient, lambda rng: ((_invertible(rng),), {}))
solve = primitive("solve", _solve, _solve_gradient, lambda rng: ((_invertible(rng), rng.normal(size=(2, 3, 2))), {}))


def trace(x: Any, offset: int = 0, axis1: int = 0, axis2: int = 1) -> Any:
    """Sum of the elements of a diagonal."""
    return sum(diagonal(x, offset, axis1, axis2), axis=-1)


def diag(x: Any, k: int = 0) -> Any:
    """The k-th diagonal of a matrix, or a matrix with x on its k-th diagonal and 0 elsewhere."""
    x = ranked(x)
    if len(x.shape) == 2:
        return diagonal(x, k)
    size = x.shape[0] + abs(k)
    columns = reshape(x, newshape=(-1, 1)) if k >= 0 else reshape(x, newshape=(1, -1))
    wide = np.eye(size, k=k, dtype=value_of(x).dtype)
    wide = wide[: x.shape[0]] if k >= 0 else wide[:, : x.shape[0]]
    filled = multiply(columns, wide)
    missing = abs(k)
    return pad(filled, pad_width=((0, missing), (0, 0)) if k >= 0 else ((0, 0), (0, missing)))
