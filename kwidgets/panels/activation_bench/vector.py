from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from kcore.autodiff import Array
from kwidgets.panels.activation_bench.functions import Function, function

LOW, HIGH = -10.0, 10.0
SIZES = (2, 3, 4, 5, 6)


class Vector:
    """An activation of several numbers together, such as softmax. Knows no widget.

    Args:
        wanted: its name, or a function.
        inputs: the numbers that go in.

    Attributes:
        function: the activation.
        inputs: the numbers that go in, one dimension.
        output: which output is asked for its slopes.

    Raises:
        ValueError, TypeError: for what is no activation, or cannot take so many numbers.
    """

    def __init__(self, wanted: Any, inputs: Sequence[float] = (2.0, 1.0, -1.0, 0.0)) -> None:
        self.inputs: Array = np.asarray(inputs, dtype=float)
        self.output = 0
        self.choose(wanted)

    def choose(self, wanted: Any) -> None:
        """Take another activation.

        Raises:
            ValueError, TypeError: as the class; then everything stays as it was.
        """
        made = function(wanted)
        self._check(made, self.inputs)
        self.function = made
        self.output = min(self.output, self.outputs.size - 1)

    def resize(self, size: int) -> None:
        """Let so many numbers go in; new ones are 0.

        Raises:
            ValueError: for a size that the activation cannot take, or outside `SIZES`.
        """
        if size not in SIZES:
            raise ValueError(f"{SIZES[0]} to {SIZES[-1]} numbers can go in here; got {size!r}.")
        inputs = np.concatenate([self.inputs, np.zeros(size)])[:size]
        self._check(self.function, inputs)
        self.inputs = inputs
        self.output = min(self.output, self.outputs.size - 1)

    def set(self, index: int, value: float) -> None:
        """Change one of the numbers, kept between -10 and 10."""
        if np.isfinite(value):
            self.inputs = self.inputs.copy()
            self.inputs[index] = np.clip(value, LOW, HIGH)

    def shift(self, by: float) -> None:
        """Add the same number to all inputs, as far as all have room: a softmax does not notice."""
        room = (HIGH - self.inputs.max()) if by > 0 else (LOW - self.inputs.min())
        self.inputs = self.inputs + (min(by, room) if by > 0 else max(by, room))

    @property
    def outputs(self) -> Array:
        """The numbers that come out."""
        return self.function.value(self.inputs[None])[0]

    @property
    def slopes(self) -> Array | None:
        """How the chosen output changes with each input, from the engine's tape."""
        chosen = np.zeros((1, self.outputs.size))
        chosen[0, self.output] = 1.0
        found = self.function.slope(self.inputs[None], chosen)
        return None if found is None else found[0]

    @staticmethod
    def _check(made: Function, inputs: Array) -> None:
        out = made.value(inputs[None])
        if out.ndim != 2 or len(out) != 1 or not out.size:
            raise ValueError(f"{made.name} made an array of shape {out.shape} of one of shape {inputs[None].shape}.")
        made.slope(inputs[None])
