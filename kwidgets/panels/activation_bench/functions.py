"""Activations as the bench sees them: values, and slopes by the engine's tape."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np

from kcore.autodiff import Array, Tensor, value_of
from kcore.gradient_tape import GradientTape
from kwidgets.forms import names
from kwidgets.panels.chosen import Chosen


class Function(Chosen):
    """An activation with its arguments, and its slopes."""

    def value(self, x: Array) -> Array:
        """What it makes of numbers."""
        with np.errstate(all="ignore"):
            return np.asarray(value_of(self.call(x, **self.options)), dtype=float)

    def slope(self, x: Array, weights: Array | None = None) -> Array | None:
        """How its value changes with each number, from the engine's tape.

        Args:
            x: the numbers.
            weights: which outputs count and how much, of the output's shape; None: all of them once.

        Returns:
            Array of x's shape; None if the function leaves the tape, as one made of NumPy's own functions does.
        """
        tensor = Tensor(x)
        try:
            with np.errstate(all="ignore"):
                with GradientTape() as tape:
                    tape.watch(tensor)
                    y = self.call(tensor, **self.options)
                found = tape.gradient(y, tensor, weights)
        except TypeError:  # that it makes values of numbers was seen when it was chosen
            return None
        return None if found is None else np.asarray(found, dtype=float)

    @property
    def elementwise(self) -> bool:
        """Whether it looks at each number alone; a softmax looks at all of them together."""
        try:
            both = self.value(np.array([[0.3, -0.7]]))
            alone = np.concatenate([self.value(np.array([[x]])) for x in (0.3, -0.7)], axis=1)
        except ValueError:
            return False
        return both.shape == alone.shape and bool(np.allclose(both, alone, equal_nan=True))


def function(wanted: Any, **options: Any) -> Function:
    """The activation that is meant, by name, as a function or as an object, with values for its arguments.

    Raises:
        ValueError, TypeError: see `Chosen.of`.
    """
    return Function.of("activation", wanted, 1, **options)


@functools.cache
def known(*, elementwise: bool) -> tuple[str, ...]:
    """The names of the engine's activations: those of single numbers, or those of vectors."""
    return tuple(name for name in names("activation") if function(name).elementwise == elementwise)
