"""What all layers share whose weights are windows that slide over sequences or pictures."""

from __future__ import annotations

from typing import Any, Final

from kcore import activations
from kcore.activations.rectified import linear
from kcore.annotations import ActivationLike, DataFormat, Sizes
from kcore.autodiff import Variable
from kcore.layers.spatial import SpatialLayer, check_sizes
from kcore.ops.windows import output_size, reach
from kcore.symbolic import Shape

# activations that are part of the convolution's own row on the tape
FUSED: Final = {activations.relu: "relu", activations.tanh: "tanh", linear: None}


class WindowLayer(SpatialLayer):
    """Base of the convolutions: the window, the shapes that follow from it, and weights by name."""

    def __init__(
        self,
        kernel_size: Sizes,
        strides: Sizes,
        padding: str,
        data_format: DataFormat | None,
        dilation_rate: Sizes,
        activation: ActivationLike | None,
        use_bias: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(data_format, **kwargs)
        self.kernel_size, self.strides = self.spread(kernel_size), self.spread(strides)
        self.dilation_rate, self.padding = self.spread(dilation_rate), padding
        self.activation, self.use_bias = activations.get(activation), use_bias

    @property
    def window(self) -> dict[str, Any]:
        """Strides, padding and dilation as operations take them."""
        return {"strides": self.strides, "padding": self.padding, "dilation": self.dilation_rate}

    def refuse_strides_with_dilation(self) -> None:
        """Raise ValueError if steps and distances are both above 1."""
        if max(self.strides) > 1 and max(self.dilation_rate) > 1:
            raise ValueError(
                f"{type(self).__name__}: strides={self.strides} and dilation_rate={self.dilation_rate} are both "
                "above 1. One of the two must be 1."
            )

    # -- weights -------------------------------------------------------------------------------

    def channels_of(self, input_shape: Shape) -> int:
        """The number of channels.

        Raises:
            ValueError: if it is open, or no multiple of the number of groups.
        """
        channels, groups = self.parts(input_shape)[1], getattr(self, "groups", 1)
        if channels is None or channels % groups:
            raise ValueError(
                f"{type(self).__name__} {self.name!r}: the number of channels must be known and a multiple of "
                f"groups={groups}; got input shape {input_shape}, {channels} channel(s)."
            )
        return channels

    def weight(self, name: str, shape: tuple[int, ...], rules: str | None = None) -> Variable:
        """A variable with initializer, regularizer and constraint of the arguments that begin with ``rules``."""
        rules = rules or name
        return self.add_weight(
            shape=shape,
            initializer=getattr(self, f"{rules}_initializer"),
            regularizer=getattr(self, f"{rules}_regularizer"),
            constraint=getattr(self, f"{rules}_constraint"),
            name=name,
        )

    # -- shapes --------------------------------------------------------------------------------

    def output_channels(self, channels: int | None) -> int | None:
        """Channels of the output for those of the input."""
        raise NotImplementedError

    def built_for(self) -> int:
        """The number of channels that the weights are for."""
        raise NotImplementedError

    def output_sizes(self, sizes: Shape) -> Shape:
        """Sizes of the spatial axes after the window has gone over them.

        Raises:
            ValueError: if it does not fit even once.
        """
        axes = zip(sizes, self.kernel_size, self.strides, self.dilation_rate, strict=True)
        new = tuple(None if n is None else output_size(n, k, s, self.padding, d) for n, k, s, d in axes)
        check_sizes(self, "a window of", tuple(map(reach, self.kernel_size, self.dilation_rate)), sizes, new)
        return new

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        sizes, channels = self.parts(input_shape)
        return self.joined(input_shape[0], self.output_sizes(sizes), self.output_channels(channels))

    def check_input(self, shape: Shape) -> None:
        channels = self.parts(shape)[1]
        if channels != self.built_for():
            raise ValueError(
                f"{type(self).__name__} {self.name!r} was built for {self.built_for()} channel(s); got an array of "
                f"shape {shape} with {channels}."
            )
        self.compute_output_shape(shape)

    def get_config(self) -> dict[str, Any]:
        config = super().get_config()
        config.setdefault("activity_regularizer", None)  # Keras writes it here even where there is none
        for name in [name for name in config if name.endswith("_constraint")]:
            config[name] = config.pop(name)
        if "depth_multiplier" not in config:
            return config
        names = [name for name in config if name != "depth_multiplier"]
        names.insert(names.index("filters" if "filters" in names else "kernel_size"), "depth_multiplier")
        return {name: config[name] for name in names}
