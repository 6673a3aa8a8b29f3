"""Dropout: in training, some numbers are set to zero at random."""

from __future__ import annotations

from typing import Any

from kcore import ops, registry
from kcore.annotations import Shape, UnitInterval
from kcore.layers.random_layer import RandomLayer
from kcore.random import dropout_mask


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
        mask = dropout_mask(self.random, self.rate, self.mask_shape(inputs.shape), inputs.dtype)
        return ops.apply_mask(inputs, mask=mask)

    def get_config(self) -> dict[str, Any]:
        config = super().get_config()
        config["noise_shape"] = config.pop("noise_shape")  # last, as Keras writes it
        return config
