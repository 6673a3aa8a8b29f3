"""Spatial dropout: in training, whole channels are set to zero at random."""

from __future__ import annotations

from typing import Any

from kcore import registry
from kcore.annotations import DataFormat, UnitInterval
from kcore.layers.dropout import Dropout


class SpatialDropout(Dropout):
    """Base: a Dropout whose mask is the same at all places of a channel."""

    axes: int
    data_format: str = "channels_last"

    def mask_shape(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        if len(shape) != self.axes + 2:
            raise ValueError(
                f"{type(self).__name__} {self.name!r} takes inputs with {self.axes + 2} axes, the batch first and the "
                f"channels {'last' if self.data_format == 'channels_last' else 'second'}; got shape {shape}."
            )
        ones = (1,) * self.axes
        return (shape[0], *ones, shape[-1]) if self.data_format == "channels_last" else (*shape[:2], *ones)

    def get_config(self) -> dict[str, Any]:
        config = {"rate": self.rate, "seed": self.seed, "name": self.name, "dtype": self.dtype}
        return config if self.axes == 1 else {**config, "data_format": self.data_format}


@registry.register("layer")
class SpatialDropout1D(SpatialDropout):
    """In training drops a share ``rate`` of the channels of a sequence and enlarges the others by 1 / (1 - rate).

    Args:
        rate: share of the channels that is dropped, 0 to 1.
        seed: whole number for repeatable masks, or None.
        name: name of the layer; automatic if None.
        dtype: float type; the engine's if None.

    Input and output (batch, steps, channels). Source: Tompson et al. (2014).
    """

    axes = 1

    def __init__(self, rate: UnitInterval, seed: int | None = None, name: str | None = None, dtype: Any = None) -> None:
        super().__init__(rate, seed=seed, name=name, dtype=dtype)


class _Formatted(SpatialDropout):
    """A spatial dropout that is told where the channels are."""

    def __init__(
        self,
        rate: UnitInterval,
        data_format: DataFormat | None = None,
        seed: int | None = None,
        name: str | None = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(rate, seed=seed, name=name, dtype=dtype)
        self.data_format = data_format or "channels_last"


@registry.register("layer")
class SpatialDropout2D(_Formatted):
    """In training drops a share ``rate`` of the channels of a picture and enlarges the others by 1 / (1 - rate).

    Args: see ``SpatialDropout1D``; ``data_format`` says where the channels are, 'channels_last' if None.

    Input and output (batch, height, width, channels), or (batch, channels, height, width).
    """

    axes = 2


@registry.register("layer")
class SpatialDropout3D(_Formatted):
    """In training drops a share ``rate`` of the channels of a volume and enlarges the others by 1 / (1 - rate).

    Args: see ``SpatialDropout2D``.

    Input and output with three axes of places, and the channels last or second.
    """

    axes = 3
