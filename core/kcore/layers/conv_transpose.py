"""Transposed convolutions: sequences and pictures are made larger by a learned kernel."""

from __future__ import annotations

from typing import Any, Literal

from kcore import constraints, initializers, ops, registry, regularizers
from kcore.annotations import (
    ActivationLike,
    ConstraintLike,
    DataFormat,
    InitializerLike,
    NonNegativeSizes,
    PositiveInt,
    RegularizerLike,
    Sizes,
)
from kcore.layers.window import WindowLayer
from kcore.ops.transposed import transposed_size
from kcore.symbolic import Shape


class ConvTranspose(WindowLayer):
    """activation(what a convolution with this kernel would have seen, + bias): the shapes of a convolution, turned.

    Args:
        filters: channels of the output.
        kernel_size: places that the window spans along each spatial axis.
        strides: factors by which the spatial axes grow.
        padding: 'valid' keeps all that windows reach, 'same' cuts to size · strides.
        output_padding: places added at the ends, fewer than ``strides``; as many as fit best if None.
        data_format: 'channels_last' or 'channels_first'; the engine's if None.
        dilation_rate: distances between the window's own places.
        activation: name or function; None for linear.
        use_bias: whether a bias is added.
        kernel_initializer: first values of the kernel (*kernel_size, filters, channels).
        bias_initializer: first values of the bias (filters,).
        kernel_regularizer: penalty on the kernel, or None.
        bias_regularizer: penalty on the bias, or None.
        activity_regularizer: penalty on the output, or None.
        kernel_constraint: rule for the kernel, or None.
        bias_constraint: rule for the bias, or None.

    Input (batch, *spatial, channels); output (batch, *larger spatial, filters). Source: Zeiler et al. (2010).
    """

    def __init__(
        self,
        filters: PositiveInt,
        kernel_size: Sizes,
        strides: Sizes = 1,
        padding: Literal["valid", "same"] = "valid",
        output_padding: NonNegativeSizes | None = None,
        data_format: DataFormat | None = None,
        dilation_rate: Sizes = 1,
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
        self.filters = filters
        self.output_padding = None if output_padding is None else self.spread(output_padding)
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.kernel_regularizer = regularizers.get(kernel_regularizer)
        self.bias_regularizer = regularizers.get(bias_regularizer)
        self.kernel_constraint = constraints.get(kernel_constraint)
        self.bias_constraint = constraints.get(bias_constraint)
        self.refuse_strides_with_dilation()
        if self.output_padding and any(e >= s for e, s in zip(self.output_padding, self.strides, strict=True)):
            raise ValueError(
                f"{type(self).__name__}: output_padding must be smaller than strides; got "
                f"output_padding={self.output_padding}, strides={self.strides}."
            )

    def build(self, input_shape: Shape) -> None:
        shape = (*self.kernel_size, self.filters, self.channels_of(input_shape))
        self.kernel = self.weight("kernel", shape)
        self.bias = self.weight("bias", (self.filters,)) if self.use_bias else None

    def call(self, inputs: Any) -> Any:
        y = ops.transposed_convolution(
            self.last(inputs), self.kernel, strides=self.strides, padding=self.padding, dilation=self.dilation_rate,
            extra=self.output_padding,
        )  # fmt: skip
        return self.activation(self.back(y if self.bias is None else y + self.bias))

    def output_sizes(self, sizes: Shape) -> Shape:
        more = self.output_padding or (None,) * self.rank
        axes = zip(sizes, self.kernel_size, self.strides, self.dilation_rate, more, strict=True)
        return tuple(None if n is None else transposed_size(n, k, s, self.padding, d, e) for n, k, s, d, e in axes)

    def output_channels(self, channels: int | None) -> int | None:
        return self.filters

    def built_for(self) -> int:
        return int(self.kernel.shape[-1])


@registry.register("layer", "Convolution1DTranspose")
class Conv1DTranspose(ConvTranspose):
    """Transposed convolution of sequences; arguments as in ``ConvTranspose``.

    Input (batch, steps, channels); output (batch, more steps, filters).
    """

    rank = 1


@registry.register("layer", "Convolution2DTranspose")
class Conv2DTranspose(ConvTranspose):
    """Transposed convolution of pictures; arguments as in ``ConvTranspose``.

    Input (batch, height, width, channels); output (batch, larger height, larger width, filters).
    """

    rank = 2
