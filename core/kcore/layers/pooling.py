"""Pooling: a window slides over all places and keeps the largest number, or the mean, of each channel."""

from __future__ import annotations

from typing import Any, Literal

from kcore import ops, registry
from kcore.annotations import DataFormat, Sizes
from kcore.layers.spatial import SpatialLayer, check_sizes
from kcore.ops.windows import output_size
from kcore.symbolic import Shape

Padding = Literal["valid", "same"]


class Pooling(SpatialLayer):
    """Base of the pooling layers: a window over the spatial axes, each channel for itself.

    Args:
        pool_size: places that the window spans along each spatial axis.
        strides: steps of the window; ``pool_size`` if None, so that windows lie side by side.
        padding: 'valid': the window stays inside; 'same': it may stick out, what is outside does not count.
        data_format: 'channels_last' or 'channels_first'; the engine's if None.
        name: name of the layer; automatic if None.

    Input (batch, *spatial, channels); output (batch, *new spatial, channels).
    """

    def __init__(
        self,
        pool_size: Sizes,
        strides: Sizes | None = None,
        padding: Padding = "valid",
        data_format: DataFormat | None = None,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data_format, name=name, **kwargs)
        self.pool_size, self.padding = self.spread(pool_size), padding
        self.strides = self.pool_size if strides is None else self.spread(strides)
        self._options = {"size": self.pool_size, "strides": self.strides, "padding": padding}
        self.built = True

    def pooled(self, x: Any) -> Any:
        """The pooled places of (batch, *spatial, channels)."""
        raise NotImplementedError

    def call(self, inputs: Any) -> Any:
        return self.back(self.pooled(self.last(inputs)))

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        sizes, channels = self.parts(input_shape)
        axes = zip(sizes, self.pool_size, self.strides, strict=True)
        new = tuple(None if n is None else output_size(n, k, s, self.padding) for n, k, s in axes)
        check_sizes(self, "a pool of", self.pool_size, sizes, new)
        return self.joined(input_shape[0], new, channels)

    def check_input(self, shape: Shape) -> None:
        self.compute_output_shape(shape)

    def get_config(self) -> dict[str, Any]:
        config = super().get_config()
        for name in ("strides", "data_format"):  # last, as Keras writes them
            config[name] = config.pop(name)
        return config


class MaxPooling(Pooling):
    """The largest number of each window; arguments as in ``Pooling``."""

    def __init__(
        self,
        pool_size: Sizes = 2,
        strides: Sizes | None = None,
        padding: Padding = "valid",
        data_format: DataFormat | None = None,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(pool_size, strides, padding, data_format, name, **kwargs)

    def pooled(self, x: Any) -> Any:
        return ops.max_pool(x, **self._options)


class AveragePooling(Pooling):
    """The mean of each window; arguments as in ``Pooling``."""

    def pooled(self, x: Any) -> Any:
        return ops.average_pool(x, **self._options)


@registry.register("layer", "MaxPool1D")
class MaxPooling1D(MaxPooling):
    """The largest number of each window of steps; arguments as in ``Pooling``.

    Input (batch, steps, channels); output (batch, new steps, channels).
    """

    rank = 1


@registry.register("layer", "MaxPool2D")
class MaxPooling2D(MaxPooling):
    """The largest number of each window of places; arguments as in ``Pooling``.

    Input (batch, height, width, channels); output (batch, new height, new width, channels).
    """

    rank = 2


@registry.register("layer", "AvgPool1D")
class AveragePooling1D(AveragePooling):
    """The mean of each window of steps; arguments as in ``Pooling``.

    Input (batch, steps, channels); output (batch, new steps, channels).
    """

    rank = 1


@registry.register("layer", "AvgPool2D")
class AveragePooling2D(AveragePooling):
    """The mean of each window of places; arguments as in ``Pooling``.

    Input (batch, height, width, channels); output (batch, new height, new width, channels).
    """

    rank = 2
