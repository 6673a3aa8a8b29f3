"""Flatten: samples of any shape become rows."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from kcore import ops, registry
from kcore.annotations import DataFormat
from kcore.config import image_data_format
from kcore.layers.layer import Layer
from kcore.symbolic import Shape


@registry.register("layer")
class Flatten(Layer):
    """Lays all numbers of a sample in one row.

    Args:
        data_format: 'channels_last' or 'channels_first' (channels are moved to the end before); the engine's if None.

    Input (batch, a, b, ...); output (batch, a·b·...).
    """

    def __init__(self, data_format: DataFormat | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.data_format = data_format or image_data_format()

    def call(self, inputs: Any) -> Any:
        if self.data_format == "channels_first" and inputs.ndim > 2:
            inputs = ops.transpose(inputs, axes=(0, *range(2, inputs.ndim), 1))
        return ops.reshape(inputs, newshape=(inputs.shape[0], int(np.prod(inputs.shape[1:]))))

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        sizes = [size for size in input_shape[1:] if size is not None]
        return (input_shape[0], math.prod(sizes) if len(sizes) == len(input_shape) - 1 else None)
