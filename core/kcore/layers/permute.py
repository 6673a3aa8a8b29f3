"""Permute: the axes of a sample in another order."""

from __future__ import annotations

from typing import Any

from kcore import ops, registry
from kcore.annotations import Axes
from kcore.layers.layer import Layer
from kcore.symbolic import Shape


@registry.register("layer")
class Permute(Layer):
    """Puts the axes of a sample into another order.

    Args:
        dims: the new order, counted from 1 (the batch, 0, stays first): (2, 1) exchanges the two axes of a sample.

    Input (batch, a, b, ...); output: the same axes in the order of ``dims``.
    """

    def __init__(self, dims: Axes, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.dims = tuple(dims) if isinstance(dims, list | tuple) else (dims,)
        if sorted(self.dims) != list(range(1, len(self.dims) + 1)):
            raise ValueError(
                f"Permute {self.name!r}: dims names each axis of a sample once, counted from 1, for example (2, 1); "
                f"got {self.dims}."
            )

    def call(self, inputs: Any) -> Any:
        return ops.transpose(inputs, axes=(0, *self.dims))

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        self.check_input(input_shape)
        return (input_shape[0], *(input_shape[axis] for axis in self.dims))

    def check_input(self, shape: Shape) -> None:
        if len(shape) != len(self.dims) + 1:
            raise ValueError(
                f"Permute {self.name!r} orders samples with {len(self.dims)} axes, dims={self.dims}; got an input of "
                f"shape {shape}, the batch included."
            )
