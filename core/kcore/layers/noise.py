"""Noise in training: added, multiplied, or put in place of some numbers."""

from __future__ import annotations

from typing import Any

import numpy as np

from kcore import ops, registry
from kcore.annotations import Shape, UnitInterval
from kcore.autodiff import Array
from kcore.layers.random_layer import RandomLayer

# The value that very negative inputs approach in selu: -scale · alpha. Source: Klambauer et al. (2017).
SATURATED = -1.0507009873554805 * 1.6732632423543772


def _normal(layer: RandomLayer, mean: float, deviation: float, like: Any) -> Array:
    return layer.random.normal(mean, deviation, like.shape).astype(like.dtype)


@registry.register("layer")
class GaussianNoise(RandomLayer):
    """In training adds normally distributed noise of mean 0.

    Args:
        stddev: standard deviation of the noise, 0 to 1.
        seed: whole number for repeatable noise, or None.

    Output: of the input's shape.
    """

    def __init__(self, stddev: UnitInterval, seed: int | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.stddev, self.seed = stddev, seed

    def call(self, inputs: Any, training: bool = False) -> Any:
        if not training or self.stddev == 0:
            return inputs
        return inputs + _normal(self, 0.0, self.stddev, inputs)


@registry.register("layer")
class GaussianDropout(RandomLayer):
    """In training multiplies by noise of mean 1 and standard deviation sqrt(rate / (1 - rate)).

    Args:
        rate: the share that a Dropout of the same strength drops, 0 to 1.
        seed: whole number for repeatable noise, or None.

    Output: of the input's shape. Source: Srivastava et al. (2014), section 10.
    """

    def __init__(self, rate: UnitInterval, seed: int | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.rate, self.seed = rate, seed

    def call(self, inputs: Any, training: bool = False) -> Any:
        if not training or self.rate == 0:
            return inputs
        deviation = (self.rate / max(1 - self.rate, 1e-7)) ** 0.5
        return ops.apply_mask(inputs, mask=_normal(self, 1.0, deviation, inputs))


@registry.register("layer")
class AlphaDropout(RandomLayer):
    """In training sets a share of its inputs to selu's lowest value, and keeps mean and variance as they were.

    Args:
        rate: share that is set, 0 to 1.
        noise_shape: shape of the random mask, 1 or None where it is shared along an axis; the input's if None.
        seed: whole number for repeatable masks, or None.

    Output: of the input's shape. Source: Klambauer et al. (2017), "Self-Normalizing Neural Networks".
    """

    def __init__(
        self, rate: UnitInterval, noise_shape: Shape | None = None, seed: int | None = None, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.rate, self.seed, self.noise_shape = rate, seed, noise_shape

    def call(self, inputs: Any, training: bool = False) -> Any:
        if not training or self.rate == 0:
            return inputs
        if self.rate == 1:
            return ops.apply_mask(inputs, mask=np.zeros(inputs.shape, inputs.dtype))
        kept = self.random.random(self.mask_shape(inputs.shape)) >= self.rate
        factor = ((1 - self.rate) * (1 + self.rate * SATURATED**2)) ** -0.5
        offset = np.where(kept, 0.0, factor * SATURATED) - factor * SATURATED * self.rate
        masked = ops.apply_mask(inputs, mask=(factor * kept).astype(inputs.dtype))
        return masked + offset.astype(inputs.dtype)

    def get_config(self) -> dict[str, Any]:
        config = super().get_config()
        config["noise_shape"] = config.pop("noise_shape")  # last, as Keras writes it
        return config
