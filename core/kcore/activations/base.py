from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np

from kcore import registry
from kcore.autodiff import Operators, Tensor
from kcore.config import floatx


def activation(*aliases: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Decorator: enter a function under its name and ``aliases``; it then takes any array-like of numbers."""

    def enter(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def of_numbers(x: Any, *args: Any, **options: Any) -> Any:
            return function(x if type(x) is Tensor else numbers(x), *args, **options)

        return registry.register("activation", *aliases)(of_numbers)

    return enter


def numbers(x: Any) -> Any:
    """``x`` as an array of floats, if it is no array of floats yet."""
    if isinstance(x, Operators) or (isinstance(x, np.ndarray) and x.dtype.kind == "f"):
        return x
    return np.asarray(x, floatx())
