"""Hinges: answers beyond a margin on the right side cost nothing. Targets are -1 or 1 (0 and 1 are read so)."""

from __future__ import annotations

from typing import Any

import numpy as np

from kcore import ops, registry
from kcore.autodiff import value_of
from kcore.loss import FunctionLoss, pair


def _signs(y_true: Any) -> Any:
    """Targets of 0 and 1 as -1 and 1; others as they are."""
    return 2.0 * y_true - 1.0 if np.isin(value_of(y_true), (0, 1)).all() else y_true


@registry.register("loss")
def hinge(y_true: Any, y_pred: Any) -> Any:
    """mean(max(1 - y_true · y_pred, 0)). Source: Cortes and Vapnik (1995)."""
    y_true, y_pred = pair(y_true, y_pred)
    return ops.mean(ops.relu(1.0 - _signs(y_true) * y_pred), axis=-1)


@registry.register("loss")
def squared_hinge(y_true: Any, y_pred: Any) -> Any:
    """mean(max(1 - y_true · y_pred, 0)²)."""
    y_true, y_pred = pair(y_true, y_pred)
    return ops.mean(ops.square(ops.relu(1.0 - _signs(y_true) * y_pred)), axis=-1)


@registry.register("loss")
def categorical_hinge(y_true: Any, y_pred: Any) -> Any:
    """max(1 + best wrong answer - right answer, 0), targets being one-hot."""
    y_true, y_pred = pair(y_true, y_pred)
    right = ops.sum(y_true * y_pred, axis=-1)
    wrong = ops.max((1.0 - y_true) * y_pred, axis=-1)
    return ops.relu(wrong - right + 1.0)


@registry.register("loss")
class Hinge(FunctionLoss, of=hinge):
    """Mean of max(1 - y_true · y_pred, 0)."""


@registry.register("loss")
class SquaredHinge(FunctionLoss, of=squared_hinge):
    """Mean of max(1 - y_true · y_pred, 0)²."""


@registry.register("loss")
class CategoricalHinge(FunctionLoss, of=categorical_hinge):
    """Mean of max(1 + best wrong answer - right answer, 0)."""
