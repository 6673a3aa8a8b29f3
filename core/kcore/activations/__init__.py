"""Activation functions: what a layer does to each of its sums before handing them on."""

from __future__ import annotations

import sys
from typing import Any

from kcore import elsewhere, lazy, registry
from kcore.activations.rectified import linear


def get(identifier: Any) -> Any:
    """The activation for a name, config or function; ``linear`` for None.

    Raises:
        ValueError: for an unknown name.
    """
    return linear if identifier is None else registry.get("activation", identifier)


def serialize(activation: Any) -> Any:
    """The name under which an activation is written into configs; the config of a layer."""
    own = activation.__name__ in registry.names("activation") if hasattr(activation, "__name__") else False
    return activation.__name__ if own else registry.serialize(activation)


def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """The activation that ``serialize`` wrote, also one of ``custom_objects`` by name."""
    return registry.get("activation", config, custom_objects=custom_objects)


__all__ = [*lazy.public("activation", "deserialize", "get", "serialize")]


def __getattr__(name: str) -> Any:
    return lazy.fetch(__name__, name, "activation", registry.lookup)


def __dir__() -> list[str]:
    return lazy.listed(__name__, "activation")


elsewhere.teach(sys.modules[__name__])
