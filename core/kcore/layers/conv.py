"""Convolutions: one small kernel slides over all places of a sequence or picture."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from kcore import constraints, initializers, ops, registry, regularizers
from kcore.activations.rectified import linear
from kcore.annotations import (
    ActivationLike,
    ConstraintLike,
    DataFormat,
    InitializerLike,
    PositiveInt,
    RegularizerLike,
    Sizes,
)
from kcore.layers.activation import Activation
from kcore.layers.layer import Layer
from kcore.layers.pooling import MaxPooling, MaxPooling1D, MaxPooling2D
from kcore.layers.window import FUSED, WindowLayer
from kcore.symbolic import Shape


class Conv(WindowLayer):
    """activation(Σ over a window of inputs · kernel, + bias), at every place.

    Args:
        filters: number of patterns that are looked for, the channels of the output.
        kernel_size: places that the window spans along each spatial axis.
        strides: steps of the window.
        padding: 'valid': the window stays inside; 'same': zeros around keep the size (divided by ``strides``);
            'causal' (1-D only): zeros in front, so that no output sees a later input.
        data_format: 'channels_last' or 'channels_first'; the engine's if None.
        dilation_rate: distances between the window's own places.
        groups: number of groups of channels that do not see each other.
        activation: name or function; None for linear.
        use_bias: whether a bias is added.
        kernel_initializer: first values of the kernel (*kernel_size, channels / groups, filters).
        bias_initializer: first values of the bias (filters,).
        kernel_regularizer: penalty on the kernel, or None.
        bias_regularizer: penalty on the bias, or None.
        activity_regularizer: penalty on the output, or None.
        kernel_constraint: rule for the kernel, or None.
        bias_constraint: rule for the bias, or None.

    Input (batch, *spatial, channels); output (batch, *new spatial, filters). Source: LeCun et al. (1989).
    """

    def __init__(
        self,
        filters: PositiveInt,
        kernel_size: Sizes,
        strides: Sizes = 1,
        padding: Literal["valid", "same", "causal"] = "valid",
        data_format: DataFormat | None = None,
        dilation_rate: Sizes = 1,
        groups: PositiveInt = 1,
        activation: ActivationLike | None = None,
        use_bias: bool = True,
        kernel_initializer: InitializerLike = "glorot_uniform",
        bias_initializer: InitializerLike = "zeros",
        kernel_regularizer: RegularizerLike | None = None,
        bias_regularizer: RegularizerLike | None = None,
        activity_regularizer: RegularizerLike | None = None,
        kernel_constraint: ConstraintLike | None = None,
        bias_constraint: ConstraintLike | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(kernel_size, strides, padding, data_format, dilation_rate, activation, use_bias,
                         activity_regularizer=activity_regularizer, **kwargs)  # fmt: skip
        self.filters, self.groups = filters, groups
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.kernel_regularizer = regularizers.get(kernel_regularizer)
        self.bias_regularizer = regularizers.get(bias_regularizer)
        self.kernel_constraint = constraints.get(kernel_constraint)
        self.bias_constraint = constraints.get(bias_constraint)
        kind = type(self).__name__
        if filters % groups:
            raise ValueError(f"{kind}: filters must be a multiple of groups; got filters={filters}, groups={groups}.")
        if padding == "causal" and self.rank > 1:
            raise ValueError(f"{kind}: padding='causal' is for sequences in time (Conv1D). Take 'same' or 'valid'.")
        self.refuse_strides_with_dilation()

    def build(self, input_shape: Shape) -> None:
        channels = self.channels_of(input_shape)
        self.kernel = self.weight("kernel", (*self.kernel_size, channels // self.groups, self.filters))
        self.bias = self.weight("bias", (self.filters,)) if self.use_bias else None

    def call(self, inputs: Any) -> Any:
        # relu and tanh are part of the convolution's own row on the tape
        outputs = self.convolved(inputs, FUSED.get(self.activation))
        return outputs if self.activation in FUSED else self.activation(outputs)

    def convolved(self, inputs: Any, activation: str | None, pool: tuple[int, ...] | None = None) -> Any:
        """The sums over windows, and after them what a convolution takes along: activation and pool."""
        x = self.last(inputs)
        if self.groups == 1:
            y = ops.convolution(x, self.kernel, self.bias, activation=activation, pool=pool, **self.window)
        else:
            y = self._grouped(x, activation, pool)
        return self.back(y)

    def fuse(self, following: list[Layer]) -> tuple[Callable[[Any], Any], int] | None:
        """Takes along an activation layer, and a max pooling whose windows lie side by side."""
        function, taken, pool = self.activation, 0, None
        if following and function is linear and type(following[0]) is Activation:
            function, taken = following[0].activation, 1
        after = following[taken] if len(following) > taken else None
        if isinstance(after, MaxPooling) and self._goes_with(after):
            pool, taken = after.pool_size, taken + 1
        chain = [self, *following[:taken]]
        plain = all(layer.activity_regularizer is None and layer.dtype == self.dtype for layer in chain)
        ours = type(self).call is Conv.call and type(self).run is Layer.run
        if not taken or not plain or not ours or function not in FUSED:
            return None
        return lambda inputs: self.convolved(inputs, FUSED[function], pool), taken

    def _goes_with(self, layer: MaxPooling) -> bool:
        """Whether the convolution's own row on the tape can do a pooling, too."""
        apart = layer.padding == "valid" and layer.strides == layer.pool_size
        return apart and layer.data_format == self.data_format and type(layer) in {MaxPooling1D, MaxPooling2D}

    def _grouped(self, x: Any, activation: str | None, pool: tuple[int, ...] | None) -> Any:
        each, some = x.shape[-1] // self.groups, self.filters // self.groups
        parts = []
        for i in range(self.groups):
            own = slice(i * some, (i + 1) * some)
            bias = None if self.bias is None else self.bias[own]
            seen = x[..., i * each : (i + 1) * each]
            parts.append(
                ops.convolution(seen, self.kernel[..., own], bias, activation=activation, pool=pool, **self.window)
            )
        return ops.concatenate(parts, axis=-1)

    def output_channels(self, channels: int | None) -> int | None:
        return self.filters

    def built_for(self) -> int:
        return int(self.kernel.shape[-2]) * self.groups


@registry.register("layer", "Convolution1D")
class Conv1D(Conv):
    """Convolution over the steps of sequences; arguments as in ``Conv``.

    Input (batch, steps, channels); output (batch, new steps, filters).
    """

    rank = 1


@registry.register("layer", "Convolution2D")
class Conv2D(Conv):
    """Convolution over the places of pictures; arguments as in ``Conv``.

    Input (batch, height, width, channels); output (batch, new height, new width, filters).
    """

    rank = 2
