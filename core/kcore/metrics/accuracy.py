"""Accuracies: how often an answer is right."""

from __future__ import annotations

from typing import Any

import numpy as np

from kcore import registry
from kcore.annotations import PositiveInt, UnitInterval
from kcore.autodiff import Array
from kcore.config import floatx
from kcore.loss import same_rank
from kcore.losses.crossentropy import class_numbers
from kcore.metrics.reduction import FunctionMetric, function


def _arrays(y_true: Any, y_pred: Any) -> tuple[Array, Array]:
    return np.asarray(y_true), np.asarray(y_pred)


def accuracy(y_true: Any, y_pred: Any) -> Array:
    """1.0 where target and prediction are equal, else 0.0."""
    y_true, y_pred = same_rank(*_arrays(y_true, y_pred))
    return (y_true == y_pred).astype(floatx())


@function
def binary_accuracy(y_true: Any, y_pred: Any, threshold: UnitInterval = 0.5) -> Array:
    """Share of the last axis on the right side of the threshold; targets are 0 or 1."""
    y_true, y_pred = same_rank(*_arrays(y_true, y_pred))
    return (y_true == (y_pred > threshold)).mean(axis=-1, dtype=floatx())


@function
def categorical_accuracy(y_true: Any, y_pred: Any) -> Array:
    """1.0 where the largest probability stands at the one-hot target's class, else 0.0."""
    y_true, y_pred = _arrays(y_true, y_pred)
    return (y_true.argmax(axis=-1) == y_pred.argmax(axis=-1)).astype(floatx())


@function
def sparse_categorical_accuracy(y_true: Any, y_pred: Any) -> Array:
    """1.0 where the largest probability stands at the class number, else 0.0."""
    y_true, y_pred = _arrays(y_true, y_pred)
    return (class_numbers(y_true, y_pred.ndim) == y_pred.argmax(axis=-1)).astype(floatx())


@function
def top_k_categorical_accuracy(y_true: Any, y_pred: Any, k: PositiveInt = 5) -> Array:
    """1.0 where the one-hot target's class is among the ``k`` largest probabilities, else 0.0."""
    return sparse_top_k_categorical_accuracy(np.asarray(y_true).argmax(axis=-1), y_pred, k)


@function
def sparse_top_k_categorical_accuracy(
    y_true: Any, y_pred: Any, k: PositiveInt = 5, from_sorted_ids: bool = False
) -> Array:
    """1.0 where the class number is among the ``k`` largest probabilities, else 0.0.

    Args:
        y_true: class numbers (samples,) or (samples, 1).
        y_pred: probabilities; or class numbers in the order of their probability if ``from_sorted_ids``.
        k: how many are looked at.
        from_sorted_ids: what y_pred holds.
    """
    y_true, y_pred = _arrays(y_true, y_pred)
    labels = class_numbers(y_true, y_pred.ndim).astype(np.intp)[..., None]
    if from_sorted_ids:
        return (y_pred[..., :k] == labels).any(axis=-1).astype(floatx())
    better = y_pred > np.take_along_axis(y_pred, labels, axis=-1)
    return (better.sum(axis=-1) < k).astype(floatx())


@registry.register("metric")
class Accuracy(FunctionMetric, of=accuracy):
    """Share of predictions equal to their targets."""


@registry.register("metric", "binary_accuracy")
class BinaryAccuracy(FunctionMetric, of=binary_accuracy):
    """Share of predictions on the right side of ``threshold``, above which they count as 1."""


@registry.register("metric", "categorical_accuracy")
class CategoricalAccuracy(FunctionMetric, of=categorical_accuracy):
    """Share of samples whose largest probability stands at the one-hot target's class."""


@registry.register("metric", "sparse_categorical_accuracy")
class SparseCategoricalAccuracy(FunctionMetric, of=sparse_categorical_accuracy):
    """Share of samples whose largest probability stands at the class number."""


@registry.register("metric", "top_k_categorical_accuracy")
class TopKCategoricalAccuracy(FunctionMetric, of=top_k_categorical_accuracy, order="k name dtype"):
    """Share of samples whose one-hot target's class is among the ``k`` largest probabilities."""


@registry.register("metric", "sparse_top_k_categorical_accuracy")
class SparseTopKCategoricalAccuracy(
    FunctionMetric, of=sparse_top_k_categorical_accuracy, order="k name dtype from_sorted_ids", written="k"
):
    """Share of samples whose class number is among the ``k`` largest probabilities."""
