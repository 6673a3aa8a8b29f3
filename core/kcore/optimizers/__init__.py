"""Optimizers: how the weights are moved towards a smaller loss."""

from __future__ import annotations

from typing import Any

from kcore import registry
from kcore.optimizers import schedules
from kcore.optimizers.adadelta import Adadelta
from kcore.optimizers.adafactor import Adafactor
from kcore.optimizers.adagrad import Adagrad
from kcore.optimizers.adam import Adam
from kcore.optimizers.adamax import Adamax
from kcore.optimizers.adamw import AdamW
from kcore.optimizers.ftrl import Ftrl
from kcore.optimizers.lamb import Lamb
from kcore.optimizers.lion import Lion
from kcore.optimizers.muon import Muon
from kcore.optimizers.nadam import Nadam
from kcore.optimizers.optimizer import Optimizer
from kcore.optimizers.rmsprop import RMSprop
from kcore.optimizers.sgd import SGD

__all__ = [
    "SGD",
    "Adadelta",
    "Adafactor",
    "Adagrad",
    "Adam",
    "AdamW",
    "Adamax",
    "Ftrl",
    "Lamb",
    "Lion",
    "Muon",
    "Nadam",
    "Optimizer",
    "RMSprop",
    "deserialize",
    "get",
    "schedules",
    "serialize",
]


def get(identifier: Any) -> Any:
    """The optimizer for a name, config or object.

    Raises:
        ValueError: for an unknown name; TypeError: for something that is no optimizer.
    """
    if isinstance(identifier, str):
        lower = {name.lower(): name for name in registry.names("optimizer")}
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
