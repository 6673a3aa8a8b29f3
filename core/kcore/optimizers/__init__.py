"""Optimizers: how the weights are moved towards a smaller loss."""

from __future__ import annotations

from typing import Any

from kcore import registry
from kcore.optimizers.adam import Adam
from kcore.optimizers.optimizer import Optimizer
from kcore.optimizers.rmsprop import RMSprop
from kcore.optimizers.sgd import SGD

__all__ = ["SGD", "Adam", "Optimizer", "RMSprop", "get"]


def get(identifier: Any) -> Any:
    """The optimizer for a name, config or object.

    Raises:
        ValueError: for an unknown name; TypeError: for something that is no optimizer.
    """
    optimizer = registry.get("optimizer", identifier)
    if not isinstance(optimizer, Optimizer):
        raise TypeError(
            f"An optimizer is given by name ('adam') or as an object (Adam(learning_rate=0.01)); got {identifier!r}."
        )
    return optimizer
