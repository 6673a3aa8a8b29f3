"""First values drawn from a distribution that does not look at the shape, and orthogonal ones."""

from __future__ import annotations

import numpy as np

from kcore import registry
from kcore.annotations import NonNegative
from kcore.autodiff import Array
from kcore.config import floatx
from kcore.initializers.base import RandomInitializer, truncated_normal


@registry.register("initializer", "random_normal", "normal")
class RandomNormal(RandomInitializer):
    """Normally distributed numbers."""

    def __init__(self, mean: float = 0.0, stddev: NonNegative = 0.05, seed: int | None = None) -> None:
        self.mean, self.stddev = mean, stddev
        self._start(seed)

    def __call__(self, shape: tuple[int, ...], dtype: str | None = None) -> Array:
        return self._generator().normal(self.mean, self.stddev, shape).astype(dtype or floatx())


@registry.register("initializer", "truncated_normal")
class TruncatedNormal(RandomInitializer):
    """Normally distributed numbers; those more than 2 standard deviations away are drawn again."""

    def __init__(self, mean: float = 0.0, stddev: NonNegative = 0.05, seed: int | None = None) -> None:
        self.mean, self.stddev = mean, stddev
        self._start(seed)

    def __call__(self, shape: tuple[int, ...], dtype: str | None = None) -> Array:
        return (self.mean + self.stddev * truncated_normal(self._generator(), shape)).astype(dtype or floatx())


@registry.register("initializer", "random_uniform", "uniform")
class RandomUniform(RandomInitializer):
    """Numbers spread evenly from minval to maxval."""

    def __init__(self, minval: float = -0.05, maxval: float = 0.05, seed: int | None = None) -> None:
        self.minval, self.maxval = minval, maxval
        self._start(seed)

    def __call__(self, shape: tuple[int, ...], dtype: str | None = None) -> Array:
        return self._generator().uniform(self.minval, self.maxval, shape).astype(dtype or floatx())


@registry.register("initializer", "orthogonal", "OrthogonalInitializer")
class Orthogonal(RandomInitializer):
    """A matrix whose rows or columns, whichever are fewer, stand at right angles and have the length ``gain``.

    Axes before the last are taken together. Source: Saxe et al. (2014).
    """

    def __init__(self, gain: float = 1.0, seed: int | None = None) -> None:
        self.gain = gain
        self._start(seed)

    def __call__(self, shape: tuple[int, ...], dtype: str | None = None) -> Array:
        if len(shape) < 2:
            raise ValueError(f"Orthogonal makes matrices, of at least 2 axes; got shape {tuple(shape)}.")
        rows, columns = int(np.prod(shape[:-1])), shape[-1]
        normal = self._generator().standard_normal((max(rows, columns), min(rows, columns)))
        q, r = np.linalg.qr(normal)
        q *= np.where(np.diag(r) < 0, -1, 1)  # without this, some directions would come more often than others
        return np.asarray(self.gain * (q.T if rows < columns else q).reshape(shape), dtype or floatx())
