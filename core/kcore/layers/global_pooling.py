"""Global pooling: of each channel the largest number, or the mean, over all places."""

from __future__ import annotations

from typing import Any

import numpy as np

from kcore import ops, registry
from kcore.annotations import DataFormat
from kcore.layers.spatial import SpatialLayer
from kcore.symbolic import Shape


class GlobalPooling(SpatialLayer):
    """Base of the global pooling layers: one number per channel.

    Args:
        data_format: 'channels_last' or 'channels_first'; the engine's if None.
        keepdims: whether the spatial axes stay, with size 1.

    Input (batch, *spatial, channels); output (batch, channels).
    """

    def __init__(self, data_format: DataFormat | None = None, keepdims: bool = False, **kwargs: Any) -> None:
        super().__init__(data_format, **kwargs)
        self.keepdims = keepdims
        self.built = True

    @property
    def axes(self) -> tuple[int, ...]:
        """The spatial axes of the input."""
        first = 2 if self.channels_first else 1
        return tuple(range(first, first + self.rank))

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        channels = self.parts(input_shape)[1]
        return self.joined(input_shape[0], (1,) * self.rank if self.keepdims else (), channels)


class GlobalMaxPooling(GlobalPooling):
    """The largest number of each channel; arguments as in ``GlobalPooling``."""

    def call(self, inputs: Any) -> Any:
        return ops.max(inputs, axis=self.axes, keepdims=self.keepdims)


class GlobalAveragePooling(GlobalPooling):
    """The mean of each channel; arguments as in ``GlobalPooling``."""

    def call(self, inputs: Any) -> Any:
        return ops.mean(inputs, axis=self.axes, keepdims=self.keepdims)


@registry.register("layer", "GlobalMaxPool1D")
class GlobalMaxPooling1D(GlobalMaxPooling):
    """The largest number of each channel over all steps; arguments as in ``GlobalPooling``.

    Input (batch, steps, channels); output (batch, channels).
    """

    rank = 1


@registry.register("layer", "GlobalMaxPool2D")
class GlobalMaxPooling2D(GlobalMaxPooling):
    """The largest number of each channel over all places; arguments as in ``GlobalPooling``.

    Input (batch, height, width, channels); output (batch, channels).
    """

    rank = 2


@registry.register("layer", "GlobalAvgPool1D")
class GlobalAveragePooling1D(GlobalAveragePooling):
    """The mean of each channel over all steps; arguments as in ``GlobalPooling``.

    Called with ``mask`` (batch, steps), only the steps count where it is True.
    Input (batch, steps, channels); output (batch, channels).
    """

    rank = 1
    supports_masking = True
    makes_masks = False  # it ends them

    def compute_mask(self, inputs: Any, previous_mask: Any) -> None:
        """None: one number per channel has no steps."""

    def call(self, inputs: Any, mask: Any = None) -> Any:
        if mask is None:
            return super().call(inputs)
        axis = self.axes[0]
        counted = np.expand_dims(np.asarray(mask), 1 if self.channels_first else 2).astype(inputs.dtype)
        share = counted / counted.sum(axis=axis, keepdims=True)
        return ops.sum(ops.apply_mask(inputs, mask=share), axis=axis, keepdims=self.keepdims)


@registry.register("layer", "GlobalAvgPool2D")
class GlobalAveragePooling2D(GlobalAveragePooling):
    """The mean of each channel over all places; arguments as in ``GlobalPooling``.

    Input (batch, height, width, channels); output (batch, channels).
    """

    rank = 2
