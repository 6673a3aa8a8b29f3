"""Further losses for answers that are probabilities: a divergence, and cross-entropies that weigh samples."""

from __future__ import annotations

from typing import Annotated, Any

import numpy as np

from kcore import ops, registry
from kcore.annotations import NonNegative, Numbers, Range, UnitInterval
from kcore.config import epsilon
from kcore.loss import FunctionLoss, floats, last_axis, pair
from kcore.losses.crossentropy import class_numbers


def _clipped(p: Any, high: float = 1.0) -> Any:
    return ops.clip(p, epsilon(), high)


@registry.register("loss", "kld", "KLD", "kullback_leibler_divergence")
def kl_divergence(y_true: Any, y_pred: Any) -> Any:
    """Σ y_true · log(y_true / y_pred) over the last axis. Source: Kullback and Leibler (1951)."""
    y_true, y_pred = pair(y_true, y_pred)
    y_true, y_pred = _clipped(y_true), _clipped(y_pred)
    return ops.sum(y_true * ops.log(y_true / y_pred), axis=-1)


@registry.register("loss")
def binary_focal_crossentropy(
    y_true: Any,
    y_pred: Any,
    apply_class_balancing: bool = False,
    alpha: UnitInterval = 0.25,
    gamma: NonNegative = 2.0,
    from_logits: bool = False,
    label_smoothing: UnitInterval = 0.0,
    axis: int = -1,
) -> Any:
    """Binary cross-entropy in which samples that are right already weigh little. Source: Lin et al. (2018).

    Args:
        y_true: 0 or 1, of y_pred's shape.
        y_pred: probabilities, or logits if ``from_logits``.
        apply_class_balancing: whether class 1 weighs ``alpha`` and class 0 weighs 1 - ``alpha``.
        alpha: weight of class 1, 0 to 1.
        gamma: power of (1 - probability of the right class), at least 0.
        from_logits: whether y_pred is what stands before the sigmoid.
        label_smoothing: 0 to 1; moves targets this share of the way to 1/2.
        axis: the axis averaged over.
    """
    y_true, y_pred = last_axis(axis, *pair(y_true, y_pred))
    if label_smoothing:
        y_true = y_true * (1 - label_smoothing) + 0.5 * label_smoothing
    p = ops.sigmoid(y_pred) if from_logits else y_pred
    q = _clipped(p, 1 - epsilon())
    loss = -(y_true * ops.log(q) + (1.0 - y_true) * ops.log(1.0 - q))
    loss = loss * (1.0 - (y_true * p + (1.0 - y_true) * (1.0 - p))) ** gamma
    if apply_class_balancing:
        loss = loss * (y_true * alpha + (1.0 - y_true) * (1.0 - alpha))
    return ops.mean(loss, axis=-1)


@registry.register("loss")
def categorical_focal_crossentropy(
    y_true: Any,
    y_pred: Any,
    alpha: Numbers = 0.25,
    gamma: NonNegative = 2.0,
    from_logits: bool = False,
    label_smoothing: UnitInterval = 0.0,
    axis: int = -1,
) -> Any:
    """Categorical cross-entropy in which samples that are right already weigh little. Source: Lin et al. (2018).

    Args:
        y_true: one-hot, of y_pred's shape.
        y_pred: probabilities, or logits if ``from_logits``.
        alpha: weight of all classes, or one for each.
        gamma: power of (1 - probability), at least 0.
        from_logits: whether y_pred is what stands before the softmax.
        label_smoothing: 0 to 1; moves targets this share of the way to 1/classes.
        axis: the axis of the classes.
    """
    y_true, y_pred = last_axis(axis, *pair(y_true, y_pred))
    if label_smoothing:
        y_true = y_true * (1 - label_smoothing) + label_smoothing / y_pred.shape[-1]
    p = ops.softmax(y_pred) if from_logits else y_pred
    p = _clipped(p / ops.sum(p, axis=-1, keepdims=True), 1 - epsilon())
    weight = np.asarray(alpha, p.dtype) * (1.0 - p) ** gamma
    return -ops.sum(weight * y_true * ops.log(p), axis=-1)


@registry.register("loss")
def categorical_generalized_cross_entropy(
    y_true: Any, y_pred: Any, q: Annotated[float, Range(0, 1, low_open=True, high_open=True)]
) -> Any:
    """(1 - p[class]^q) / q: between cross-entropy (q near 0) and absolute error (q near 1), for noisy labels.

    Args:
        y_true: class numbers from 0, of y_pred's shape without its last axis (or with size 1 there).
        y_pred: probabilities.
        q: above 0 and below 1.

    Source: Zhang and Sabuncu (2018).
    """
    y_pred = floats(0.0, y_pred)[1]
    right = class_numbers(y_true, y_pred.ndim)[..., None] == np.arange(y_pred.shape[-1])
    p = ops.maximum(ops.sum(right * y_pred, axis=-1), epsilon() ** 2)  # where p is 0 its power has no slope
    return (1.0 - p**q) / q


@registry.register("loss")
class KLDivergence(FunctionLoss, of=kl_divergence):
    """Mean of Σ y_true · log(y_true / y_pred)."""


@registry.register("loss")
class BinaryFocalCrossentropy(
    FunctionLoss,
    of=binary_focal_crossentropy,
    written="from_logits label_smoothing axis apply_class_balancing alpha gamma",
):
    """Mean of focal binary cross-entropies. Arguments: see ``binary_focal_crossentropy``."""


@registry.register("loss")
class CategoricalFocalCrossentropy(
    FunctionLoss, of=categorical_focal_crossentropy, written="from_logits label_smoothing axis alpha gamma"
):
    """Mean of focal categorical cross-entropies. Arguments: see ``categorical_focal_crossentropy``."""


@registry.register("loss")
class CategoricalGeneralizedCrossEntropy(FunctionLoss, of=categorical_generalized_cross_entropy, q=0.5):
    """Mean of (1 - p[class]^q) / q."""
