"""First values of variables. The size of random ones follows the layer's inputs and outputs (fans)."""

from __future__ import annotations

import math
from typing import Any, Literal

import numpy as np

from kcore import registry
from kcore.autodiff import Array
from kcore.config import floatx
from kcore.configurable import Configurable, NonNegative, Positive
from kcore.random import fresh_seed


class Initializer(Configurable):
    """Base: an initializer is called with a shape and a dtype and returns an array."""

    def __call__(self, shape: tuple[int, ...], dtype: str | None = None) -> Array:
        raise TypeError(f"{type(self).__name__} needs a method __call__(self, shape, dtype) that returns an array.")


@registry.register("initializer", "zeros", "zero")
class Zeros(Initializer):
    """All zeros: right for biases, fatal for kernels (every unit then learns the same)."""

    def __init__(self) -> None:
        pass

    def __call__(self, shape: tuple[int, ...], dtype: str | None = None) -> Array:
        return np.zeros(shape, dtype or floatx())


@registry.register("initializer", "ones", "one")
class Ones(Initializer):
    """All ones."""

    def __init__(self) -> None:
        pass

    def __call__(self, shape: tuple[int, ...], dtype: str | None = None) -> Array:
        return np.ones(shape, dtype or floatx())


@registry.register("initializer", "constant")
class Constant(Initializer):
    """The same number everywhere."""

    def __init__(self, value: float = 0.0) -> None:
        self.value = value

    def __call__(self, shape: tuple[int, ...], dtype: str | None = None) -> Array:
        return np.full(shape, self.value, dtype or floatx())


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


@registry.register("initializer", "random_normal")
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
        return (self.mean + self.stddev * _truncated(self._generator(), shape)).astype(dtype or floatx())


@registry.register("initializer", "random_uniform", "uniform")
class RandomUniform(RandomInitializer):
    """Numbers spread evenly from minval to maxval."""

    def __init__(self, minval: float = -0.05, maxval: float = 0.05, seed: int | None = None) -> None:
        self.minval, self.maxval = minval, maxval
        self._start(seed)

    def __call__(self, shape: tuple[int, ...], dtype: str | None = None) -> Array:
        return self._generator().uniform(self.minval, self.maxval, shape).astype(dtype or floatx())


Mode = Literal["fan_in", "fan_out", "fan_avg"]
Distribution = Literal["normal", "truncated_normal", "untruncated_normal", "uniform"]


@registry.register("initializer", "variance_scaling")
class VarianceScaling(RandomInitializer):
    """Random numbers of variance scale / fan, so that sums keep their size from layer to layer.

    Args:
        scale: factor of the variance, above 0.
        mode: which fan divides: inputs, outputs or their mean.
        distribution: 'truncated_normal' ('normal'), 'untruncated_normal' or 'uniform'.
        seed: whole number, or None for the global stream.
        input_axes: axes of the shape that count as inputs, if not all but the last.
        output_axes: axes that count as outputs, if not the last.
    """

    def __init__(
        self,
        scale: Positive = 1.0,
        mode: Mode = "fan_in",
        distribution: Distribution = "truncated_normal",
        seed: int | None = None,
        input_axes: Any = None,
        output_axes: Any = None,
    ) -> None:
        self.scale, self.mode = scale, mode
        self.distribution = "truncated_normal" if distribution == "normal" else distribution
        self.input_axes, self.output_axes = input_axes, output_axes
        self._start(seed)

    def __call__(self, shape: tuple[int, ...], dtype: str | None = None) -> Array:
        fan_in, fan_out = fans(shape, self.input_axes, self.output_axes)
        fan = {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": (fan_in + fan_out) / 2}[self.mode]
        variance = self.scale / max(1.0, fan)
        rng = self._generator()
        if self.distribution == "uniform":
            limit = math.sqrt(3 * variance)
            values = rng.uniform(-limit, limit, shape)
        elif self.distribution == "truncated_normal":
            values = _truncated(rng, shape) * (math.sqrt(variance) / 0.87962566103423978)
        else:
            values = rng.normal(0, math.sqrt(variance), shape)
        return values.astype(dtype or floatx())


class _Scaled(VarianceScaling):
    """A variance scaling with fixed rule: only the seed (and the axes) are left to choose."""

    rule: tuple[float, Mode, Distribution]

    def __init__(self, seed: int | None = None, input_axes: Any = None, output_axes: Any = None) -> None:
        scale, mode, distribution = self.rule
        super().__init__(scale, mode, distribution, seed, input_axes, output_axes)


@registry.register("initializer", "glorot_uniform")
class GlorotUniform(_Scaled):
    """Uniform within ±sqrt(6 / (fan_in + fan_out)). Source: Glorot and Bengio (2010)."""

    rule = (1.0, "fan_avg", "uniform")


@registry.register("initializer", "glorot_normal")
class GlorotNormal(_Scaled):
    """Truncated normal of variance 2 / (fan_in + fan_out). Source: Glorot and Bengio (2010)."""

    rule = (1.0, "fan_avg", "truncated_normal")


@registry.register("initializer", "he_uniform")
class HeUniform(_Scaled):
    """Uniform within ±sqrt(6 / fan_in): made for relu. Source: He et al. (2015)."""

    rule = (2.0, "fan_in", "uniform")


@registry.register("initializer", "he_normal")
class HeNormal(_Scaled):
    """Truncated normal of variance 2 / fan_in: made for relu. Source: He et al. (2015)."""

    rule = (2.0, "fan_in", "truncated_normal")


@registry.register("initializer", "lecun_uniform")
class LecunUniform(_Scaled):
    """Uniform within ±sqrt(3 / fan_in). Source: Klambauer et al. (2017)."""

    rule = (1.0, "fan_in", "uniform")


@registry.register("initializer", "lecun_normal")
class LecunNormal(_Scaled):
    """Truncated normal of variance 1 / fan_in. Source: Klambauer et al. (2017)."""

    rule = (1.0, "fan_in", "truncated_normal")


def fans(shape: tuple[int, ...], input_axes: Any = None, output_axes: Any = None) -> tuple[float, float]:
    """Numbers of inputs and outputs that a kernel of this shape joins.

    (units,) counts as both; (inputs, units) as they stand; in a convolution kernel the window's size
    multiplies both channel numbers.
    """
    if input_axes is not None and output_axes is not None:
        return float(np.prod([shape[i] for i in input_axes])), float(np.prod([shape[i] for i in output_axes]))
    if len(shape) < 2:
        size = float(shape[0]) if shape else 1.0
        return size, size
    window = float(np.prod(shape[:-2]))
    return shape[-2] * window, shape[-1] * window


def _truncated(rng: np.random.Generator, shape: tuple[int, ...]) -> Array:
    values = rng.standard_normal(shape)
    while (far := np.abs(values) > 2).any():
        values[far] = rng.standard_normal(int(far.sum()))
    return values


def get(identifier: Any) -> Any:
    """The initializer for a name, config, object or function (shape, dtype) -> array; None for None.

    Raises:
        ValueError: for an unknown name.
    """
    return registry.get("initializer", identifier)
