from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from kcore.autodiff import Array
from kwidgets.panels.activation_bench import data
from kwidgets.panels.activation_bench.functions import Function, function

MOST = 6  # functions that one picture can tell apart
LOW, HIGH = -6.0, 6.0


class Curves:
    """Activations of single numbers, laid over each other, and what they do to data. Knows no widget.

    Args:
        wanted: names or functions, or a mixture of both.
        values: the numbers that are sent through them.

    Attributes:
        functions: the activations, in the order of their colours.
        x: the input that is looked at.
        values: the numbers that are sent through them.

    Raises:
        ValueError, TypeError: for what is no activation of single numbers, for none, and for more than six.
    """

    def __init__(self, wanted: Iterable[Any], values: Array) -> None:
        self.functions: list[Function] = []
        self.x = 1.0
        self.values = values
        for one in wanted:
            self.add(one)

    def add(self, wanted: Any, **options: Any) -> Function:
        """Lay another activation over the others.

        Raises:
            ValueError, TypeError: for what is no activation of single numbers, or where six are there already.
        """
        made = self._tried(function(wanted, **options))
        if len(self.functions) >= MOST:
            raise ValueError(f"At most {MOST} activations fit into one picture. Take one away first.")
        self.functions.append(made)
        return made

    def remove(self, index: int) -> None:
        """Take an activation away. The last one stays."""
        if len(self.functions) > 1:
            del self.functions[index]

    def set(self, index: int, **options: Any) -> None:
        """Give an activation other arguments.

        Raises:
            ValueError, TypeError: for arguments with which it has no values; then it stays as it was.
        """
        self.functions[index] = self._tried(function(self.functions[index], **options))

    def look_at(self, x: float) -> None:
        """Look at another input, kept between the ends of the picture."""
        self.x = float(np.clip(x, LOW, HIGH)) if np.isfinite(x) else self.x

    @property
    def grid(self) -> Array:
        """The inputs at which curves are drawn."""
        return np.linspace(LOW, HIGH, 193)  # 16 a unit: corners lie on it

    def at(self, index: int, x: Array) -> tuple[Array, Array | None]:
        """Values and slopes of an activation; None where it has no slope."""
        chosen = self.functions[index]
        return chosen.value(x), chosen.slope(x)

    def here(self, index: int) -> tuple[float, float | None]:
        """Value and slope at the input that is looked at."""
        value, slope = self.at(index, np.array([self.x]))
        return float(value[0]), None if slope is None else float(slope[0])

    def effect(self, index: int) -> data.Effect:
        """What an activation does to the data."""
        return data.effect(*self.at(index, self.values))

    def _tried(self, made: Function) -> Function:
        """A function that has shown that it can be drawn."""
        if not made.elementwise:
            raise ValueError(f"{made.name} looks at several numbers together: it has no curve over one of them.")
        if not np.isfinite(made.value(self.grid)).any():
            given = ", ".join(f"{name}={value!r}" for name, value in made.options.items())
            raise ValueError(f"{made.name}({given}) has no finite value between {LOW:g} and {HIGH:g}.")
        made.slope(self.grid)  # raises now what it would raise later
        return made
