"""Means of losses, to be read: errors of numbers, cross-entropies of probabilities, hinges."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from kcore import losses, registry
from kcore.autodiff import Array, value_of
from kcore.loss import pair
from kcore.losses.crossentropy import class_numbers
from kcore.metrics.reduction import FunctionMetric, Mean


@registry.register("metric", "mse", "MSE", "mean_squared_error")
class MeanSquaredError(FunctionMetric, of=losses.mean_squared_error):
    """Mean of (y_true - y_pred)²."""


@registry.register("metric", "root_mean_squared_error")
class RootMeanSquaredError(Mean):
    """√ of the mean of (y_true - y_pred)², in the unit of the targets."""

    deferrable = True

    def __init__(self, name: str = "root_mean_squared_error", dtype: str | None = None) -> None:
        super().__init__(name=name, dtype=dtype)

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:  # type: ignore[override]  # as in Keras
        y_true, y_pred = pair(y_true, y_pred)
        super().update_state(np.square(y_pred - y_true), sample_weight)

    def result(self) -> float:
        return math.sqrt(super().result())


@registry.register("metric", "mae", "MAE", "mean_absolute_error")
class MeanAbsoluteError(FunctionMetric, of=losses.mean_absolute_error):
    """Mean of |y_true - y_pred|, in the unit of the targets."""


@registry.register("metric", "mape", "MAPE", "mean_absolute_percentage_error")
class MeanAbsolutePercentageError(FunctionMetric, of=losses.mean_absolute_percentage_error):
    """Mean of 100 · |y_true - y_pred| / |y_true|, in percent."""


@registry.register("metric", "msle", "MSLE", "mean_squared_logarithmic_error")
class MeanSquaredLogarithmicError(FunctionMetric, of=losses.mean_squared_logarithmic_error):
    """Mean of (log(1 + y_true) - log(1 + y_pred))²."""


@registry.register("metric", "log_cosh_error")
class LogCoshError(FunctionMetric, of=losses.log_cosh, name="logcosh"):
    """Mean of log(cosh(y_pred - y_true))."""


def cosine_similarity(y_true: Any, y_pred: Any, axis: int = -1) -> Array:
    """Cosine of the angle between targets and predictions: 1 for the same direction, -1 for the opposite."""
    return np.negative(losses.cosine_similarity(y_true, y_pred, axis))


@registry.register("metric", "cosine_similarity")
class CosineSimilarity(FunctionMetric, of=cosine_similarity, written=""):
    """Mean cosine of the angle between targets and predictions along ``axis``."""

    deferrable = False


@registry.register("metric", "bce", "BCE", "binary_crossentropy")
class BinaryCrossentropy(
    FunctionMetric,
    of=losses.binary_crossentropy,
    order="name dtype from_logits label_smoothing",
    label_smoothing=0,
):
    """Mean cross-entropy of two classes. Arguments: see ``losses.binary_crossentropy``."""


@registry.register("metric", "categorical_crossentropy")
class CategoricalCrossentropy(FunctionMetric, of=losses.categorical_crossentropy, label_smoothing=0):
    """Mean cross-entropy with one-hot targets. Arguments: see ``losses.categorical_crossentropy``."""


@registry.register("metric", "sparse_categorical_crossentropy")
class SparseCategoricalCrossentropy(FunctionMetric, of=losses.sparse_categorical_crossentropy):
    """Mean cross-entropy with class numbers. Arguments: see ``losses.sparse_categorical_crossentropy``.

    As in Keras, samples of ``ignore_class`` count with 0 as long as samples have no weights; else they do not count.
    """

    ignore_class: int | None

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:  # type: ignore[override]  # as in Keras
        if self.ignore_class is not None and sample_weight is not None:
            kept = class_numbers(y_true, np.ndim(y_pred)) != self.ignore_class
            weight = np.asarray(value_of(sample_weight))
            sample_weight = weight.reshape(weight.shape + (1,) * (kept.ndim - weight.ndim)) * kept
        super().update_state(y_true, y_pred, sample_weight)


@registry.register("metric", "kl_divergence")
class KLDivergence(FunctionMetric, of=losses.kl_divergence):
    """Mean of Σ y_true · log(y_true / y_pred)."""


@registry.register("metric", "poisson")
class Poisson(FunctionMetric, of=losses.poisson):
    """Mean of y_pred - y_true · log(y_pred)."""


@registry.register("metric", "hinge")
class Hinge(FunctionMetric, of=losses.hinge):
    """Mean of max(1 - y_true · y_pred, 0)."""


@registry.register("metric", "squared_hinge")
class SquaredHinge(FunctionMetric, of=losses.squared_hinge):
    """Mean of max(1 - y_true · y_pred, 0)²."""


@registry.register("metric", "categorical_hinge")
class CategoricalHinge(FunctionMetric, of=losses.categorical_hinge):
    """Mean of max(1 + best wrong answer - right answer, 0)."""
