"""Rules that a weight must obey after each step of the optimizer."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np

from kcore import elsewhere, registry
from kcore.annotations import Axes, NonNegative, Positive, UnitInterval
from kcore.autodiff import Array
from kcore.config import epsilon
from kcore.configurable import Configurable


class Constraint(Configurable):
    """Base: a constraint is called with a weight's array and returns the nearest one that obeys it."""

    def __call__(self, w: Array) -> Array:
        raise TypeError(f"{type(self).__name__} needs a method __call__(self, w) that returns an array.")


def _norms(w: Array, axis: Any) -> Array:
    axis = tuple(axis) if isinstance(axis, list) else axis
    return np.sqrt(np.square(w).sum(axis=axis, keepdims=True))


@registry.register("constraint", "max_norm", "maxnorm")
class MaxNorm(Constraint):
    """Norms along ``axis`` of at most ``max_value``. Source: Srivastava et al. (2014)."""

    def __init__(self, max_value: Positive = 2, axis: Axes | None = 0) -> None:
        self.max_value, self.axis = max_value, axis

    def __call__(self, w: Array) -> Array:
        norms = _norms(w, self.axis)
        return w * (np.clip(norms, 0, self.max_value) / (epsilon() + norms))


@registry.register("constraint", "non_neg", "nonneg")
class NonNeg(Constraint):
    """No weight below 0."""

    def __init__(self) -> None:
        pass

    def __call__(self, w: Array) -> Array:
        return w * (w >= 0)


@registry.register("constraint", "unit_norm", "unitnorm")
class UnitNorm(Constraint):
    """Norms along ``axis`` of 1."""

    def __init__(self, axis: Axes | None = 0) -> None:
        self.axis = axis

    def __call__(self, w: Array) -> Array:
        return w / (epsilon() + _norms(w, self.axis))


@registry.register("constraint", "min_max_norm")
class MinMaxNorm(Constraint):
    """Norms along ``axis`` moved towards the span from min_value to max_value, all the way if rate is 1."""

    def __init__(
        self,
        min_value: NonNegative = 0.0,
        max_value: NonNegative = 1.0,
        rate: UnitInterval = 1.0,
        axis: Axes | None = 0,
    ) -> None:
        self.min_value, self.max_value, self.rate, self.axis = min_value, max_value, rate, axis

    def __call__(self, w: Array) -> Array:
        norms = _norms(w, self.axis)
        wanted = self.rate * np.clip(norms, self.min_value, self.max_value) + (1 - self.rate) * norms
        return w * (wanted / (epsilon() + norms))


max_norm, non_neg, unit_norm, min_max_norm = MaxNorm, NonNeg, UnitNorm, MinMaxNorm


def get(identifier: Any) -> Any:
    """The constraint for a name, config, object or function; None for None.

    Raises:
        ValueError: for an unknown name.
    """
    return registry.get("constraint", identifier)


def serialize(constraint: Any) -> Any:
    """A constraint as plain values, from which ``deserialize`` makes it again."""
    return registry.serialize(constraint)


def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """The constraint that ``serialize`` wrote, also one of ``custom_objects`` by name."""
    return registry.get("constraint", config, custom_objects=custom_objects)


elsewhere.teach(sys.modules[__name__])
