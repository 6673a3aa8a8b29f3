"""RepeatVector: a row becomes a sequence of equal rows."""

from __future__ import annotations

from typing import Any

from kcore import ops, registry
from kcore.annotations import PositiveInt
from kcore.layers.layer import Layer
from kcore.symbolic import Shape


@registry.register("layer")
class RepeatVector(Layer):
    """Repeats each sample, for example to give a decoder the same summary at every step.

    Args:
        n: how many times, at least 1.

    Input (batch, features); output (batch, n, features).
    """

    def __init__(self, n: PositiveInt, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.n = n

    def call(self, inputs: Any) -> Any:
        return ops.repeat(inputs[:, None], repeats=self.n, axis=1)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        self.check_input(input_shape)
        return (input_shape[0], self.n, input_shape[1])

    def check_input(self, shape: Shape) -> None:
        if len(shape) != 2:
            raise ValueError(
                f"RepeatVector {self.name!r} repeats samples that are rows, shape (batch, features); got {shape}."
            )
