"""Layers: the parts a network is built from. ``kcore.homes`` says which module defines which."""

from __future__ import annotations

import sys
from typing import Any

from kcore import elsewhere, lazy, registry

__all__ = [*lazy.public("layer")]


def __getattr__(name: str) -> Any:
    return lazy.fetch(__name__, name, "layer", registry.lookup)


def __dir__() -> list[str]:
    return lazy.listed(__name__, "layer")


elsewhere.teach(sys.modules[__name__])
