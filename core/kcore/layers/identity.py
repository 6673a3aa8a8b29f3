"""Identity: nothing happens."""

from __future__ import annotations

from typing import Any

from kcore import registry
from kcore.layers.layer import Layer


@registry.register("layer")
class Identity(Layer):
    """Hands its inputs on as they are: a place holder, or a way around in a comparison."""

    supports_masking = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.built = True

    def call(self, inputs: Any) -> Any:
        return inputs

    def compute_output_shape(self, input_shape: Any) -> Any:
        return input_shape
