"""Group normalization: the channels of a sample are normalized in groups."""

from __future__ import annotations

from typing import Any

from kcore import constraints, initializers, ops, registry, regularizers
from kcore.annotations import ConstraintLike, InitializerLike, Positive, RegularizerLike
from kcore.layers.calling import check_sizes
from kcore.layers.layer import Layer
from kcore.layers.layer_normalization import sizes_along
from kcore.symbolic import Shape


@registry.register("layer")
class GroupNormalization(Layer):
    """gamma · (x - mean) / sqrt(variance + epsilon) + beta, with the mean and variance of each group of channels.

    Args:
        groups: number of groups; it divides the number of channels. -1: each channel is a group.
        axis: the axis of the channels.
        epsilon: small number added to the variance, above 0.
        center: whether beta is added.
        scale: whether gamma multiplies.
        beta_initializer: first values of beta.
        gamma_initializer: first values of gamma.
        beta_regularizer: penalty on beta, or None.
        gamma_regularizer: penalty on gamma, or None.
        beta_constraint: rule for beta, or None.
        gamma_constraint: rule for gamma, or None.

    Output: of the input's shape. Source: Wu and He (2018).
    """

    supports_masking = True

    def __init__(
        self,
        groups: int = 32,
        axis: int = -1,
        epsilon: Positive = 0.001,
        center: bool = True,
        scale: bool = True,
        beta_initializer: InitializerLike = "zeros",
        gamma_initializer: InitializerLike = "ones",
        beta_regularizer: RegularizerLike | None = None,
        gamma_regularizer: RegularizerLike | None = None,
        beta_constraint: ConstraintLike | None = None,
        gamma_constraint: ConstraintLike | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.groups, self.axis, self.epsilon = groups, axis, epsilon
        self.center, self.scale = center, scale
        self.beta_initializer = initializers.get(beta_initializer)
        self.gamma_initializer = initializers.get(gamma_initializer)
        self.beta_regularizer = regularizers.get(beta_regularizer)
        self.gamma_regularizer = regularizers.get(gamma_regularizer)
        self.beta_constraint = constraints.get(beta_constraint)
        self.gamma_constraint = constraints.get(gamma_constraint)

    def build(self, input_shape: Shape) -> None:
        (channels,) = sizes_along(self, self.axis, input_shape)
        self.groups = channels if self.groups == -1 else self.groups
        if self.groups < 1 or channels % self.groups:
            raise ValueError(
                f"GroupNormalization {self.name!r}: groups must divide the number of channels, {channels} (axis "
                f"{self.axis} of {input_shape}); got groups={self.groups}."
            )
        self.gamma = self.beta = None
        if self.scale:
            self.gamma = self.add_weight((channels,), self.gamma_initializer, regularizer=self.gamma_regularizer,
                                         constraint=self.gamma_constraint, name="gamma")  # fmt: skip
        if self.center:
            self.beta = self.add_weight((channels,), self.beta_initializer, regularizer=self.beta_regularizer,
                                        constraint=self.beta_constraint, name="beta")  # fmt: skip

    def check_input(self, shape: Shape) -> None:
        check_sizes(self, self.axis, shape)

    def call(self, inputs: Any) -> Any:
        shape, channel = inputs.shape, self.axis % inputs.ndim
        apart = (*shape[:channel], self.groups, shape[channel] // self.groups, *shape[channel + 1 :])
        axes = tuple(i for i in range(1, len(apart)) if i != channel)
        grouped = ops.reshape(inputs, newshape=apart)
        outputs = ops.reshape(ops.layer_normalization(grouped, axis=axes, epsilon=self.epsilon), newshape=shape)
        each = tuple(-1 if i == channel else 1 for i in range(inputs.ndim))
        if self.gamma is not None:
            outputs = outputs * ops.reshape(self.gamma, newshape=each)
        return outputs if self.beta is None else outputs + ops.reshape(self.beta, newshape=each)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return input_shape
