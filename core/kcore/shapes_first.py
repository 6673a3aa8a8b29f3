"""Building with shapes first: what a model read from a file will need is known before any of it exists.

Inside of a ``ShapesFirst`` block new variables get a place for their numbers that takes no memory; their sizes
are added up and compared with a budget. Afterwards they are filled: with numbers of a file, or with first values.
"""

from __future__ import annotations

import math
import threading
from typing import Any, Final, Self

import numpy as np


class _Open(threading.local):
    block: ShapesFirst | None = None


_open: Final = _Open()


class ShapesFirst:
    """A block in which variables are made without their numbers.

    Args:
        most: bytes that the variables may have together.
    """

    def __init__(self, most: int) -> None:
        self.most, self.bytes = most, 0
        self._waiting: list[tuple[Any, Any, Any]] = []  # variable, its placeholder, its initializer

    def __enter__(self) -> Self:
        self._before = _open.block
        _open.block = self
        return self

    def __exit__(self, *error: object) -> None:
        _open.block = self._before

    def reserve(self, variable: Any, initializer: Any, shape: tuple[int, ...], dtype: str) -> Any:
        """Zeros of this shape that take no memory.

        Raises:
            ValueError: if the variables exceed the budget.
        """
        self.bytes += math.prod(shape) * np.dtype(dtype).itemsize
        if self.bytes > self.most:
            raise ValueError(
                f"With {variable.name!r} of shape {shape} the model needs {self.bytes} bytes for its weights; "
                f"{self.most} are allowed. A larger budget allows more."
            )
        placeholder = np.broadcast_to(np.zeros((), dtype), shape)
        self._waiting.append((variable, placeholder, initializer))
        return placeholder

    def fill(self) -> None:
        """Give first values to the variables that have no numbers yet, in the order in which they were made."""
        for variable, placeholder, initializer in self._waiting:
            if variable.value is placeholder:
                variable.value = np.array(initializer(placeholder.shape, str(placeholder.dtype)), placeholder.dtype)
        self._waiting.clear()


def open_block() -> ShapesFirst | None:
    """The block that is open in this thread."""
    return _open.block


def check_trial(shape: tuple[int, ...], dtype: Any) -> None:
    """Refuse to try a layer on arrays larger than the budget.

    Raises:
        ValueError: if a block is open and such an array exceeds its budget.
    """
    block = _open.block
    if block is not None and math.prod(shape) * np.dtype(dtype).itemsize > block.most:
        raise ValueError(f"An array of shape {shape} exceeds the budget of {block.most} bytes.")
