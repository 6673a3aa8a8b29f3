"""Cross-entropies: for answers that are probabilities of classes."""

from __future__ import annotations

from typing import Any

import numpy as np

from kcore import registry
from kcore.annotations import UnitInterval
from kcore.autodiff import Array, value_of
from kcore.loss import FunctionLoss, floats, last_axis, logits_of, pair
from kcore.ops import losses as fused


@registry.register("loss", "bce", "BCE")
def binary_crossentropy(
    y_true: Any, y_pred: Any, from_logits: bool = False, label_smoothing: UnitInterval = 0.0, axis: int = -1
) -> Any:
    """-mean(y log p + (1 - y) log(1 - p)) over ``axis``: for two classes, after a sigmoid.

    Args:
        y_true: 0 or 1 (or a probability), of y_pred's shape.
        y_pred: probabilities, or logits if ``from_logits``.
        from_logits: whether y_pred is what stands before the sigmoid.
        label_smoothing: 0 to 1; moves targets this share of the way to 1/2.
        axis: the axis averaged over.
    """
    y_true, y_pred = last_axis(axis, *pair(y_true, y_pred))
    if label_smoothing:
        y_true = y_true * (1 - label_smoothing) + 0.5 * label_smoothing
    if from_logits:
        return fused.sigmoid_binary_crossentropy(y_true, y_pred)
    logits = logits_of(y_pred, "sigmoid")
    if logits is not None:
        return fused.sigmoid_binary_crossentropy(y_true, logits, y_pred.value)
    return fused.binary_crossentropy(y_true, y_pred)


@registry.register("loss")
def categorical_crossentropy(
    y_true: Any, y_pred: Any, from_logits: bool = False, label_smoothing: UnitInterval = 0.0, axis: int = -1
) -> Any:
    """-Σ y log p over ``axis``: for several classes with one-hot targets, after a softmax.

    Args:
        y_true: one-hot (or probabilities), of y_pred's shape.
        y_pred: probabilities, or logits if ``from_logits``.
        from_logits: whether y_pred is what stands before the softmax.
        label_smoothing: 0 to 1; moves targets this share of the way to 1/classes.
        axis: the axis of the classes.

    Raises:
        ValueError: if the shapes differ, with the likely cause.
    """
    y_true, y_pred = last_axis(axis, *floats(y_true, y_pred))
    if np.shape(y_true) != y_pred.shape:
        raise ValueError(
            f"categorical_crossentropy compares one-hot targets with predictions of the same shape; got targets "
            f"{np.shape(y_true)} and predictions {y_pred.shape}. For targets that are class numbers use "
            "sparse_categorical_crossentropy, or make them one-hot with kcore.utils.to_categorical."
        )
    if label_smoothing:
        y_true = y_true * (1 - label_smoothing) + label_smoothing / y_pred.shape[-1]
    if from_logits:
        return fused.softmax_categorical_crossentropy(y_true, y_pred)
    logits = logits_of(y_pred, "softmax")
    if logits is not None:
        return fused.softmax_categorical_crossentropy(y_true, logits, y_pred.value)
    return fused.categorical_crossentropy(y_true, y_pred)


@registry.register("loss")
def sparse_categorical_crossentropy(
    y_true: Any, y_pred: Any, from_logits: bool = False, ignore_class: int | None = None, axis: int = -1
) -> Any:
    """-log p[class] along ``axis``: for several classes with targets that are class numbers, after a softmax.

    Args:
        y_true: class numbers from 0, of y_pred's shape without ``axis`` (or with size 1 there).
        y_pred: probabilities, or logits if ``from_logits``.
        from_logits: whether y_pred is what stands before the softmax.
        ignore_class: samples of this class number count with loss 0.
        axis: the axis of the classes.

    Raises:
        ValueError: if the shapes do not fit, with the likely cause.
    """
    y_true, y_pred = last_axis(axis, np.asarray(value_of(y_true)), floats(0.0, y_pred)[1])
    labels = class_numbers(y_true, y_pred.ndim)
    if labels.shape != y_pred.shape[:-1]:
        raise ValueError(
            f"sparse_categorical_crossentropy takes class numbers of shape {y_pred.shape[:-1]} for predictions "
            f"{y_pred.shape}; got targets {np.shape(y_true)}. For one-hot targets use categorical_crossentropy."
        )
    labels = labels.astype(np.intp, copy=False)
    kept = None
    if ignore_class is not None:
        kept = (labels != ignore_class).astype(y_pred.dtype)
        labels = np.where(labels == ignore_class, 0, labels)
    if from_logits:
        losses = fused.softmax_sparse_crossentropy(labels, y_pred)
    else:
        logits = logits_of(y_pred, "softmax")
        if logits is not None:
            losses = fused.softmax_sparse_crossentropy(labels, logits, y_pred.value)
        else:
            losses = fused.sparse_categorical_crossentropy(labels, y_pred)
    return losses if kept is None else losses * kept


def class_numbers(y_true: Any, ndim: int) -> Array:
    """Class numbers without a last axis of size 1, for predictions with ``ndim`` axes."""
    labels = np.asarray(value_of(y_true))
    return labels[..., 0] if labels.ndim == ndim and labels.shape[-1] == 1 else labels


@registry.register("loss")
class BinaryCrossentropy(FunctionLoss, of=binary_crossentropy):
    """Mean of -(y log p + (1 - y) log(1 - p)). Arguments: see ``binary_crossentropy``."""


@registry.register("loss")
class CategoricalCrossentropy(FunctionLoss, of=categorical_crossentropy):
    """Mean of -Σ y log p, y one-hot. Arguments: see ``categorical_crossentropy``."""


@registry.register("loss")
class SparseCategoricalCrossentropy(
    FunctionLoss,
    of=sparse_categorical_crossentropy,
    order="from_logits ignore_class reduction axis name dtype",
    written="from_logits ignore_class",
):
    """Mean of -log p[class]. Arguments: see ``sparse_categorical_crossentropy``."""

    ignore_class: int | None

    def mask(self, y_true: Any, y_pred: Any) -> Array | None:
        return None if self.ignore_class is None else class_numbers(y_true, y_pred.ndim) != self.ignore_class
