"""Callbacks: own code, and useful code, that is called while a model trains, evaluates or predicts."""

from __future__ import annotations

import sys
from typing import Any

from kcore import elsewhere, lazy
from kcore.callbacks.callback import Callback
from kcore.callbacks.callback_list import CallbackList
from kcore.callbacks.history import History

__all__ = ["Callback", "CallbackList", "History", *lazy.public("callback")]


def __getattr__(name: str) -> Any:
    return lazy.fetch(__name__, name, "callback")


def __dir__() -> list[str]:
    return lazy.listed(__name__, "callback")


elsewhere.teach(sys.modules[__name__])
