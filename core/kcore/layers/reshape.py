"""Reshape: the numbers of a sample in another shape."""

from __future__ import annotations

import math
from typing import Any

from kcore import ops, registry
from kcore.annotations import Axes
from kcore.layers.layer import Layer
from kcore.symbolic import Shape


@registry.register("layer")
class Reshape(Layer):
    """Lays the numbers of a sample into another shape, in row-major order.

    Args:
        target_shape: shape of a sample afterwards, without the batch; one size may be -1, to follow from the others.

    Input (batch, ...); output (batch, *target_shape).
    """

    def __init__(self, target_shape: Axes, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.target_shape = tuple(target_shape) if isinstance(target_shape, list | tuple) else (target_shape,)
        if self.target_shape.count(-1) > 1 or any(size < -1 or size == 0 for size in self.target_shape):
            raise ValueError(
                f"Reshape {self.name!r}: sizes are at least 1, and one of them may be -1 (what is left over); "
                f"got target_shape={self.target_shape}."
            )
        self.built = True

    def call(self, inputs: Any) -> Any:
        return ops.reshape(inputs, newshape=(inputs.shape[0], *self.compute_output_shape(inputs.shape)[1:]))

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        sample = input_shape[1:]
        known = math.prod(size for size in self.target_shape if size != -1)
        if None in sample:
            return (input_shape[0], *(None if size == -1 else size for size in self.target_shape))
        total = math.prod(size for size in sample if size is not None)
        if total % known or (-1 not in self.target_shape and total != known):
            raise ValueError(
                f"Reshape {self.name!r}: a sample of shape {sample} has {total} numbers; they do not fit "
                f"target_shape={self.target_shape}. The product of the sizes must be {total}."
            )
        return (input_shape[0], *(total // known if size == -1 else size for size in self.target_shape))
