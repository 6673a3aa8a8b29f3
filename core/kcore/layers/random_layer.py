"""What layers share that draw random numbers in training."""

from __future__ import annotations

from typing import Any

import numpy as np

from kcore.layers.layer import Layer
from kcore.random import generator
from kcore.symbolic import Shape


class RandomLayer(Layer):
    """Draws random numbers in training, of its own stream, and hands its inputs on otherwise."""

    supports_masking = True
    seed: int | None
    noise_shape: Any = None

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._generator: np.random.Generator | None = None
        self.built = True

    @property
    def random(self) -> np.random.Generator:
        """The layer's own stream of random numbers."""
        if self._generator is None:
            self._generator = generator(self.seed)
        return self._generator

    def mask_shape(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        """Shape of the random mask for inputs of a shape."""
        if self.noise_shape is None:
            return shape
        return tuple(own if size is None else size for own, size in zip(shape, self.noise_shape, strict=True))

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return input_shape
