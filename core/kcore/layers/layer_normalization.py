"""Layer normalization: every sample is brought to mean 0 and deviation 1 by itself."""

from __future__ import annotations

from typing import Any, Self

from kcore import constraints, initializers, ops, registry, regularizers
from kcore.annotations import Axes, ConstraintLike, InitializerLike, Positive, RegularizerLike
from kcore.layers.calling import check_sizes
from kcore.layers.layer import Layer
from kcore.symbolic import Shape


def sizes_along(layer: Layer, axis: Any, input_shape: Shape) -> tuple[int, ...]:
    """The sizes of an input along the axes of a normalization.

    Raises:
        ValueError: if an axis is not there, or its size is open.
    """
    rank = len(input_shape)
    axes = axis if isinstance(axis, list | tuple) else [axis]
    sizes = [input_shape[i] if -rank <= i < rank else None for i in axes]
    if None in sizes:
        raise ValueError(
            f"{type(layer).__name__} {layer.name!r}: axis={axis} must point at axes of known size; the input has "
            f"shape {input_shape}."
        )
    return tuple(size for size in sizes if size is not None)


@registry.register("layer")
class LayerNormalization(Layer):
    """gamma · (x - mean) / sqrt(variance + epsilon) + beta, with the mean and variance of each sample.

    Args:
        axis: the axis or axes over which mean and variance are taken.
        epsilon: small number added to the variance, above 0.
        center: whether beta is added.
        scale: whether gamma multiplies.
        beta_initializer: first values of beta.
        gamma_initializer: first values of gamma.
        beta_regularizer: penalty on beta, or None.
        gamma_regularizer: penalty on gamma, or None.
        beta_constraint: rule for beta, or None.
        gamma_constraint: rule for gamma, or None.

    Output: of the input's shape. Source: Ba, Kiros and Hinton (2016).
    """

    supports_masking = True

    def __init__(
        self,
        axis: Axes = -1,
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
        self.axis = sorted(axis) if isinstance(axis, list | tuple) else axis
        self.epsilon, self.center, self.scale = epsilon, center, scale
        self.beta_initializer = initializers.get(beta_initializer)
        self.gamma_initializer = initializers.get(gamma_initializer)
        self.beta_regularizer = regularizers.get(beta_regularizer)
        self.gamma_regularizer = regularizers.get(gamma_regularizer)
        self.beta_constraint = constraints.get(beta_constraint)
        self.gamma_constraint = constraints.get(gamma_constraint)

    def build(self, input_shape: Shape) -> None:
        shape = sizes_along(self, self.axis, input_shape)
        if not isinstance(self.axis, list):
            self.axis = [self.axis]  # as Keras has it from now on
        self.gamma = self.beta = None
        if self.scale:
            self.gamma = self.add_weight(shape, self.gamma_initializer, regularizer=self.gamma_regularizer,
                                         constraint=self.gamma_constraint, name="gamma")  # fmt: skip
        if self.center:
            self.beta = self.add_weight(shape, self.beta_initializer, regularizer=self.beta_regularizer,
                                        constraint=self.beta_constraint, name="beta")  # fmt: skip

    def check_input(self, shape: Shape) -> None:
        check_sizes(self, self.axis, shape)

    def call(self, inputs: Any) -> Any:
        return ops.layer_normalization(inputs, self.gamma, self.beta, axis=self.axis, epsilon=self.epsilon)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return input_shape

    def get_config(self) -> dict[str, Any]:
        config = super().get_config()
        names = list(config)
        before = names[: names.index("scale") + 1]
        return {name: config[name] for name in before} | {"rms_scaling": False} | config

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Self:
        """Build a layer from what ``get_config`` returned.

        Raises:
            ValueError: for ``rms_scaling``, which divides by the wrong number in Keras, too.
        """
        if config.get("rms_scaling"):
            raise ValueError(
                "LayerNormalization with rms_scaling=True is left to real Keras, which has given it up: use "
                "RMSNormalization."
            )
        return cls(**{name: value for name, value in config.items() if name != "rms_scaling"})
