"""First values whose size follows the layer's inputs and outputs (fans), so that sums keep their size."""

from __future__ import annotations

import math
from typing import Any, Literal

import numpy as np

from kcore import registry
from kcore.annotations import Axes, Positive
from kcore.autodiff import Array
from kcore.config import floatx
from kcore.initializers.base import RandomInitializer, truncated_normal

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
        input_axes: Axes | None = None,
        output_axes: Axes | None = None,
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
            values = truncated_normal(rng, shape) * (math.sqrt(variance) / 0.87962566103423978)
        else:
            values = rng.normal(0, math.sqrt(variance), shape)
        return values.astype(dtype or floatx())


class _Scaled(VarianceScaling):
    """A variance scaling with fixed rule: only the seed (and the axes) are left to choose."""

    rule: tuple[float, Mode, Distribution]

    def __init__(
        self, seed: int | None = None, input_axes: Axes | None = None, output_axes: Axes | None = None
    ) -> None:
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
