"""Metrics: numbers for people to read, gathered over the batches of an epoch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kcore import losses, registry
from kcore.losses import (
    binary_crossentropy,
    binary_focal_crossentropy,
    categorical_crossentropy,
    categorical_focal_crossentropy,
    categorical_hinge,
    hinge,
    huber,
    kl_divergence,
    log_cosh,
    mean_absolute_error,
    mean_absolute_percentage_error,
    mean_squared_error,
    mean_squared_logarithmic_error,
    poisson,
    sparse_categorical_crossentropy,
    squared_hinge,
)
from kcore.metrics.accuracy import (
    Accuracy,
    BinaryAccuracy,
    CategoricalAccuracy,
    SparseCategoricalAccuracy,
    SparseTopKCategoricalAccuracy,
    TopKCategoricalAccuracy,
    binary_accuracy,
    categorical_accuracy,
    sparse_categorical_accuracy,
    sparse_top_k_categorical_accuracy,
    top_k_categorical_accuracy,
)
from kcore.metrics.confusion import FalseNegatives, FalsePositives, Precision, Recall, TrueNegatives, TruePositives
from kcore.metrics.correlation import (
    ConcordanceCorrelation,
    PearsonCorrelation,
    R2Score,
    concordance_correlation,
    pearson_correlation,
)
from kcore.metrics.curves import AUC
from kcore.metrics.errors import (
    BinaryCrossentropy,
    CategoricalCrossentropy,
    CategoricalHinge,
    CosineSimilarity,
    Hinge,
    KLDivergence,
    LogCoshError,
    MeanAbsoluteError,
    MeanAbsolutePercentageError,
    MeanSquaredError,
    MeanSquaredLogarithmicError,
    Poisson,
    RootMeanSquaredError,
    SparseCategoricalCrossentropy,
    SquaredHinge,
)
from kcore.metrics.f_score import F1Score, FBetaScore
from kcore.metrics.iou import BinaryIoU, IoU, MeanIoU, OneHotIoU, OneHotMeanIoU
from kcore.metrics.metric import Metric
from kcore.metrics.operating_points import (
    PrecisionAtRecall,
    RecallAtPrecision,
    SensitivityAtSpecificity,
    SpecificityAtSensitivity,
)
from kcore.metrics.reduction import Mean, MeanMetricWrapper, Sum, function_named

_ACCURACIES: tuple[Callable[..., Metric], ...] = (BinaryAccuracy, SparseCategoricalAccuracy, CategoricalAccuracy)
_CROSSENTROPIES: tuple[Callable[..., Metric], ...] = (
    BinaryCrossentropy, SparseCategoricalCrossentropy, CategoricalCrossentropy,
)  # fmt: skip
_BY_SHAPE = {"accuracy": _ACCURACIES, "acc": _ACCURACIES, "crossentropy": _CROSSENTROPIES, "ce": _CROSSENTROPIES}


def resolve(identifier: Any, y_true_shape: tuple[int, ...], y_pred_shape: tuple[int, ...]) -> Metric:
    """The metric for what ``compile`` was given, named as given.

    'accuracy' and 'crossentropy' become the kind that fits: binary for one output unit, sparse where the targets
    are class numbers, categorical where they are one-hot.

    Raises:
        ValueError: for an unknown name.
    """
    if isinstance(identifier, str) and identifier in _BY_SHAPE:
        binary, sparse, categorical = _BY_SHAPE[identifier]
        if y_pred_shape[-1] == 1:
            return binary(name=identifier)
        numbers = len(y_true_shape) < len(y_pred_shape) or y_true_shape[-1] == 1
        return sparse(name=identifier) if numbers else categorical(name=identifier)
    metric = get(identifier)
    if isinstance(metric, Metric):
        if isinstance(identifier, str):
            metric.name = identifier
        return metric
    return MeanMetricWrapper(metric, name=str(getattr(metric, "__name__", "metric")))


def check(identifier: Any) -> None:
    """Raise ValueError for the name of no metric, TypeError for something that is none."""
    if isinstance(identifier, str):
        resolve(identifier, (2, 1), (2, 1))
    else:
        registry.get("metric", identifier, make=False)


def get(identifier: Any) -> Any:
    """The metric for a name, config, object or function; None for None. Names of losses stand for their means, too.

    Raises:
        ValueError: for an unknown name.
    """
    only_loss = isinstance(identifier, str) and not registry.knows("metric", identifier)
    if only_loss and registry.knows("loss", identifier):
        return MeanMetricWrapper(losses.get(identifier), name=identifier)
    return registry.get("metric", identifier)


def serialize(metric: Any) -> Any:
    """A metric as plain values, from which ``deserialize`` makes it again."""
    return registry.serialize(metric)


def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """The metric that ``serialize`` wrote, also one of ``custom_objects`` by name."""
    if isinstance(config, dict) and config.get("class_name") == "function":
        return function_named(config["config"], custom_objects)
    return registry.get("metric", config, custom_objects=custom_objects)


__all__ = [
    "AUC",
    "Accuracy",
    "BinaryAccuracy",
    "BinaryCrossentropy",
    "BinaryIoU",
    "CategoricalAccuracy",
    "CategoricalCrossentropy",
    "CategoricalHinge",
    "ConcordanceCorrelation",
    "CosineSimilarity",
    "F1Score",
    "FBetaScore",
    "FalseNegatives",
    "FalsePositives",
    "Hinge",
    "IoU",
    "KLDivergence",
    "LogCoshError",
    "Mean",
    "MeanAbsoluteError",
    "MeanAbsolutePercentageError",
    "MeanIoU",
    "MeanMetricWrapper",
    "MeanSquaredError",
    "MeanSquaredLogarithmicError",
    "Metric",
    "OneHotIoU",
    "OneHotMeanIoU",
    "PearsonCorrelation",
    "Poisson",
    "Precision",
    "PrecisionAtRecall",
    "R2Score",
    "Recall",
    "RecallAtPrecision",
    "RootMeanSquaredError",
    "SensitivityAtSpecificity",
    "SparseCategoricalAccuracy",
    "SparseCategoricalCrossentropy",
    "SparseTopKCategoricalAccuracy",
    "SpecificityAtSensitivity",
    "SquaredHinge",
    "Sum",
    "TopKCategoricalAccuracy",
    "TrueNegatives",
    "TruePositives",
    "binary_accuracy",
    "binary_crossentropy",
    "binary_focal_crossentropy",
    "categorical_accuracy",
    "categorical_crossentropy",
    "categorical_focal_crossentropy",
    "categorical_hinge",
    "check",
    "concordance_correlation",
    "deserialize",
    "get",
    "hinge",
    "huber",
    "kl_divergence",
    "log_cosh",
    "mean_absolute_error",
    "mean_absolute_percentage_error",
    "mean_squared_error",
    "mean_squared_logarithmic_error",
    "pearson_correlation",
    "poisson",
    "resolve",
    "serialize",
    "sparse_categorical_accuracy",
    "sparse_categorical_crossentropy",
    "sparse_top_k_categorical_accuracy",
    "squared_hinge",
    "top_k_categorical_accuracy",
]
