"""Objective functions: how wrong the answers are, as a single number to be made small.

Each function takes ``(y_true, y_pred)`` and returns one loss per sample, of the shape of ``y_pred`` without
its last axis. The class of the same name averages them.
"""

from __future__ import annotations

import sys
from typing import Any

from kcore import elsewhere, lazy, registry


def get(identifier: Any) -> Any:
    """The loss for a name, config, object or function; None for None.

    Raises:
        ValueError: for an unknown name.
    """
    return registry.get("loss", identifier)


def serialize(loss: Any) -> Any:
    """A loss as plain values, from which ``deserialize`` makes it again."""
    return registry.serialize(loss)


def deserialize(name: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """The loss that ``serialize`` wrote, also one of ``custom_objects`` by name."""
    return registry.get("loss", name, custom_objects=custom_objects)


__all__ = [*lazy.public("loss", "deserialize", "get", "serialize")]


def __getattr__(name: str) -> Any:
    return lazy.fetch(__name__, name, "loss", registry.lookup)


def __dir__() -> list[str]:
    return lazy.listed(__name__, "loss")


elsewhere.teach(sys.modules[__name__])
