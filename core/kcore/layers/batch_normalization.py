"""Batch normalization: every channel is brought to mean 0 and deviation 1."""

from __future__ import annotations

from typing import Annotated, Any

import numpy as np

from kcore import constraints, initializers, ops, registry, regularizers
from kcore.annotations import ConstraintLike, InitializerLike, Positive, RegularizerLike, UnitInterval, Unsupported
from kcore.autodiff import value_of
from kcore.config import epsilon
from kcore.layers.calling import check_sizes
from kcore.layers.layer import Layer
from kcore.ops.normalization import channel_moments
from kcore.symbolic import Shape

Renorm = Annotated[Any, Unsupported("batch renormalization")]
Synchronized = Annotated[bool, Unsupported("synchronized statistics need several devices")]


@registry.register("layer")
class BatchNormalization(Layer):
    """gamma · (x - mean) / sqrt(variance + epsilon) + beta, for each channel.

    In training mean and variance are those of the batch, and moving averages of them are kept; in
    inference, and while the layer is frozen, the moving averages are used. Masked steps do not count.

    Args:
        axis: the axis of the channels.
        momentum: weight of the past in the moving averages, 0 to 1.
        epsilon: small number added to the variance.
        center: whether beta is added.
        scale: whether gamma multiplies.
        beta_initializer: and so on: first values of beta, gamma and the moving averages.
        beta_regularizer: and so on: penalties on beta and gamma, or None.
        beta_constraint: and so on: rules for beta and gamma, or None.

    Output: of the input's shape. Source: Ioffe and Szegedy (2015).
    """

    supports_masking = True

    def __init__(
        self,
        axis: int = -1,
        momentum: UnitInterval = 0.99,
        epsilon: Positive = 0.001,
        center: bool = True,
        scale: bool = True,
        beta_initializer: InitializerLike = "zeros",
        gamma_initializer: InitializerLike = "ones",
        moving_mean_initializer: InitializerLike = "zeros",
        moving_variance_initializer: InitializerLike = "ones",
        beta_regularizer: RegularizerLike | None = None,
        gamma_regularizer: RegularizerLike | None = None,
        beta_constraint: ConstraintLike | None = None,
        gamma_constraint: ConstraintLike | None = None,
        renorm: Renorm = False,
        renorm_clipping: Renorm = None,
        renorm_momentum: Renorm = 0.99,
        synchronized: Synchronized = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.axis, self.momentum, self.epsilon = axis, momentum, epsilon
        self.center, self.scale = center, scale
        self.beta_initializer = initializers.get(beta_initializer)
        self.gamma_initializer = initializers.get(gamma_initializer)
        self.moving_mean_initializer = initializers.get(moving_mean_initializer)
        self.moving_variance_initializer = initializers.get(moving_variance_initializer)
        self.beta_regularizer = regularizers.get(beta_regularizer)
        self.gamma_regularizer = regularizers.get(gamma_regularizer)
        self.beta_constraint = constraints.get(beta_constraint)
        self.gamma_constraint = constraints.get(gamma_constraint)

    def build(self, input_shape: Shape) -> None:
        rank = len(input_shape)
        if not -rank <= self.axis < rank or input_shape[self.axis] is None:
            raise ValueError(
                f"BatchNormalization {self.name!r}: axis={self.axis} must point at an axis of known size; "
                f"the input has shape {input_shape}."
            )
        shape = (input_shape[self.axis] or 0,)
        self.gamma = self.beta = None
        if self.scale:
            self.gamma = self.add_weight(shape, self.gamma_initializer, regularizer=self.gamma_regularizer,
                                         constraint=self.gamma_constraint, name="gamma")  # fmt: skip
        if self.center:
            self.beta = self.add_weight(shape, self.beta_initializer, regularizer=self.beta_regularizer,
                                        constraint=self.beta_constraint, name="beta")  # fmt: skip
        self.moving_mean = self.add_weight(shape, self.moving_mean_initializer, trainable=False, name="moving_mean")
        self.moving_variance = self.add_weight(
            shape, self.moving_variance_initializer, trainable=False, name="moving_variance"
        )

    def check_input(self, shape: Shape) -> None:
        check_sizes(self, self.axis, shape)

    def call(self, inputs: Any, training: bool | None = None, mask: Any = None) -> Any:
        rank = inputs.ndim
        channel = self.axis % rank
        axes = tuple(i for i in range(rank) if i != channel)
        shape = tuple(-1 if i == channel else 1 for i in range(rank))
        if training and self.trainable:
            if mask is not None:
                return self._of_steps(inputs, np.asarray(mask), axes, shape)
            mean, variance = channel_moments(value_of(inputs), axes)
            self._remember(mean, variance)
            return ops.batch_normalization(
                inputs, self.gamma, self.beta, axes=axes, epsilon=self.epsilon, mean=mean, variance=variance
            )
        factor: Any = 1 / np.sqrt(self.moving_variance.value + self.epsilon)
        factor = factor if self.gamma is None else self.gamma * factor
        offset = -self.moving_mean.value * factor
        offset = offset if self.beta is None else offset + self.beta
        return inputs * ops.reshape(factor, newshape=shape) + ops.reshape(offset, newshape=shape)

    def _of_steps(self, inputs: Any, mask: Any, axes: tuple[int, ...], shape: tuple[int, ...]) -> Any:
        """The batch normalized with mean and variance of the steps where ``mask`` is True."""
        weight = np.broadcast_to(mask.reshape(mask.shape + (1,) * (inputs.ndim - mask.ndim)), inputs.shape)
        share = weight.astype(inputs.dtype) / (weight.sum(axis=axes, keepdims=True) + epsilon()).astype(inputs.dtype)
        mean = ops.sum(inputs * share, axis=axes, keepdims=True)
        centred = inputs - mean
        variance = ops.sum(ops.square(centred) * share, axis=axes, keepdims=True)
        self._remember(value_of(mean), value_of(variance))
        outputs = centred / ops.sqrt(variance + self.epsilon)
        outputs = outputs if self.gamma is None else outputs * ops.reshape(self.gamma, newshape=shape)
        return outputs if self.beta is None else outputs + ops.reshape(self.beta, newshape=shape)

    def _remember(self, mean: Any, variance: Any) -> None:
        """Take the batch's mean and variance into the moving averages."""
        for moving, batch in ((self.moving_mean, mean), (self.moving_variance, variance)):
            moving.value *= self.momentum
            moving.value += (1 - self.momentum) * batch.reshape(-1)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return input_shape

    def get_config(self) -> dict[str, Any]:
        left_out = {"synchronized": False, "renorm": False, "renorm_clipping": None, "renorm_momentum": 0.99}
        return {**super().get_config(), **left_out}
