"""Overlaps: how far two regions, such as a mask and its prediction, cover each other."""

from __future__ import annotations

from typing import Any

from kcore import ops, registry
from kcore.annotations import Axes, NonNegative
from kcore.config import epsilon
from kcore.loss import FunctionLoss, pair


@registry.register("loss")
def dice(y_true: Any, y_pred: Any, axis: Axes | None = None) -> Any:
    """1 - 2 Σ(y_true · y_pred) / (Σ y_true + Σ y_pred) over ``axis`` (all axes if None).

    Source: Sudre et al. (2017).
    """
    y_true, y_pred = pair(y_true, y_pred)
    axis = _axes(axis)
    both, total = ops.sum(y_true * y_pred, axis=axis), ops.sum(y_true + y_pred, axis=axis)
    return 1.0 - (2.0 * both + epsilon()) / (total + epsilon())


@registry.register("loss")
def tversky(
    y_true: Any, y_pred: Any, alpha: NonNegative = 0.5, beta: NonNegative = 0.5, axis: Axes | None = None
) -> Any:
    """1 - hits / (hits + alpha · misses + beta · false alarms), each a sum over ``axis`` (all axes if None).

    Source: Salehi et al. (2017).
    """
    y_true, y_pred = pair(y_true, y_pred)
    axis = _axes(axis)
    hits = ops.sum(y_true * y_pred, axis=axis)
    alarms, misses = ops.sum((1.0 - y_true) * y_pred, axis=axis), ops.sum(y_true * (1.0 - y_pred), axis=axis)
    return 1.0 - (hits + epsilon()) / (hits + alpha * misses + beta * alarms + epsilon())


def _axes(axis: Any) -> Any:
    return tuple(axis) if isinstance(axis, list) else axis


@registry.register("loss")
class Dice(FunctionLoss, of=dice, order="reduction name axis dtype"):
    """Mean of 1 - 2 Σ(y_true · y_pred) / (Σ y_true + Σ y_pred)."""


@registry.register("loss")
class Tversky(FunctionLoss, of=tversky, order="alpha beta reduction name axis dtype"):
    """Mean of 1 - hits / (hits + alpha · misses + beta · false alarms)."""
