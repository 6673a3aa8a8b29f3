"""Unit normalization: every sample becomes a vector of length 1."""

from __future__ import annotations

from typing import Any

from kcore import ops, registry
from kcore.annotations import Axes
from kcore.layers.layer import Layer
from kcore.symbolic import Shape


@registry.register("layer")
class UnitNormalization(Layer):
    """x / sqrt(Σ x²), with the sum of each sample.

    Args:
        axis: the axis or axes of the sum.

    Output: of the input's shape.
    """

    supports_masking = True

    def __init__(self, axis: Axes = -1, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.axis = list(axis) if isinstance(axis, list | tuple) else axis
        self.built = True

    def call(self, inputs: Any) -> Any:
        axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
        length = ops.sum(ops.square(inputs), axis=axis, keepdims=True)
        return inputs / ops.sqrt(ops.maximum(length, 1e-12))  # as Keras keeps it away from 0

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return input_shape
