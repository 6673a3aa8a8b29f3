"""Separable convolutions: first every channel for itself, then a mixture of the channels at every place."""

from __future__ import annotations

from typing import Any, Literal

from kcore import constraints, initializers, ops, registry, regularizers
from kcore.annotations import (
    ActivationLike,
    ConstraintLike,
    DataFormat,
    InitializerLike,
    PositiveInt,
    RegularizerLike,
    Sizes,
)
from kcore.layers.window import FUSED, WindowLayer
from kcore.symbolic import Shape


class SeparableConv(WindowLayer):
    """A depthwise convolution, then one with a window of a single place; activation(result + bias).

    Args:
        filters: channels of the output.
        kernel_size: places that the window spans along each spatial axis.
        strides: steps of the window.
        padding: 'valid': the window stays inside; 'same': zeros around keep the size (divided by ``strides``).
        data_format: 'channels_last' or 'channels_first'; the engine's if None.
        dilation_rate: distances between the window's own places.
        depth_multiplier: depthwise kernels per channel.
        activation: name or function; None for linear.
        use_bias: whether a bias is added.
        depthwise_initializer: first values of the depthwise kernel (*kernel_size, channels, depth_multiplier).
        pointwise_initializer: first values of the mixture (1, ..., channels · depth_multiplier, filters).
        bias_initializer: first values of the bias (filters,).
        depthwise_regularizer: penalty on the depthwise kernel, or None.
        pointwise_regularizer: penalty on the mixture, or None.
        bias_regularizer: penalty on the bias, or None.
        activity_regularizer: penalty on the output, or None.
        depthwise_constraint: rule for the depthwise kernel, or None.
        pointwise_constraint: rule for the mixture, or None.
        bias_constraint: rule for the bias, or None.

    Input (batch, *spatial, channels); output (batch, *new spatial, filters). Source: Chollet, "Xception" (2017).
    """

    def __init__(
        self,
        filters: PositiveInt,
        kernel_size: Sizes,
        strides: Sizes = 1,
        padding: Literal["valid", "same"] = "valid",
        data_format: DataFormat | None = None,
        dilation_rate: Sizes = 1,
        depth_multiplier: PositiveInt = 1,
        activation: ActivationLike | None = None,
        use_bias: bool = True,
        depthwise_initializer: InitializerLike = "glorot_uniform",
        pointwise_initializer: InitializerLike = "glorot_uniform",
        bias_initializer: InitializerLike = "zeros",
        depthwise_regularizer: RegularizerLike | None = None,
        pointwise_regularizer: RegularizerLike | None = None,
        bias_regularizer: RegularizerLike | None = None,
        activity_regularizer: RegularizerLike | None = None,
        depthwise_constraint: ConstraintLike | None = None,
        pointwise_constraint: ConstraintLike | None = None,
        bias_constraint: ConstraintLike | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(kernel_size, strides, padding, data_format, dilation_rate, activation, use_bias,
                         activity_regularizer=activity_regularizer, **kwargs)  # fmt: skip
        self.filters, self.depth_multiplier = filters, depth_multiplier
        self.depthwise_initializer = initializers.get(depthwise_initializer)
        self.pointwise_initializer = initializers.get(pointwise_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.depthwise_regularizer = regularizers.get(depthwise_regularizer)
        self.pointwise_regularizer = regularizers.get(pointwise_regularizer)
        self.bias_regularizer = regularizers.get(bias_regularizer)
        self.depthwise_constraint = constraints.get(depthwise_constraint)
        self.pointwise_constraint = constraints.get(pointwise_constraint)
        self.bias_constraint = constraints.get(bias_constraint)

    def build(self, input_shape: Shape) -> None:
        channels = self.channels_of(input_shape)
        once = (1,) * self.rank
        shape = (*self.kernel_size, channels, self.depth_multiplier)
        self.depthwise_kernel = self.weight("depthwise_kernel", shape, rules="depthwise")
        shape = (*once, channels * self.depth_multiplier, self.filters)
        self.pointwise_kernel = self.weight("pointwise_kernel", shape, rules="pointwise")
        self.bias = self.weight("bias", (self.filters,)) if self.use_bias else None

    def call(self, inputs: Any) -> Any:
        x = ops.depthwise_convolution(self.last(inputs), self.depthwise_kernel, **self.window)
        fused, once = FUSED.get(self.activation), (1,) * self.rank
        y = self.back(ops.convolution(x, self.pointwise_kernel, self.bias, strides=once, activation=fused))
        return y if self.activation in FUSED else self.activation(y)

    def output_channels(self, channels: int | None) -> int | None:
        return self.filters

    def built_for(self) -> int:
        return int(self.depthwise_kernel.shape[-2])


@registry.register("layer", "SeparableConvolution1D")
class SeparableConv1D(SeparableConv):
    """Separable convolution of sequences; arguments as in ``SeparableConv``.

    Input (batch, steps, channels); output (batch, new steps, filters).
    """

    rank = 1


@registry.register("layer", "SeparableConvolution2D")
class SeparableConv2D(SeparableConv):
    """Separable convolution of pictures; arguments as in ``SeparableConv``.

    Input (batch, height, width, channels); output (batch, new height, new width, filters).
    """

    rank = 2
