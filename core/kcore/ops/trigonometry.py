"""Angles and their inverses, element by element; hyperbolic ones, too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from kcore.autodiff import Array, Part, Primitive, primitive
from kcore.ops.elementwise import unbroadcast
from kcore.ops.samples import Sample, arrays, between


def smooth(name: str, function: Any, slope: Callable[[Array, Array], Any], formula: str, sample: Sample) -> Primitive:
    """A row for a function of one number.

    Args:
        name: its name in Keras.
        function: NumPy's function.
        slope: its derivative, from the argument and the value.
        formula: what it computes.
        sample: see ``Primitive``.
    """

    def forward(x: Array) -> tuple[Array, tuple[Any, ...]]:
        value = function(x)
        return value, (x, value)

    forward.__doc__ = formula
    return primitive(name, forward, lambda g, x, value: (g * slope(x, value),), sample)


def _arctan2(x1: Array, x2: Array) -> tuple[Array, tuple[Any, ...]]:
    """The angle of the point (x2, x1), from -π to π."""
    return np.arctan2(x1, x2), (x1, x2)


def _arctan2_gradient(g: Array, x1: Array, x2: Array) -> tuple[Part, ...]:
    square = x1 * x1 + x2 * x2
    return lambda _: unbroadcast(g * x2 / square, x1), lambda _: unbroadcast(-g * x1 / square, x2)


_any, _small = arrays((3, 4)), between(-0.9, 0.9, (3, 4))
sin = smooth("sin", np.sin, lambda x, y: np.cos(x), "Sine of an angle in radians.", _any)
cos = smooth("cos", np.cos, lambda x, y: -np.sin(x), "Cosine of an angle in radians.", _any)
tan = smooth("tan", np.tan, lambda x, y: 1 + y * y, "Tangent of an angle in radians.", _small)
arcsin = smooth("arcsin", np.arcsin, lambda x, y: 1 / np.sqrt(1 - x * x), "The angle whose sine is x.", _small)
arccos = smooth("arccos", np.arccos, lambda x, y: -1 / np.sqrt(1 - x * x), "The angle whose cosine is x.", _small)
arctan = smooth("arctan", np.arctan, lambda x, y: 1 / (1 + x * x), "The angle whose tangent is x.", _any)
sinh = smooth("sinh", np.sinh, lambda x, y: np.cosh(x), "(e^x - e^-x) / 2.", _any)
cosh = smooth("cosh", np.cosh, lambda x, y: np.sinh(x), "(e^x + e^-x) / 2.", _any)
arcsinh = smooth("arcsinh", np.arcsinh, lambda x, y: 1 / np.sqrt(x * x + 1), "The inverse of sinh.", _any)
arccosh = smooth(
    "arccosh", np.arccosh, lambda x, y: 1 / np.sqrt(x * x - 1), "The inverse of cosh, for x of at least 1.",
    between(1.2, 3.0, (3, 4)),
)  # fmt: skip
arctanh = smooth("arctanh", np.arctanh, lambda x, y: 1 / (1 - x * x), "The inverse of tanh.", _small)
arctan2 = primitive("arctan2", _arctan2, _arctan2_gradient, arrays((3, 4), (4,)))
