"""Penalties on weights that are added to the loss, so that weights stay small."""

from __future__ import annotations

import sys
from typing import Any, Literal

import numpy as np

from kcore import elsewhere, ops, registry
from kcore.annotations import NonNegative
from kcore.configurable import Configurable


class Regularizer(Configurable):
    """Base: a regularizer is called with a weight and returns a number to be added to the loss."""

    def __call__(self, x: Any) -> Any:
        raise TypeError(f"{type(self).__name__} needs a method __call__(self, x) that returns a number.")


@registry.register("regularizer", "l1_l2", "l1l2")
class L1L2(Regularizer):
    """l1 · Σ|x| + l2 · Σx²."""

    def __init__(self, l1: NonNegative = 0.0, l2: NonNegative = 0.0) -> None:
        self.l1, self.l2 = l1 or 0.0, l2 or 0.0

    def __call__(self, x: Any) -> Any:
        return self.l1 * ops.sum(ops.absolute(x)) + self.l2 * ops.sum(ops.square(x))


@registry.register("regularizer", "l1")
class L1(Regularizer):
    """l1 · Σ|x|: drives weights to exactly 0. Source: Tibshirani (1996)."""

    def __init__(self, l1: NonNegative = 0.01) -> None:
        self.l1 = l1

    def __call__(self, x: Any) -> Any:
        return self.l1 * ops.sum(ops.absolute(x))


@registry.register("regularizer", "l2")
class L2(Regularizer):
    """l2 · Σx²: keeps weights small. Source: Krogh and Hertz (1991)."""

    def __init__(self, l2: NonNegative = 0.01) -> None:
        self.l2 = l2

    def __call__(self, x: Any) -> Any:
        return self.l2 * ops.sum(ops.square(x))


@registry.register("regularizer", "orthogonal_regularizer")
class OrthogonalRegularizer(Regularizer):
    """Half the mean cosine between any two rows (or columns) of a matrix, without sign: they are driven apart.

    Args:
        factor: weight of the penalty, at least 0.
        mode: 'rows' or 'columns'.
    """

    def __init__(self, factor: NonNegative = 0.01, mode: Literal["rows", "columns"] = "rows") -> None:
        self.factor, self.mode = factor, mode

    def __call__(self, x: Any) -> Any:
        if x.ndim != 2:
            raise ValueError(f"OrthogonalRegularizer looks at matrices, of 2 axes; got shape {x.shape}.")
        vectors = x if self.mode == "rows" else ops.transpose(x)
        count = len(vectors)
        lengths = ops.sqrt(ops.maximum(ops.sum(ops.square(vectors), axis=1, keepdims=True), 1e-12))
        unit = vectors / lengths
        cosines = ops.absolute(unit @ ops.transpose(unit)) * (1 - np.eye(count, dtype=x.dtype))
        return self.factor * 0.5 * ops.sum(cosines) / (count * (count - 1) / 2)


l1, l2, l1_l2, orthogonal_regularizer = L1, L2, L1L2, OrthogonalRegularizer


def get(identifier: Any) -> Any:
    """The regularizer for a name, config, object or function; None for None.

    Raises:
        ValueError: for an unknown name.
    """
    return registry.get("regularizer", identifier)


def serialize(regularizer: Any) -> Any:
    """A regularizer as plain values, from which ``deserialize`` makes it again."""
    return registry.serialize(regularizer)


def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """The regularizer that ``serialize`` wrote, also one of ``custom_objects`` by name."""
    return registry.get("regularizer", config, custom_objects=custom_objects)


elsewhere.teach(sys.modules[__name__])
