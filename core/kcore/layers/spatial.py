"""What layers share that move along the spatial axes of sequences and pictures."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any

from kcore import ops, registry
from kcore.annotations import DataFormat
from kcore.config import image_data_format
from kcore.configurable import parameters
from kcore.layers.layer import Layer
from kcore.symbolic import Shape

_AXES = {1: ("steps",), 2: ("height", "width"), 3: ("depth", "height", "width")}


class SpatialLayer(Layer):
    """Base of layers for samples with ``rank`` spatial axes and one axis of channels.

    Args:
        data_format: 'channels_last' or 'channels_first': where the channels are; the engine's if None.
    """

    rank: int

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """A class of so many axes shows its own defaults: ``strides=(1, 1)`` where the base has ``strides=1``."""
        super().__init_subclass__(**kwargs)
        if "rank" in vars(cls) and "__init__" not in vars(cls):
            cls.__init__ = _shown(cls)  # type: ignore[method-assign]  # the same function, described anew

    def __init__(self, data_format: DataFormat | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.data_format = data_format or image_data_format()

    def spread(self, sizes: Any) -> tuple[int, ...]:
        """One size for each spatial axis; a single number stands for all."""
        return (sizes,) * self.rank if isinstance(sizes, int) else tuple(sizes)

    @property
    def channels_first(self) -> bool:
        """Whether the channels lie before the spatial axes."""
        return self.data_format == "channels_first"

    def last(self, inputs: Any) -> Any:
        """Inputs with their channels moved to the end, where operations want them."""
        return ops.transpose(inputs, axes=(0, *range(2, self.rank + 2), 1)) if self.channels_first else inputs

    def back(self, outputs: Any) -> Any:
        """Outputs with their channels moved to where the layer has them."""
        return (
            ops.transpose(outputs, axes=(0, self.rank + 1, *range(1, self.rank + 1)))
            if self.channels_first
            else outputs
        )

    def parts(self, shape: Shape) -> tuple[Shape, int | None]:
        """Sizes of the spatial axes, and number of channels, of an input shape.

        Raises:
            ValueError: if the shape has another number of axes, with the likely fix.
        """
        if len(shape) != self.rank + 2:
            raise ValueError(self._other_axes(shape))
        return (shape[2:], shape[1]) if self.channels_first else (shape[1:-1], shape[-1])

    def joined(self, batch: int | None, sizes: Shape, channels: int | None) -> Shape:
        """The shape with these sizes and channels, in this layer's order."""
        return (batch, channels, *sizes) if self.channels_first else (batch, *sizes, channels)

    def check_input(self, shape: Shape) -> None:
        self.parts(shape)

    def _other_axes(self, shape: Shape) -> str:
        kind = type(self).__name__
        names = self.joined(None, _AXES[self.rank], "channels")[1:]  # type: ignore[arg-type]  # names for sizes
        text = (
            f"{kind} {self.name!r} takes {'pictures' if self.rank == 2 else 'samples'} of shape "
            f"(samples, {', '.join(map(str, names))}); got {_words(shape)}."
        )
        if len(shape) == self.rank + 1:
            with_channel = self.joined(shape[0], shape[1:], 1)
            return (
                f"{text} The axis of channels is missing: x[{':, ' if self.channels_first else '..., '}None] adds it, "
                f"which makes {_words(with_channel)}; the model then begins with Input(shape={with_channel[1:]}). "
                + ("Grey pictures have 1 channel." if self.rank == 2 else "One number per place is 1 channel.")
            )
        if len(shape) == 2:
            return f"{text} {self._from_rows(shape[1] or 0)}"
        other = kind.replace(f"{self.rank}D", f"{len(shape) - 2}D")
        if other in registry.names("layer"):
            return f"{text} For such data there is {other}."
        return f"{text} Bring the data into that shape with x.reshape(...)."

    def _from_rows(self, count: int) -> str:
        """What to do with rows of so many numbers."""
        side = round(count ** (1 / self.rank))
        one = "" if self.rank != 2 else " A single picture needs its batch, too: x[None, ..., None]."
        if side < 2 or side**self.rank != count:
            return f"Bring the data into that shape with x.reshape(...).{one}"
        square = ", ".join(map(str, self.joined(None, (side,) * self.rank, 1)[1:]))
        return (
            f"Rows of {count} numbers become pictures with x.reshape(-1, {square}); within a model, with "
            f"Reshape(({square})). Flatten comes after the convolutions.{one if side < 8 else ''}"
        )


def _shown(cls: type[SpatialLayer]) -> Callable[..., None]:
    init: Callable[..., None] = cls.__init__
    known = {p.name: p.default for p in parameters(cls) if p.kind == "sizes"}

    @functools.wraps(init)
    def shown(self: SpatialLayer, *args: Any, **kwargs: Any) -> None:
        init(self, *args, **kwargs)

    signature = inspect.signature(init)
    own = [p.replace(default=known.get(p.name, p.default)) for p in signature.parameters.values()]
    shown.__signature__ = signature.replace(parameters=own)  # type: ignore[attr-defined]  # read by inspect
    return shown


def _words(shape: Shape) -> str:
    sizes = ", ".join("any" if size is None else str(size) for size in shape[1:])
    return f"(samples, {sizes})" if sizes else "(samples,)"


def check_sizes(layer: SpatialLayer, what: str, window: tuple[int, ...], sizes: Shape, outputs: Shape) -> None:
    """Raise ValueError if a window does not fit into its input even once."""
    if all(size is None or size > 0 for size in outputs):
        return
    others_fit = all(size is None or size > 0 for size in outputs[1:])
    front = not layer.channels_first and layer.rank > 1 and sizes[0] in {1, 3} and others_fit
    raise ValueError(
        f"{type(layer).__name__} {layer.name!r}: {what} {' x '.join(map(str, window))} does not fit into "
        f"{' x '.join('any' if size is None else str(size) for size in sizes)} places. "
        + (
            "Are the channels in front? Then say data_format='channels_first', or x.transpose(0, 2, 3, 1)."
            if front
            else "Take a smaller one, padding='same', or fewer pooling layers before."
        )
    )
