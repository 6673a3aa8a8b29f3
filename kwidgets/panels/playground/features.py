from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Feature:
    """A number made from the two coordinates, with which a network may begin.

    Args:
        title: how it is written in the picture.
        code: how it is written in Python.
        make: computes it from x1 and x2.
    """

    title: str
    code: str
    make: Callable[[Any, Any], Any]


FEATURES: Final[dict[str, Feature]] = {
    "x1": Feature("x₁", "x1", lambda x1, _: x1),
    "x2": Feature("x₂", "x2", lambda _, x2: x2),
    "x1_squared": Feature("x₁²", "x1**2", lambda x1, _: x1**2),
    "x2_squared": Feature("x₂²", "x2**2", lambda _, x2: x2**2),
    "product": Feature("x₁x₂", "x1 * x2", lambda x1, x2: x1 * x2),
    "sin_x1": Feature("sin x₁", "np.sin(x1)", lambda x1, _: np.sin(x1)),
    "sin_x2": Feature("sin x₂", "np.sin(x2)", lambda _, x2: np.sin(x2)),
}


def table(points: NDArray[Any], names: Sequence[str]) -> NDArray[np.float32]:
    """The features of points.

    Args:
        points: shape `(n, 2)`.
        names: which features.

    Returns:
        Array of shape `(n, features)`.
    """
    x1, x2 = np.asarray(points, float).T
    return np.stack([FEATURES[name].make(x1, x2) for name in names], axis=1).astype("float32")


def code(names: Sequence[str]) -> list[str]:
    """The lines of Python that make `x` of the features from `points`."""
    parts = ", ".join(FEATURES[name].code for name in names)
    return ["x1, x2 = points.T", f"x = np.stack([{parts}], axis=1)"]
