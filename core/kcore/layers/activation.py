"""An activation function as a layer of its own."""

from __future__ import annotations

from typing import Any

from kcore import activations, registry
from kcore.annotations import ActivationLike
from kcore.layers.layer import Layer
from kcore.symbolic import Shape


@registry.register("layer")
class Activation(Layer):
    """Applies a function to each number of its input.

    Args:
        activation: name of an activation, or a function.

    Output: of the input's shape.
    """

    supports_masking = True

    def __init__(self, activation: ActivationLike, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.activation = activations.get(activation)
        self.built = True

    def call(self, inputs: Any) -> Any:
        return self.activation(inputs)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return input_shape
