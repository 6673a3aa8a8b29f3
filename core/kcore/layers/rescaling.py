"""Rescaling: inputs brought to another range."""

from __future__ import annotations

from typing import Any

import numpy as np

from kcore import registry
from kcore.layers.layer import Layer
from kcore.symbolic import Shape


@registry.register("layer")
class Rescaling(Layer):
    """inputs · scale + offset: pictures from 0...255 to 0...1 with scale=1/255.

    Args:
        scale: a number, or an array that fits the last axes of the inputs.
        offset: the same, added.

    Output: of the input's shape, in the layer's float type.
    """

    supports_masking = True

    def __init__(self, scale: Any, offset: Any = 0.0, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.scale, self.offset = scale, offset

    def call(self, inputs: Any) -> Any:
        if isinstance(inputs, np.ndarray):
            inputs = inputs.astype(self.dtype, copy=False)
        return inputs * np.asarray(self.scale, self.dtype) + np.asarray(self.offset, self.dtype)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return input_shape
