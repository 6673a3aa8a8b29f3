"""Models: layers joined to a whole that can be trained."""

from __future__ import annotations

import sys
from typing import Any

from kcore import elsewhere, lazy
from kcore.models.model import Functional, Model
from kcore.models.sequential import Sequential

__all__ = ["Functional", "Model", "Sequential", *lazy.public("model")]


def __getattr__(name: str) -> Any:
    return lazy.fetch(__name__, name, "model")


def __dir__() -> list[str]:
    return lazy.listed(__name__, "model")


elsewhere.teach(sys.modules[__name__])
