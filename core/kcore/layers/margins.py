"""Zeros around pictures and sequences, and cutting their rims off."""

from __future__ import annotations

from typing import Any

from kcore import ops, registry, spatial
from kcore.annotations import DataFormat, Margins
from kcore.layers.spatial import SpatialLayer
from kcore.symbolic import Shape


def whole(margins: Any, rank: int) -> Any:
    """Margins written in full: (before, after) for one axis, a tuple of such pairs for several."""
    return spatial.Margins(0, rank).read(margins)


def pairs(margins: Any, rank: int) -> tuple[tuple[int, int], ...]:
    """(before, after) for each of ``rank`` axes; with one axis the margin is the pair itself."""
    return (margins,) if rank == 1 else margins


class ZeroPadding(SpatialLayer):
    """Puts zeros around the spatial axes.

    Args:
        padding: zeros before and after: one number for all sides, or (before, after) for each axis.
        data_format: 'channels_last' or 'channels_first'; the engine's if None.

    Input (batch, *spatial, channels); output (batch, *longer spatial, channels).
    """

    def __init__(self, padding: Margins = 1, data_format: DataFormat | None = None, **kwargs: Any) -> None:
        super().__init__(data_format, **kwargs)
        self.padding = whole(padding, self.rank)
        self.built = True

    def call(self, inputs: Any) -> Any:
        return self.back(ops.pad(self.last(inputs), pad_width=((0, 0), *pairs(self.padding, self.rank), (0, 0))))

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        sizes, channels = self.parts(input_shape)
        around = zip(sizes, pairs(self.padding, self.rank), strict=True)
        return self.joined(input_shape[0], tuple(None if n is None else n + a + b for n, (a, b) in around), channels)


class Cropping(SpatialLayer):
    """Cuts places off at the ends of the spatial axes; ``cropping`` holds (before, after) for each axis."""

    cropping: Any

    def call(self, inputs: Any) -> Any:
        cut = (slice(a, -b or None) for a, b in pairs(self.cropping, self.rank))
        return inputs[(slice(None),) * (2 if self.channels_first else 1) + tuple(cut)]

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        sizes, channels = self.parts(input_shape)
        cut = pairs(self.cropping, self.rank)
        new = tuple(None if n is None else n - a - b for n, (a, b) in zip(sizes, cut, strict=True))
        if any(size is not None and size < 1 for size in new):
            raise ValueError(
                f"{type(self).__name__} {self.name!r}: cropping={self.cropping} leaves nothing of input shape "
                f"{input_shape}. Cut off less."
            )
        return self.joined(input_shape[0], new, channels)

    def check_input(self, shape: Shape) -> None:
        self.compute_output_shape(shape)


@registry.register("layer")
class ZeroPadding1D(ZeroPadding):
    """Puts zeros before and after sequences; arguments as in ``ZeroPadding``.

    Input (batch, steps, channels); output (batch, longer steps, channels).
    """

    rank = 1


@registry.register("layer")
class ZeroPadding2D(ZeroPadding):
    """Puts zeros around pictures; arguments as in ``ZeroPadding``.

    Input (batch, height, width, channels); output (batch, longer height, longer width, channels).
    """

    rank = 2


@registry.register("layer")
class Cropping1D(Cropping):
    """Cuts steps off at both ends of sequences.

    Args:
        cropping: steps to cut off, one number for both ends or (before, after).

    Input (batch, steps, channels); output (batch, fewer steps, channels).
    """

    rank = 1

    def __init__(self, cropping: Margins = (1, 1), **kwargs: Any) -> None:
        super().__init__("channels_last", **kwargs)
        self.cropping = whole(cropping, self.rank)
        self.built = True


@registry.register("layer")
class Cropping2D(Cropping):
    """Cuts the rims of pictures off.

    Args:
        cropping: places to cut off: one number for all sides, or ((top, bottom), (left, right)).
        data_format: 'channels_last' or 'channels_first'; the engine's if None.

    Input (batch, height, width, channels); output (batch, less height, less width, channels).
    """

    rank = 2

    def __init__(
        self, cropping: Margins = ((0, 0), (0, 0)), data_format: DataFormat | None = None, **kwargs: Any
    ) -> None:
        super().__init__(data_format, **kwargs)
        self.cropping = whole(cropping, self.rank)
        self.built = True
