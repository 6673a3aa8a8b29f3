"""Activations as layers of their own, where they have arguments or weights."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from kcore import activations, constraints, initializers, ops, registry, regularizers
from kcore.annotations import Axes, ConstraintLike, InitializerLike, NonNegative, RegularizerLike
from kcore.autodiff import value_of
from kcore.layers.calling import check_sizes
from kcore.layers.layer import Layer
from kcore.symbolic import Shape


class _Elementwise(Layer):
    """A layer whose output has its input's shape."""

    supports_masking = True

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return input_shape


@registry.register("layer")
class ReLU(_Elementwise):
    """max(x, 0), with the corner and both sides open to choice.

    Args:
        max_value: results are cut off here, at least 0, unless None.
        negative_slope: slope below ``threshold``, at least 0.
        threshold: values up to here are treated as negative, at least 0.
    """

    def __init__(
        self,
        max_value: NonNegative | None = None,
        negative_slope: NonNegative = 0.0,
        threshold: NonNegative = 0.0,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.max_value, self.negative_slope, self.threshold = max_value, negative_slope, threshold
        self.built = True

    def call(self, inputs: Any) -> Any:
        return activations.relu(inputs, self.negative_slope, self.max_value, self.threshold)


@registry.register("layer")
class LeakyReLU(_Elementwise):
    """x above 0, negative_slope · x below. Source: Maas et al. (2013).

    Args:
        negative_slope: slope below 0, at least 0.
    """

    old_words: ClassVar = {"alpha": "negative_slope"}

    def __init__(self, negative_slope: NonNegative = 0.3, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.negative_slope = negative_slope
        self.built = True

    def call(self, inputs: Any) -> Any:
        return activations.leaky_relu(inputs, self.negative_slope)


@registry.register("layer")
class PReLU(_Elementwise):
    """x above 0, alpha · x below, with slopes that are learned. Source: He et al. (2015).

    Args:
        alpha_initializer: first values of the slopes.
        alpha_regularizer: penalty on the slopes, or None.
        alpha_constraint: rule for the slopes, or None.
        shared_axes: axes (counted with the batch as 0) along which one slope serves all; None: a slope for each.
    """

    def __init__(
        self,
        alpha_initializer: InitializerLike = "Zeros",
        alpha_regularizer: RegularizerLike | None = None,
        alpha_constraint: ConstraintLike | None = None,
        shared_axes: Axes | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.alpha_initializer = initializers.get(alpha_initializer)
        self.alpha_regularizer = regularizers.get(alpha_regularizer)
        self.alpha_constraint = constraints.get(alpha_constraint)
        self.shared_axes = [shared_axes] if isinstance(shared_axes, int) else shared_axes and list(shared_axes)

    def build(self, input_shape: Shape) -> None:
        shared = self.shared_axes or ()
        sizes = tuple(1 if axis in shared else size for axis, size in enumerate(input_shape))[1:]
        if None in sizes:
            raise ValueError(
                f"PReLU {self.name!r} makes a slope for each number of a sample; got input shape {input_shape}. "
                "Give Input a shape without None, or name the open axes in shared_axes."
            )
        self.alpha = self.add_weight(
            shape=sizes,  # type: ignore[arg-type]  # None was refused
            initializer=self.alpha_initializer,
            regularizer=self.alpha_regularizer,
            constraint=self.alpha_constraint,
            name="alpha",
        )

    def check_input(self, shape: Shape) -> None:
        check_sizes(self, [axis for axis in range(1, len(shape)) if axis not in (self.shared_axes or ())], shape)

    def call(self, inputs: Any) -> Any:
        return ops.relu(inputs) - self.alpha * ops.relu(-inputs)


@registry.register("layer")
class ELU(_Elementwise):
    """x above 0, alpha · (e^x - 1) below. Source: Clevert et al. (2015).

    Args:
        alpha: what very negative numbers approach, with its sign turned.
    """

    def __init__(self, alpha: float = 1.0, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.alpha = alpha
        self.built = True

    def call(self, inputs: Any) -> Any:
        return activations.elu(inputs, self.alpha)


@registry.register("layer")
class Softmax(_Elementwise):
    """e^x / Σ e^x along an axis.

    Args:
        axis: the axis of the classes, or several axes that share one whole.

    Call arguments:
        mask: True (or 1) where an input counts; the others get 0.
    """

    def __init__(self, axis: Axes = -1, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.axis = axis
        self.built = True

    def call(self, inputs: Any, mask: Any = None) -> Any:
        axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
        if mask is not None:
            lowest = np.finfo(inputs.dtype).min / 2
            inputs = ops.where(np.asarray(value_of(mask), bool), inputs, inputs.dtype.type(lowest))
        return activations.softmax(inputs, axis)


@registry.register("layer")
class ThresholdedReLU(_Elementwise):
    """x above theta, 0 elsewhere (of the Keras 2 era). Source: Konda et al. (2014).

    Args:
        theta: the threshold, at least 0.
    """

    def __init__(self, theta: NonNegative = 1.0, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.theta = theta
        self.built = True

    def call(self, inputs: Any) -> Any:
        return activations.threshold(inputs, self.theta, 0.0)
