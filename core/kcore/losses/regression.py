"""Losses for targets that are numbers. Each compares over the last axis and gives one number per sample."""

from __future__ import annotations

import math
from typing import Any

from kcore import ops, registry
from kcore.annotations import Axes, Positive
from kcore.autodiff import value_of
from kcore.config import epsilon
from kcore.loss import FunctionLoss, pair
from kcore.ops import losses as fused


@registry.register("loss", "mse", "MSE")
def mean_squared_error(y_true: Any, y_pred: Any) -> Any:
    """mean((y_true - y_pred)²): large misses weigh most."""
    return fused.squared_error(*pair(y_true, y_pred))


@registry.register("loss", "mae", "MAE")
def mean_absolute_error(y_true: Any, y_pred: Any) -> Any:
    """mean(|y_true - y_pred|): misses in the unit of the targets."""
    return fused.absolute_error(*pair(y_true, y_pred))


@registry.register("loss", "mape", "MAPE")
def mean_absolute_percentage_error(y_true: Any, y_pred: Any) -> Any:
    """100 · mean(|y_true - y_pred| / |y_true|): misses in percent of the targets, which must not be near 0."""
    y_true, y_pred = pair(y_true, y_pred)
    return 100.0 * ops.mean(ops.absolute((y_true - y_pred) / ops.maximum(ops.absolute(y_true), epsilon())), axis=-1)


@registry.register("loss", "msle", "MSLE")
def mean_squared_logarithmic_error(y_true: Any, y_pred: Any) -> Any:
    """mean((log(1 + y_true) - log(1 + y_pred))²): compares sizes by their factor, for numbers of at least 0."""
    y_true, y_pred = pair(y_true, y_pred)
    return ops.mean(ops.square(_log_of_one_more(y_pred) - _log_of_one_more(y_true)), axis=-1)


def _log_of_one_more(y: Any) -> Any:
    return ops.log(ops.maximum(y, epsilon()) + 1.0)


@registry.register("loss")
def huber(y_true: Any, y_pred: Any, delta: Positive = 1.0) -> Any:
    """Half a squared error up to ``delta``, from there a straight line: single wild targets pull less.

    Source: Huber (1964).
    """
    y_true, y_pred = pair(y_true, y_pred)
    miss = y_pred - y_true
    size = ops.absolute(miss)
    near, far = 0.5 * ops.square(miss), delta * size - 0.5 * delta * delta
    return ops.mean(ops.where(value_of(size) <= delta, near, far), axis=-1)


@registry.register("loss", "logcosh")
def log_cosh(y_true: Any, y_pred: Any) -> Any:
    """mean(log(cosh(y_pred - y_true))): squared for small misses, absolute for large ones."""
    y_true, y_pred = pair(y_true, y_pred)
    miss = y_pred - y_true
    return ops.mean(miss + ops.softplus(-2.0 * miss) - math.log(2.0), axis=-1)


@registry.register("loss", "cosine_proximity")
def cosine_similarity(y_true: Any, y_pred: Any, axis: Axes = -1) -> Any:
    """-Σ of the product of both vectors, each scaled to length 1: -1 for the same direction, 1 for the opposite."""
    y_true, y_pred = pair(y_true, y_pred)
    axis = tuple(axis) if isinstance(axis, list) else axis
    return -ops.sum(_unit(y_true, axis) * _unit(y_pred, axis), axis=axis)


def _unit(y: Any, axis: Any) -> Any:
    return y / ops.sqrt(ops.maximum(ops.sum(ops.square(y), axis=axis, keepdims=True), 1e-12))


@registry.register("loss")
def poisson(y_true: Any, y_pred: Any) -> Any:
    """mean(y_pred - y_true · log(y_pred)): for counts, y_pred being the expected one."""
    y_true, y_pred = pair(y_true, y_pred)
    return ops.mean(y_pred - y_true * ops.log(y_pred + epsilon()), axis=-1)


@registry.register("loss")
class MeanSquaredError(FunctionLoss, of=mean_squared_error):
    """Mean of (y_true - y_pred)²."""


@registry.register("loss")
class MeanAbsoluteError(FunctionLoss, of=mean_absolute_error):
    """Mean of |y_true - y_pred|."""


@registry.register("loss")
class MeanAbsolutePercentageError(FunctionLoss, of=mean_absolute_percentage_error):
    """Mean of 100 · |y_true - y_pred| / |y_true|."""


@registry.register("loss")
class MeanSquaredLogarithmicError(FunctionLoss, of=mean_squared_logarithmic_error):
    """Mean of (log(1 + y_true) - log(1 + y_pred))²."""


@registry.register("loss")
class Huber(FunctionLoss, of=huber, name="huber_loss", written=""):
    """Mean of half the squared error up to ``delta``, of a straight line from there."""


@registry.register("loss")
class LogCosh(FunctionLoss, of=log_cosh):
    """Mean of log(cosh(y_pred - y_true))."""


@registry.register("loss")
class CosineSimilarity(FunctionLoss, of=cosine_similarity, written=""):
    """Mean of the negative cosine between targets and predictions along ``axis``."""


@registry.register("loss")
class Poisson(FunctionLoss, of=poisson):
    """Mean of y_pred - y_true · log(y_pred)."""
