"""Learning-rate schedules: the learning rate as a function of the step."""

from __future__ import annotations

from typing import Any

from kcore import lazy, registry
from kcore.optimizers.schedules.schedule import LearningRateSchedule


def serialize(learning_rate_schedule: LearningRateSchedule) -> Any:
    """A schedule as plain values."""
    return registry.serialize(learning_rate_schedule)


def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """The schedule that ``serialize`` wrote; ``custom_objects`` holds own classes by name."""
    return registry.get("schedule", config, custom_objects=custom_objects)


def __getattr__(name: str) -> Any:
    return lazy.fetch(__name__, name, "schedule", registry.lookup)


def __dir__() -> list[str]:
    return lazy.listed(__name__, "schedule")
