"""Dropout: in training, some numbers are set to zero at random."""

from __future__ import annotations

from typing import Any

import numpy as np

from kcore import ops, registry
from kcore.configurable import Shape, UnitInterval
from kcore.layers.random_layer import RandomLayer


@registry.register("layer")
class Dropout(RandomLayer):
    """In training sets a share ``rate`` of its inputs to 0 and enlarges the others by 1 / (1 - rate).

    Args:
        rate: share that is dropped, 0 to 1.
        noise_shape: shape of the random mask, 1 or None where it is shared along an axis; the input's if None.
        seed: whole number for repeatable masks, or None.

    Output: of the input's shape. Source: Srivastava et al. (2014).
    """

    def __init__(
        self, rate: UnitInterval, noise_shape: Shape | None = None, seed: int | None = None, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.rate, self.noise_shape, self.seed = rate, noise_shape, seed

    def call(self, inputs: Any, training: bool = False) -> Any:
        if not training or self.rate == 0:
            return inputs
        # 16 random bits each: a quarter of the cost of random floats, the rate exact to 1/65536
        bits = self.random.integers(0, 65536, self.mask_shape(inputs.shape), dtype=np.uint16)
        keep = 1 - self.rate
        mask = (bits >= round(self.rate * 65536)).astype(inputs.dtype)
        if keep > 0:
            mask *= np.asarray(1 / keep, mask.dtype)
        return ops.apply_mask(inputs, mask=mask)

    def get_config(self) -> dict[str, Any]:
        config = super().get_config()
        config["noise_shape"] = config.pop("noise_shape")  # last, as Keras writes it
        return config
