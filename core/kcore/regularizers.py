"""Penalties on weights that are added to the loss, so that weights stay small."""

from __future__ import annotations

from typing import Any

from kcore import ops, registry
from kcore.configurable import Configurable, NonNegative


class Regularizer(Configurable):
    """Base: a regularizer is called with a weight and returns a number to be added to the loss."""

    def __call__(self, x: Any) -> Any:
        raise TypeError(f"{type(self).__name__} needs a method __call__(self, x) that returns a number.")


@registry.register("regularizer", "l1_l2")
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


def get(identifier: Any) -> Any:
    """The regularizer for a name, config, object or function; None for None.

    Raises:
        ValueError: for an unknown name.
    """
    return registry.get("regularizer", identifier)
