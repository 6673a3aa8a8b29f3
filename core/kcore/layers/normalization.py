"""Normalization: features of the data brought to mean 0 and variance 1, once and for all."""

from __future__ import annotations

from typing import Any

import numpy as np

from kcore import registry
from kcore.annotations import Axes
from kcore.autodiff import Array, Variable, value_of
from kcore.config import epsilon
from kcore.layers.calling import check_sizes
from kcore.layers.layer import Layer
from kcore.symbolic import Shape


@registry.register("layer")
class Normalization(Layer):
    """(x - mean) / sqrt(variance), with the mean and variance of the training data; ``adapt`` finds them.

    Args:
        axis: the axis or axes that keep a mean and variance of their own (the features); None: one for all numbers.
        mean: the mean, if it is known, a number or one for each feature; then ``variance`` is needed, too.
        variance: the variance, if it is known.
        invert: whether to go back from normalized numbers to those of the data.

    Output: of the input's shape. Weights: mean, variance, and a count that stays 0.
    """

    supports_masking = True
    adapt_mean: Variable
    adapt_variance: Variable

    def __init__(
        self, axis: Axes | None = -1, mean: Any = None, variance: Any = None, invert: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.axis = tuple(axis) if isinstance(axis, list | tuple) else () if axis is None else (axis,)
        if (mean is None) != (variance is None):
            raise ValueError(
                f"Normalization {self.name!r} takes mean and variance together, or neither and finds them by adapt; "
                f"got mean={mean!r} and variance={variance!r}."
            )
        if np.shape(mean) != np.shape(variance):
            raise ValueError(
                f"Normalization {self.name!r}: mean and variance must have the same shape; got {np.shape(mean)} and "
                f"{np.shape(variance)}."
            )
        self.input_mean, self.input_variance, self.invert = mean, variance, invert
        self._kept: tuple[int, ...] = ()

    def build(self, input_shape: Shape) -> None:
        rank = len(input_shape)
        if any(not -rank <= axis < rank or input_shape[axis] is None for axis in self.axis):
            raise ValueError(
                f"Normalization {self.name!r}: axis={self.axis} must point at axes of known size; the input has shape "
                f"{input_shape}."
            )
        self._kept = tuple(sorted(axis % rank for axis in self.axis))
        self._spread = tuple(input_shape[i] if i in self._kept else 1 for i in range(rank))
        if self.input_mean is None:
            shape = tuple(input_shape[i] or 0 for i in self._kept)
            self.adapt_mean = self.add_weight(shape, "zeros", trainable=False, name="mean")
            self.adapt_variance = self.add_weight(shape, "ones", trainable=False, name="variance")
            self.count = self.add_weight((), "zeros", dtype="int32", trainable=False, name="count")

    @property
    def mean(self) -> Array | None:
        """The mean, with the rank of the inputs; None before it is known."""
        return self._of_data("mean")

    @property
    def variance(self) -> Array | None:
        """The variance, with the rank of the inputs; None before it is known."""
        return self._of_data("variance")

    def _of_data(self, what: str) -> Array | None:
        if not self.built:
            return None
        given = getattr(self, f"input_{what}")
        value = getattr(self, f"adapt_{what}").value if given is None else np.asarray(given, self.dtype)
        wanted = tuple(size or 1 for size in self._spread)
        return value.reshape(wanted) if value.size == np.prod(wanted) else np.broadcast_to(value, wanted)

    def adapt(self, data: Any) -> None:
        """Find mean and variance of data, in place of those known before.

        Args:
            data: array-like with the samples along its first axis, or something that yields such batches.

        Raises:
            ValueError: if mean and variance were given to the layer, or there are no data.
        """
        if self.input_mean is not None:
            raise ValueError(f"Normalization {self.name!r} was given mean and variance; there is nothing to adapt.")
        batches = [np.asarray(data)] if isinstance(data, np.ndarray | list | tuple) else [np.asarray(b) for b in data]
        if not sum(batch.size for batch in batches):
            raise ValueError(f"Normalization {self.name!r}: adapt needs data; got none.")
        numbers = np.concatenate(batches).astype("float64")
        if numbers.ndim == 1 and self.axis:
            numbers = numbers[None]  # one sample, as Keras takes it
        self.ensure_built((None, *numbers.shape[1:]) if 0 not in self.axis else numbers.shape)
        others = tuple(i for i in range(numbers.ndim) if i not in self._kept)
        self.adapt_mean.assign(numbers.mean(axis=others))
        self.adapt_variance.assign(numbers.var(axis=others))

    def finalize_state(self) -> None:
        """Nothing is left to do: mean and variance are in force as soon as they are weights."""

    def check_input(self, shape: Shape) -> None:
        check_sizes(self, self.axis, shape)

    def call(self, inputs: Any) -> Any:
        if isinstance(inputs, np.ndarray):
            inputs = inputs.astype(self.dtype, copy=False)
        mean = value_of(self.mean)
        deviation = np.maximum(np.sqrt(value_of(self.variance)), np.asarray(epsilon(), self.dtype))
        return mean + inputs * deviation if self.invert else (inputs - mean) / deviation

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return input_shape

    def get_config(self) -> dict[str, Any]:
        config = super().get_config()
        known = {"mean": _plain(self.input_mean), "variance": _plain(self.input_variance)}
        return {key: value for key, value in config.items() if key not in known} | known


def _plain(value: Any) -> Any:
    return value if value is None else np.asarray(value).tolist()
