"""RMS normalization: every sample is divided by its own root mean square."""

from __future__ import annotations

from typing import Any

from kcore import ops, registry
from kcore.annotations import Axes, Positive
from kcore.layers.calling import check_sizes
from kcore.layers.layer import Layer
from kcore.layers.layer_normalization import sizes_along
from kcore.symbolic import Shape


@registry.register("layer")
class RMSNormalization(Layer):
    """scale · x / sqrt(mean(x²) + epsilon), with the mean of each sample.

    Args:
        axis: the axis or axes over which the mean is taken.
        epsilon: small number added to the mean, above 0.

    Output: of the input's shape. Source: Zhang and Sennrich (2019).
    """

    def __init__(self, axis: Axes = -1, epsilon: Positive = 1e-6, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.axis = sorted(axis) if isinstance(axis, list | tuple) else axis
        self.epsilon = epsilon

    def build(self, input_shape: Shape) -> None:
        shape = sizes_along(self, self.axis, input_shape)
        if not isinstance(self.axis, list):
            self.axis = [self.axis]  # as Keras has it from now on
        self.scale = self.add_weight(shape, "ones", name="scale")

    def check_input(self, shape: Shape) -> None:
        check_sizes(self, self.axis, shape)

    def call(self, x: Any) -> Any:
        return ops.rms_normalization(x, self.scale, axis=self.axis, epsilon=self.epsilon)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return input_shape
