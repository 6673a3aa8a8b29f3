"""First values of variables. The size of random ones follows the layer's inputs and outputs (fans)."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np

from kcore import elsewhere, lazy, registry
from kcore.initializers.fixed import Constant


def get(identifier: Any) -> Any:
    """The initializer for a name, config, object, array or function (shape, dtype) -> array; None for None.

    Raises:
        ValueError: for an unknown name.
    """
    return Constant(identifier) if isinstance(identifier, np.ndarray) else registry.get("initializer", identifier)


def serialize(initializer: Any) -> Any:
    """An initializer as plain values, from which ``deserialize`` makes it again."""
    return registry.serialize(initializer)


def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """The initializer that ``serialize`` wrote, also one of ``custom_objects`` by name."""
    return registry.get("initializer", config, custom_objects=custom_objects)


__all__ = [*lazy.public("initializer", "deserialize", "get", "serialize")]


def __getattr__(name: str) -> Any:
    return lazy.fetch(__name__, name, "initializer", registry.lookup)


def __dir__() -> list[str]:
    return lazy.listed(__name__, "initializer")


elsewhere.teach(sys.modules[__name__])
