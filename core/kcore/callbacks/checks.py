from __future__ import annotations

import math
from typing import Any

import numpy as np


def whole(owner: str, name: str, value: Any, low: int) -> int:
    """A whole number of at least ``low``.

    Raises:
        TypeError, ValueError: if it is not.
    """
    if isinstance(value, bool) or not isinstance(value, int | np.integer):
        raise TypeError(f"{owner}: {name} must be a whole number >= {low}; got {value!r}.")
    if value < low:
        raise ValueError(f"{owner}: {name} must be a whole number >= {low}; got {value!r}.")
    return int(value)


def save_frequency(owner: str, value: Any) -> Any:
    """'epoch', or a number of batches.

    Raises:
        TypeError, ValueError: if it is neither.
    """
    if value == "epoch":
        return value
    if isinstance(value, str):
        raise ValueError(  # noqa: TRY004 - a text is right, this one is not
            f"{owner}: save_freq must be 'epoch' or a number of batches; got {value!r}."
        )
    return whole(owner, "save_freq", value, 1)


def number(owner: str, name: str, value: Any, low: float | None = None) -> float:
    """A number, of at least ``low``.

    Raises:
        TypeError, ValueError: if it is not.
    """
    what = "a number" if low is None else f"a number >= {low:g}"
    if isinstance(value, bool) or not isinstance(value, int | float | np.number):
        raise TypeError(f"{owner}: {name} must be {what}; got {value!r}.")
    if math.isnan(value) or (low is not None and value < low):
        raise ValueError(f"{owner}: {name} must be {what}; got {value!r}.")
    return float(value)
