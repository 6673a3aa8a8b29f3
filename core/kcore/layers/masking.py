"""Masking: steps in which every number is a certain value are passed over."""

from __future__ import annotations

from typing import Any

import numpy as np

from kcore import ops, registry
from kcore.autodiff import Array, value_of
from kcore.layers.layer import Layer
from kcore.symbolic import Shape


@registry.register("layer")
class Masking(Layer):
    """Marks the steps whose numbers are all ``mask_value``; layers that mind masks pass over them.

    Args:
        mask_value: the value that fills steps without data.

    Input (batch, steps, ...); output of the input's shape, with zeros in the masked steps.
    """

    supports_masking = True

    def __init__(self, mask_value: float = 0.0, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.mask_value = mask_value
        self.built = True

    def _counting(self, inputs: Any) -> Array:
        """Which steps hold something else: (batch, steps, 1)."""
        found: Array = np.any(value_of(inputs) != self.mask_value, axis=-1, keepdims=True)
        return found

    def call(self, inputs: Any) -> Any:
        return ops.apply_mask(inputs, mask=self._counting(inputs).astype(inputs.dtype))

    def compute_mask(self, inputs: Any, previous_mask: Any = None) -> Any:
        """Where a step holds something else than ``mask_value``: (batch, steps)."""
        return self._counting(inputs)[..., 0]

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return input_shape
