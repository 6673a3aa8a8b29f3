"""Upsampling: sequences and pictures are made larger by a whole factor."""

from __future__ import annotations

from typing import Any, Literal

from kcore import ops, registry
from kcore.annotations import DataFormat, PositiveInt, Sizes
from kcore.layers.spatial import SpatialLayer
from kcore.symbolic import Shape


@registry.register("layer")
class UpSampling1D(SpatialLayer):
    """Repeats every step.

    Args:
        size: how many times.

    Input (batch, steps, channels); output (batch, size · steps, channels).
    """

    rank = 1

    def __init__(self, size: PositiveInt = 2, **kwargs: Any) -> None:
        super().__init__("channels_last", **kwargs)
        self.size = size
        self.built = True

    def call(self, inputs: Any) -> Any:
        return ops.repeat(inputs, repeats=self.size, axis=1)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        (steps,), channels = self.parts(input_shape)
        return self.joined(input_shape[0], (None if steps is None else steps * self.size,), channels)


@registry.register("layer")
class UpSampling2D(SpatialLayer):
    """Makes pictures larger.

    Args:
        size: factors of height and width.
        data_format: 'channels_last' or 'channels_first'; the engine's if None.
        interpolation: 'nearest' repeats places, 'bilinear' draws straight lines between their centres, 'bicubic',
            'lanczos3' and 'lanczos5' draw smooth curves.

    Input (batch, height, width, channels); output (batch, size[0] · height, size[1] · width, channels).
    """

    rank = 2

    def __init__(
        self,
        size: Sizes = (2, 2),
        data_format: DataFormat | None = None,
        interpolation: Literal["nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"] = "nearest",
        **kwargs: Any,
    ) -> None:
        super().__init__(data_format, **kwargs)
        self.size, self.interpolation = self.spread(size), interpolation
        self.built = True

    def call(self, inputs: Any) -> Any:
        first, x = 2 if self.channels_first else 1, inputs
        for axis, factor in enumerate(self.size, first):
            if self.interpolation == "nearest":
                x = ops.repeat(x, repeats=factor, axis=axis)
            else:
                matrix = ops.interpolation_weights(self.interpolation, inputs.shape[axis], factor, inputs.dtype.name)
                x = ops.interpolate(x, matrix=matrix, axis=axis)
        return x

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        sizes, channels = self.parts(input_shape)
        new = tuple(None if n is None else n * k for n, k in zip(sizes, self.size, strict=True))
        return self.joined(input_shape[0], new, channels)
