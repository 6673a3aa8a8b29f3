"""What an initializer is: a function of a shape and a type that makes an array."""

from __future__ import annotations

from typing import Any, Self

import numpy as np

from kcore.autodiff import Array
from kcore.configurable import Configurable
from kcore.random import fresh_seed


class Initializer(Configurable):
    """Base: an initializer is called with a shape and a dtype and returns an array."""

    def __call__(self, shape: tuple[int, ...], dtype: str | None = None) -> Array:
        raise TypeError(f"{type(self).__name__} needs a method __call__(self, shape, dtype) that returns an array.")

    def clone(self) -> Self:
        """Another one with the same arguments."""
        return type(self).from_config(self.get_config())


class RandomInitializer(Initializer):
    """Base of random initializers: one object draws the same numbers at each call, as in Keras."""

    seed: int | None

    def _start(self, seed: int | None) -> None:
        self.seed = seed
        self._drawn = fresh_seed() if seed is None else seed

    def _generator(self) -> np.random.Generator:
        return np.random.default_rng(self._drawn)

    def get_config(self) -> dict[str, Any]:
        """The arguments, ``seed`` first, as Keras writes them."""
        return {"seed": self.seed, **super().get_config()}


def truncated_normal(rng: np.random.Generator, shape: tuple[int, ...]) -> Array:
    """Standard normal numbers; those more than 2 away from 0 are drawn again."""
    values = rng.standard_normal(shape)
    while (far := np.abs(values) > 2).any():
        values[far] = rng.standard_normal(int(far.sum()))
    return values
