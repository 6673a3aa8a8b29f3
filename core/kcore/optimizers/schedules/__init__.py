"""Learning-rate schedules: the learning rate as a function of the step."""

from __future__ import annotations

from typing import Any

from kcore import registry
from kcore.optimizers.schedules.cosine import CosineDecay, CosineDecayRestarts
from kcore.optimizers.schedules.decay import ExponentialDecay, InverseTimeDecay, PolynomialDecay
from kcore.optimizers.schedules.piecewise import PiecewiseConstantDecay
from kcore.optimizers.schedules.schedule import LearningRateSchedule

__all__ = [
    "CosineDecay",
    "CosineDecayRestarts",
    "ExponentialDecay",
    "InverseTimeDecay",
    "LearningRateSchedule",
    "PiecewiseConstantDecay",
    "PolynomialDecay",
    "deserialize",
    "serialize",
]


def serialize(learning_rate_schedule: LearningRateSchedule) -> Any:
    """A schedule as plain values."""
    return registry.serialize(learning_rate_schedule)


def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """The schedule that ``serialize`` wrote; ``custom_objects`` holds own classes by name."""
    return registry.get("schedule", config, custom_objects=custom_objects)
