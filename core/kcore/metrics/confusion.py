"""Hits and misses at one or several thresholds: what precision, recall and their curves are made of."""

from __future__ import annotations

from typing import Annotated, Any

import numpy as np

from kcore import registry
from kcore.annotations import PositiveInt, Range
from kcore.autodiff import Array, Variable, value_of
from kcore.loss import same_rank
from kcore.metrics.metric import Metric

Thresholds = Annotated[Any, "numbers", Range(0, 1)]
ClassNumber = Annotated[int, Range(low=0)]


def counts(
    y_true: Array, y_pred: Array, weight: Any, thresholds: Array, by_label: bool = False
) -> tuple[Array, Array, Array, Array]:
    """Weights of true positives, false positives, true negatives and false negatives at each threshold.

    Args:
        y_true: targets, 0 or not.
        y_pred: predictions of the same shape; above a threshold they count as positive.
        weight: a weight for each number or for each sample; None for 1.
        thresholds: (thresholds,), in any order.
        by_label: whether each entry of the last axis is counted on its own.

    Returns:
        Arrays (thresholds,), or (thresholds, labels).
    """
    weights = np.ones(y_pred.shape) if weight is None else np.asarray(value_of(weight), "float64")
    if weights.ndim > y_pred.ndim:
        weights = weights[..., 0]
    weights = np.broadcast_to(weights.reshape(weights.shape + (1,) * (y_pred.ndim - weights.ndim)), y_pred.shape)
    if by_label:
        columns = [counts(y_true[..., i], y_pred[..., i], weights[..., i], thresholds) for i in range(y_pred.shape[-1])]
        tp, fp, tn, fn = (np.stack(part, axis=-1) for part in zip(*columns, strict=True))
        return tp, fp, tn, fn
    order = np.argsort(thresholds)
    ordered = thresholds[order].astype(y_pred.dtype)
    passed = np.searchsorted(ordered, y_pred.ravel(), side="left")  # how many thresholds a prediction is above
    positive, weights = y_true.ravel() != 0, weights.ravel()
    sides = (weights * positive, weights * ~positive)
    sums = [np.cumsum(np.bincount(passed, side, len(ordered) + 1)[::-1])[::-1] for side in sides]
    places = np.argsort(order) + 1
    (tp, positives), (fp, negatives) = ((total[places], total[0]) for total in sums)
    return tp, fp, np.maximum(negatives - fp, 0), np.maximum(positives - tp, 0)


def divided(x: Array, y: Array) -> Array:
    """x / y, and 0 where y is 0."""
    return np.where(y == 0, 0.0, x / np.where(y == 0, 1, y))


def chosen(y_true: Any, y_pred: Any, top_k: int | None, class_id: int | None) -> tuple[Array, Array]:
    """Targets and predictions of one class, or with all but the ``top_k`` largest predictions of a sample put out."""
    y_true, y_pred = same_rank(np.asarray(value_of(y_true)), np.asarray(value_of(y_pred)))
    if y_pred.dtype.kind != "f":
        y_pred = y_pred.astype("float64")
    if top_k is not None:
        best = np.argsort(-y_pred, axis=-1, kind="stable")[..., :top_k]
        kept = np.full_like(y_pred, -np.inf)
        np.put_along_axis(kept, best, np.take_along_axis(y_pred, best, axis=-1), axis=-1)
        y_pred = kept
    return (y_true, y_pred) if class_id is None else (y_true[..., class_id], y_pred[..., class_id])


class _Counter(Metric):
    """Counts at thresholds; a subclass says which of the four it keeps."""

    deferrable = True
    thresholds: Any
    top_k: int | None = None
    class_id: int | None = None
    kept: tuple[int, ...] = ()

    def _start(self, thresholds: Any, names: tuple[str, ...], otherwise: float = 0.5) -> None:
        self.thresholds = thresholds
        self._levels = np.array(otherwise if thresholds is None else thresholds, "float64").reshape(-1)
        self._counted: tuple[Variable, ...] = tuple(self._sums(name, self._levels.shape) for name in names)

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        found = counts(*chosen(y_true, y_pred, self.top_k, self.class_id), sample_weight, self._levels)
        for variable, kind in zip(self._counted, self.kept, strict=True):
            variable.value += found[kind]

    def _shown(self, values: Array) -> Any:
        """One number for one threshold, else an array of one for each."""
        return float(values[0]) if len(self._levels) == 1 else values.astype(self.dtype)


class _Count(_Counter):
    def __init__(self, thresholds: Thresholds | None = None, name: str | None = None, dtype: str | None = None) -> None:
        super().__init__(name=name, dtype=dtype)
        self._start(thresholds, ("accumulator",))

    def result(self) -> Any:
        return self._shown(self._counted[0].value)


@registry.register("metric", "true_positives")
class TruePositives(_Count):
    """How many targets of 1 are predicted above the threshold (0.5 if None), or above each of several."""

    kept = (0,)


@registry.register("metric", "false_positives")
class FalsePositives(_Count):
    """How many targets of 0 are predicted above the threshold (0.5 if None), or above each of several."""

    kept = (1,)


@registry.register("metric", "true_negatives")
class TrueNegatives(_Count):
    """How many targets of 0 are not predicted above the threshold (0.5 if None), or above each of several."""

    kept = (2,)


@registry.register("metric", "false_negatives")
class FalseNegatives(_Count):
    """How many targets of 1 are not predicted above the threshold (0.5 if None), or above each of several."""

    kept = (3,)


class _Share(_Counter):
    def __init__(
        self,
        thresholds: Thresholds | None = None,
        top_k: PositiveInt | None = None,
        class_id: ClassNumber | None = None,
        name: str | None = None,
        dtype: str | None = None,
    ) -> None:
        super().__init__(name=name, dtype=dtype)
        self.top_k, self.class_id = top_k, class_id
        self._start(thresholds, self.names, 0.5 if top_k is None else -np.inf)

    names: tuple[str, str]

    def result(self) -> Any:
        hits, others = (variable.value for variable in self._counted)
        return self._shown(divided(hits, hits + others))


@registry.register("metric", "precision")
class Precision(_Share):
    """Of what is predicted as positive, the share that is.

    Args:
        thresholds: predictions above count as positive; 0.5 if None. Several in a list give a result for each.
        top_k: look at the so many largest predictions of a sample only.
        class_id: look at this entry of the last axis only.
        name: name shown in logs.
        dtype: float type of the result.
    """

    kept, names = (0, 1), ("true_positives", "false_positives")


@registry.register("metric", "recall")
class Recall(_Share):
    """Of what is positive, the share that is predicted so. Arguments: see ``Precision``."""

    kept, names = (0, 3), ("true_positives", "false_negatives")
