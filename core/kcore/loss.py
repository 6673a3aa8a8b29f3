"""What a loss is: one number per sample, joined to one number for all."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import numpy as np

from kcore import ops
from kcore.autodiff import Tensor, value_of
from kcore.config import floatx
from kcore.configurable import Configurable
from kcore.naming import snake_case

Reduction = Annotated[
    Literal["sum_over_batch_size", "sum", "mean", "mean_with_sample_weight", "none"] | None,
    "how samples are joined",
]


def same_rank(y_true: Any, y_pred: Any) -> tuple[Any, Any]:
    """Targets and predictions with the same number of axes: (n,) and (n, 1) mean the same.

    Raises:
        ValueError: if the shapes then still differ; nothing is ever broadcast silently.
    """
    wanted = y_pred.shape
    if y_true.shape == wanted:
        return y_true, y_pred
    shape = y_true.shape
    if (*shape, 1) == wanted:
        return y_true.reshape(wanted) if isinstance(y_true, np.ndarray) else ops.reshape(
            y_true, newshape=wanted
        ), y_pred
    if (*wanted, 1) == shape:
        return (y_true.reshape(wanted), y_pred) if isinstance(y_true, np.ndarray) else (y_true[..., 0], y_pred)
    raise ValueError(
        f"Targets and predictions differ in shape: y has {shape}, the model answers {wanted}. "
        "Give the last layer as many units as a target has numbers, or reshape y."
    )


def last_axis(axis: int, y_true: Any, y_pred: Any) -> tuple[Any, Any]:
    """Bring ``axis`` to the end, where the fused losses look for it."""
    if axis in (-1, y_pred.ndim - 1):
        return y_true, y_pred
    order = [i for i in range(y_pred.ndim) if i != axis % y_pred.ndim] + [axis % y_pred.ndim]
    moved = ops.transpose(y_pred, axes=tuple(order))
    same = np.ndim(y_true) == y_pred.ndim
    return (ops.transpose(y_true, axes=tuple(order)) if same else y_true), moved


def logits_of(y_pred: Any, kind: str) -> Any:
    """What stands before the final sigmoid or softmax (``kind``) of a recorded answer; None if it is none."""
    if type(y_pred) is Tensor and y_pred.logits is not None and y_pred.logits[0] == kind:
        return y_pred.logits[1]
    return None


class Loss(Configurable):
    """Base of objective functions; a class of your own defines ``call(y_true, y_pred)``.

    Args:
        name: name shown in logs.
        reduction: 'sum_over_batch_size' (mean over all samples), 'sum', 'mean', 'mean_with_sample_weight'
            (sum divided by the sum of weights), 'none'/None (one number per sample).
        dtype: float type of the result; the engine's if None.
    """

    def __init__(
        self, name: str | None = None, reduction: Reduction = "sum_over_batch_size", dtype: str | None = None
    ) -> None:
        self.name = name or snake_case(type(self).__name__)
        self.reduction = reduction
        self.dtype = dtype or floatx()

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """One loss per sample, of y_pred's shape without its last axis."""
        raise TypeError(f"{type(self).__name__} needs a method call(self, y_true, y_pred) that returns the losses.")

    def __call__(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> Any:
        """The loss joined as ``reduction`` says.

        Args:
            y_true: targets, array-like.
            y_pred: predictions, array-like.
            sample_weight: a weight for each sample, of the shape of the losses or shorter.
        """
        y_pred = y_pred if isinstance(y_pred, Tensor) else np.asarray(value_of(y_pred), self.dtype)
        y_true = np.asarray(value_of(y_true))
        return reduce_losses(self.call(y_true, y_pred), self.reduction, sample_weight)

    def get_config(self) -> dict[str, Any]:
        """Arguments as plain values, without ``dtype``, as Keras writes them."""
        config = super().get_config()
        config.pop("dtype")
        return {"name": config.pop("name"), "reduction": config.pop("reduction"), **config}


def reduce_losses(losses: Any, reduction: str | None, sample_weight: Any = None) -> Any:
    """Join losses of samples to one number, as Keras does.

    Args:
        losses: one number per sample (any shape).
        reduction: see ``Loss``.
        sample_weight: weights of the losses' shape, or of its leading axes.
    """
    weight = None
    if sample_weight is not None:
        weight = np.asarray(value_of(sample_weight), losses.dtype)
        losses = losses * weight.reshape(weight.shape + (1,) * (losses.ndim - weight.ndim))
    if reduction in ("none", None):
        return losses
    total = ops.sum(losses)
    if reduction == "sum":
        return total
    if reduction == "mean_with_sample_weight" and weight is not None:
        return total / max(float(weight.sum()), 1e-7)
    return total / max(int(np.prod(losses.shape)), 1)


class FunctionLoss(Loss):
    """A loss made of a function of (y_true, y_pred); further arguments are handed on to it."""

    function: Any = None

    def options(self) -> dict[str, Any]:
        """Arguments of the function that this class lets one choose."""
        return {}

    def call(self, y_true: Any, y_pred: Any) -> Any:
        return type(self).function(y_true, y_pred, **self.options())
