"""Weights set by hand, and put back."""

from __future__ import annotations

import math
from typing import Any, NamedTuple


class Edit(NamedTuple):
    """A number that was set: of which weight, at which index, and what it was before."""

    variable: Any
    place: tuple[int, ...]
    before: float


class Edits:
    """Sets single numbers of weights, and remembers what to put back."""

    def __init__(self) -> None:
        self._done: list[Edit] = []

    def __len__(self) -> int:
        return len(self._done)

    @property
    def last(self) -> Edit | None:
        """What was set last; None where nothing was."""
        return self._done[-1] if self._done else None

    def last_is(self, variable: Any, index: tuple[int, ...]) -> bool:
        """Whether this number was the last one that was set."""
        return self.last is not None and self.last.variable is variable and self.last.place == index

    def set(self, variable: Any, index: tuple[int, ...], value: float) -> bool:
        """Set one number of a weight.

        Args:
            variable: the weight.
            index: one whole number for each axis.
            value: any finite number.

        Returns:
            Whether anything changed.

        Raises:
            ValueError: for an index outside the weight, or a value that is no finite number.
        """
        check_index(variable.shape, index)
        if type(value) not in {int, float} or not math.isfinite(value):
            raise ValueError(f"A weight is a finite number; got {value!r}.")
        before = variable.value[index].item()
        variable.value[index] = value
        if variable.value[index].item() == before:
            return False
        if not self.last_is(variable, index):  # a slider that is dragged is one edit
            self._done.append(Edit(variable, index, before))
        return True

    def undo(self) -> Edit | None:
        """Put back what was set last; None where nothing was."""
        if not self._done:
            return None
        edit = self._done.pop()
        edit.variable.value[edit.place] = edit.before
        return edit

    def undo_all(self) -> int:
        """Put everything back, and say how many numbers these were."""
        count = len(self._done)
        while self.undo() is not None:
            pass
        return count


def check_index(shape: tuple[int, ...], index: tuple[int, ...]) -> None:
    """Refuse an index that is not of this shape.

    Raises:
        ValueError: saying what would fit.
    """
    fits = len(index) == len(shape) and all(0 <= i < n for i, n in zip(index, shape, strict=True))
    if not fits:
        raise ValueError(f"A weight of shape {shape} has no number at {index}: each index begins at 0.")
