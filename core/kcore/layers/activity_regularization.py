"""ActivityRegularization: a penalty on what flows through."""

from __future__ import annotations

from typing import Any

from kcore import registry
from kcore.annotations import NonNegative
from kcore.layers.layer import Layer
from kcore.regularizers import L1L2
from kcore.symbolic import Shape


@registry.register("layer")
class ActivityRegularization(Layer):
    """Hands its inputs on and adds l1 · Σ|x| + l2 · Σx², per sample, to the loss.

    Args:
        l1: weight of the sum of sizes, at least 0.
        l2: weight of the sum of squares, at least 0.

    Output: of the input's shape.
    """

    supports_masking = True

    def __init__(self, l1: NonNegative = 0.0, l2: NonNegative = 0.0, **kwargs: Any) -> None:
        super().__init__(activity_regularizer=L1L2(l1, l2), **kwargs)
        self.l1, self.l2 = l1, l2
        self.built = True

    def call(self, inputs: Any) -> Any:
        return inputs

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return input_shape

    def get_config(self) -> dict[str, Any]:
        return {name: value for name, value in super().get_config().items() if name != "activity_regularizer"}
