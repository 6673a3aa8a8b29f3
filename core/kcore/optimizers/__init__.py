"""Optimizers: how the weights are moved towards a smaller loss."""

from __future__ import annotations

import importlib
import sys
from typing import Any

from kcore import elsewhere, lazy, registry
from kcore.homes import homes_of
from kcore.optimizers.optimizer import Optimizer


def get(identifier: Any) -> Any:
    """The optimizer for a name, config or object.

    Raises:
        ValueError: for an unknown name; TypeError: for something that is no optimizer.
    """
    if isinstance(identifier, str):
        lower = {name.lower(): name for name in homes_of("optimizer")}
        identifier = lower.get(identifier.lower(), identifier)
    optimizer = registry.get("optimizer", identifier)
    if not isinstance(optimizer, Optimizer):
        raise TypeError(
            f"An optimizer is given by name ('adam') or as an object (Adam(learning_rate=0.01)); got {identifier!r}."
        )
    return optimizer


def serialize(optimizer: Optimizer) -> Any:
    """An optimizer's class and arguments as plain values, without its state."""
    return registry.serialize(optimizer)


def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """The optimizer that ``serialize`` wrote; ``custom_objects`` holds own classes by name."""
    return registry.get("optimizer", config, custom_objects=custom_objects)


__all__ = [*lazy.public("optimizer", "deserialize", "get", "schedules", "serialize")]


def __getattr__(name: str) -> Any:
    if name == "schedules":
        return importlib.import_module("kcore.optimizers.schedules")
    return lazy.fetch(__name__, name, "optimizer", registry.lookup)


def __dir__() -> list[str]:
    return lazy.listed(__name__, "optimizer")


elsewhere.teach(sys.modules[__name__])
