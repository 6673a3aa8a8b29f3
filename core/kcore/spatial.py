"""Arguments that say something about every spatial axis: window sizes, strides, margins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Sizes:
    """One whole number for each of ``rank`` axes; a single number stands for all of them."""

    low: int = 1
    rank: int = 1

    def read(self, value: Any) -> Any:
        """``value`` as a tuple with one entry per axis; None if it does not fit."""
        if isinstance(value, str | dict | set):
            return None
        parts = value if hasattr(value, "__iter__") else (value,) * self.rank
        entries = tuple(self._entry(part) for part in parts)
        return entries if len(entries) == self.rank and None not in entries else None

    def _entry(self, value: Any) -> Any:
        whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
        return int(value) if whole and value >= self.low else None

    def __str__(self) -> str:
        return f"a whole number >= {self.low} or a tuple of {self.rank} of them, such as {self.example()}"

    def example(self) -> Any:
        """A value that fits, in full."""
        return tuple(self.low + k for k in range(self.rank, 0, -1))


class Margins(Sizes):
    """A pair (before, after) for each of ``rank`` axes; a number instead of a pair stands for both sides.

    With one axis the value is the pair itself.
    """

    def read(self, value: Any) -> Any:
        if self.rank > 1:
            return super().read(value)
        if isinstance(value, tuple | list) and len(value) == 1 and isinstance(value[0], tuple | list):
            value = value[0]
        return self._entry(value)

    def _entry(self, value: Any) -> Any:
        return Sizes(self.low, 2).read(value)

    def __str__(self) -> str:
        return f"a whole number >= {self.low} or (before, after) for each of {self.rank} axes, such as {self.example()}"

    def example(self) -> Any:
        return (1, 2) if self.rank == 1 else ((1, 2),) * self.rank
