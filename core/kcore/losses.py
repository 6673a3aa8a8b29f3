"""Objective functions: how wrong the answers are, as a single number to be made small.

Each function takes ``(y_true, y_pred)`` and returns one loss per sample, of the shape of ``y_pred`` without
its last axis. The class of the same name averages them.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from kcore import registry
from kcore.autodiff import value_of
from kcore.configurable import UnitInterval
from kcore.loss import FunctionLoss, Reduction, last_axis, logits_of, same_rank
from kcore.ops import losses as fused


@registry.register("loss", "mse", "MSE")
def mean_squared_error(y_true: Any, y_pred: Any) -> Any:
    """mean((y_true - y_pred)²) over the last axis: for numbers; large misses weigh most."""
    return fused.squared_error(*same_rank(y_true, y_pred))


@registry.register("loss", "mae", "MAE")
def mean_absolute_error(y_true: Any, y_pred: Any) -> Any:
    """mean(|y_true - y_pred|) over the last axis: for numbers, in their own unit."""
    return fused.absolute_error(*same_rank(y_true, y_pred))


@registry.register("loss", "bce", "BCE")
def binary_crossentropy(
    y_true: Any, y_pred: Any, from_logits: bool = False, label_smoothing: float = 0.0, axis: int = -1
) -> Any:
    """-mean(y log p + (1 - y) log(1 - p)) over ``axis``: for two classes, after a sigmoid.

    Args:
        y_true: 0 or 1 (or a probability), of y_pred's shape.
        y_pred: probabilities, or logits if ``from_logits``.
        from_logits: whether y_pred is what stands before the sigmoid.
        label_smoothing: 0 to 1; moves targets this share of the way to 1/2.
        axis: the axis averaged over.
    """
    y_true, y_pred = last_axis(axis, *same_rank(y_true, y_pred))
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
    y_true: Any, y_pred: Any, from_logits: bool = False, label_smoothing: float = 0.0, axis: int = -1
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
    y_true, y_pred = last_axis(axis, y_true, y_pred)
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
    y_true, y_pred = last_axis(axis, value_of(y_true), y_pred)
    labels = np.asarray(y_true)
    if labels.ndim == y_pred.ndim and labels.shape[-1] == 1:
        labels = labels[..., 0]
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


@registry.register("loss")
class MeanSquaredError(FunctionLoss):
    """Mean of (y_true - y_pred)²."""

    function = staticmethod(mean_squared_error)

    def __init__(
        self,
        reduction: Reduction = "sum_over_batch_size",
        name: str = "mean_squared_error",
        dtype: str | None = None,
    ) -> None:
        super().__init__(name=name, reduction=reduction, dtype=dtype)


@registry.register("loss")
class MeanAbsoluteError(FunctionLoss):
    """Mean of |y_true - y_pred|."""

    function = staticmethod(mean_absolute_error)

    def __init__(
        self,
        reduction: Reduction = "sum_over_batch_size",
        name: str = "mean_absolute_error",
        dtype: str | None = None,
    ) -> None:
        super().__init__(name=name, reduction=reduction, dtype=dtype)


class _Crossentropy(FunctionLoss):
    from_logits: bool
    label_smoothing: float
    axis: int

    def options(self) -> dict[str, Any]:
        return {"from_logits": self.from_logits, "label_smoothing": self.label_smoothing, "axis": self.axis}


@registry.register("loss")
class BinaryCrossentropy(_Crossentropy):
    """Mean of -(y log p + (1 - y) log(1 - p)). Arguments: see ``binary_crossentropy``."""

    function = staticmethod(binary_crossentropy)

    def __init__(
        self,
        from_logits: bool = False,
        label_smoothing: UnitInterval = 0.0,
        axis: int = -1,
        reduction: Reduction = "sum_over_batch_size",
        name: str = "binary_crossentropy",
        dtype: str | None = None,
    ) -> None:
        super().__init__(name=name, reduction=reduction, dtype=dtype)
        self.from_logits, self.label_smoothing, self.axis = from_logits, label_smoothing, axis


@registry.register("loss")
class CategoricalCrossentropy(_Crossentropy):
    """Mean of -Σ y log p, y one-hot. Arguments: see ``categorical_crossentropy``."""

    function = staticmethod(categorical_crossentropy)

    def __init__(
        self,
        from_logits: bool = False,
        label_smoothing: UnitInterval = 0.0,
        axis: int = -1,
        reduction: Reduction = "sum_over_batch_size",
        name: str = "categorical_crossentropy",
        dtype: str | None = None,
    ) -> None:
        super().__init__(name=name, reduction=reduction, dtype=dtype)
        self.from_logits, self.label_smoothing, self.axis = from_logits, label_smoothing, axis


@registry.register("loss")
class SparseCategoricalCrossentropy(FunctionLoss):
    """Mean of -log p[class]. Arguments: see ``sparse_categorical_crossentropy``."""

    function = staticmethod(sparse_categorical_crossentropy)

    def __init__(
        self,
        from_logits: bool = False,
        ignore_class: int | None = None,
        reduction: Reduction = "sum_over_batch_size",
        axis: int = -1,
        name: str = "sparse_categorical_crossentropy",
        dtype: str | None = None,
    ) -> None:
        super().__init__(name=name, reduction=reduction, dtype=dtype)
        self.from_logits, self.ignore_class, self.axis = from_logits, ignore_class, axis

    def options(self) -> dict[str, Any]:
        return {"from_logits": self.from_logits, "ignore_class": self.ignore_class, "axis": self.axis}

    def __call__(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> Any:
        """The loss joined as ``reduction`` says; a mean is that of the samples that are not ignored."""
        if self.ignore_class is not None:
            labels = np.asarray(value_of(y_true))
            labels = labels[..., 0] if labels.ndim == np.ndim(value_of(y_pred)) else labels
            kept = (labels != self.ignore_class).astype(self.dtype)
            if self.reduction in ("sum_over_batch_size", "mean"):
                kept *= kept.size / max(float(kept.sum()), 1.0)
            weight = np.ones(1, self.dtype) if sample_weight is None else np.asarray(value_of(sample_weight))
            sample_weight = kept * weight.reshape(weight.shape + (1,) * (kept.ndim - weight.ndim))
        return super().__call__(y_true, y_pred, sample_weight)

    def get_config(self) -> dict[str, Any]:
        """Arguments as plain values, without ``axis``, as Keras writes them."""
        return {name: value for name, value in super().get_config().items() if name != "axis"}


def get(identifier: Any) -> Any:
    """The loss for a name, config, object or function; None for None.

    Raises:
        ValueError: for an unknown name.
    """
    return registry.get("loss", identifier)
