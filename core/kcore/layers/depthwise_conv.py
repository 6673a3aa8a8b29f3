"""Depthwise convolutions: every channel has kernels of its own and does not see the others."""

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
from kcore.layers.window import WindowLayer
from kcore.symbolic import Shape


class DepthwiseConv(WindowLayer):
    """activation(Σ over a window of inputs · kernel, + bias), each channel for itself.

    Args:
        kernel_size: places that the window spans along each spatial axis.
        strides: steps of the window.
        padding: 'valid': the window stays inside; 'same': zeros around keep the size (divided by ``strides``).
        depth_multiplier: kernels per channel.
        data_format: 'channels_last' or 'channels_first'; the engine's if None.
        dilation_rate: distances between the window's own places.
        activation: name or function; None for linear.
        use_bias: whether a bias is added.
        depthwise_initializer: first values of the kernel (*kernel_size, channels, depth_multiplier).
        bias_initializer: first values of the bias (channels · depth_multiplier,).
        depthwise_regularizer: penalty on the kernel, or None.
        bias_regularizer: penalty on the bias, or None.
        activity_regularizer: penalty on the output, or None.
        depthwise_constraint: rule for the kernel, or None.
        bias_constraint: rule for the bias, or None.

    Input (batch, *spatial, channels); output (batch, *new spatial, channels · depth_multiplier).
    """

    def __init__(
        self,
        kernel_size: Sizes,
        strides: Sizes = 1,
        padding: Literal["valid", "same"] = "valid",
        depth_multiplier: PositiveInt = 1,
        data_format: DataFormat | None = None,
        dilation_rate: Sizes = 1,
        activation: ActivationLike | None = None,
        use_bias: bool = True,
        depthwise_initializer: InitializerLike = "glorot_uniform",
        bias_initializer: InitializerLike = "zeros",
        depthwise_regularizer: RegularizerLike | None = None,
        bias_regularizer: RegularizerLike | None = None,
        activity_regularizer: RegularizerLike | None = None,
        depthwise_constraint: ConstraintLike | None = None,
        bias_constraint: ConstraintLike | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(kernel_size, strides, padding, data_format, dilation_rate, activation, use_bias,
                         activity_regularizer=activity_regularizer, **kwargs)  # fmt: skip
        self.depth_multiplier = depth_multiplier
        self.depthwise_initializer = initializers.get(depthwise_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.depthwise_regularizer = regularizers.get(depthwise_regularizer)
        self.bias_regularizer = regularizers.get(bias_regularizer)
        self.depthwise_constraint = constraints.get(depthwise_constraint)
        self.bias_constraint = constraints.get(bias_constraint)

    def build(self, input_shape: Shape) -> None:
        channels = self.channels_of(input_shape)
        shape = (*self.kernel_size, channels, self.depth_multiplier)
        self.kernel = self.weight("kernel", shape, rules="depthwise")
        self.bias = self.weight("bias", (channels * self.depth_multiplier,)) if self.use_bias else None

    def call(self, inputs: Any) -> Any:
        y = ops.depthwise_convolution(self.last(inputs), self.kernel, **self.window)
        return self.activation(self.back(y if self.bias is None else y + self.bias))

    def output_channels(self, channels: int | None) -> int | None:
        return None if channels is None else channels * self.depth_multiplier

    def built_for(self) -> int:
        return int(self.kernel.shape[-2])


@registry.register("layer")
class DepthwiseConv1D(DepthwiseConv):
    """Depthwise convolution of sequences; arguments as in ``DepthwiseConv``.

    Input (batch, steps, channels); output (batch, new steps, channels · depth_multiplier).
    """

    rank = 1


@registry.register("layer")
class DepthwiseConv2D(DepthwiseConv):
    """Depthwise convolution of pictures; arguments as in ``DepthwiseConv``.

    Input (batch, height, width, channels); output (batch, new height, new width, channels · depth_multiplier).
    """

    rank = 2
