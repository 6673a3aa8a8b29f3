"""How well predictions go along with targets: correlations and the share of variance that is explained."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import numpy as np

from kcore import registry
from kcore.annotations import Axes, Range
from kcore.autodiff import Array, Variable, value_of
from kcore.config import epsilon
from kcore.loss import pair
from kcore.metrics.metric import Metric
from kcore.metrics.reduction import FunctionMetric, function


def _centred(y: Array, axis: Any) -> Array:
    centred: Array = y - y.mean(axis=axis, keepdims=True)
    return centred


def _axes(axis: Any) -> Any:
    return tuple(axis) if isinstance(axis, list) else axis


@function
def pearson_correlation(y_true: Any, y_pred: Any, axis: Axes = -1) -> Array:
    """Correlation along ``axis``: 1 on a rising line, -1 on a falling one; NaN where one side is constant."""
    axis = _axes(axis)
    a, b = (_centred(y, axis) for y in pair(y_true, y_pred))
    with np.errstate(invalid="ignore"):
        return (a * b).mean(axis=axis) / np.sqrt((a * a).mean(axis=axis) * (b * b).mean(axis=axis))


@function
def concordance_correlation(y_true: Any, y_pred: Any, axis: Axes = -1) -> Array:
    """Correlation along ``axis`` that is 1 only where predictions equal targets. Source: Lin (1989)."""
    y_true, y_pred = pair(y_true, y_pred)
    axis = _axes(axis)
    a, b = _centred(y_true, axis), _centred(y_pred, axis)
    apart = np.square(y_true.mean(axis=axis) - y_pred.mean(axis=axis))
    return 2 * (a * b).mean(axis=axis) / ((a * a).mean(axis=axis) + (b * b).mean(axis=axis) + apart + epsilon())


@registry.register("metric", "pearson_correlation")
class PearsonCorrelation(FunctionMetric, of=pearson_correlation):
    """Mean correlation along ``axis``."""

    deferrable = False


@registry.register("metric", "concordance_correlation")
class ConcordanceCorrelation(FunctionMetric, of=concordance_correlation):
    """Mean concordance correlation along ``axis``."""

    deferrable = False


@registry.register("metric", "r2_score")
class R2Score(Metric):
    """1 - squared errors / squared distances from the mean target: 1 is perfect, 0 no better than the mean.

    Args:
        class_aggregation: outputs joined by their mean, by their variances, or not at all (None).
        num_regressors: inputs of the model, for the adjusted score; 0 for the plain one.
        name: name shown in logs.
        dtype: float type of the result.
    """

    deferrable = True
    squared_sum: Variable

    def __init__(
        self,
        class_aggregation: Literal["uniform_average", "variance_weighted_average"] | None = "uniform_average",
        num_regressors: Annotated[int, Range(low=0)] = 0,
        name: str = "r2_score",
        dtype: str | None = None,
    ) -> None:
        super().__init__(name=name, dtype=dtype)
        self.class_aggregation, self.num_regressors = class_aggregation, num_regressors
        self.num_samples = self._sums("num_samples")

    def _build(self, outputs: int) -> None:
        self.squared_sum, self.sum = self._sums("squared_sum", (outputs,)), self._sums("sum", (outputs,))
        self.residual, self.count = self._sums("residual", (outputs,)), self._sums("count", (outputs,))

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        y_true, y_pred = pair(y_true, y_pred)
        if y_true.ndim != 2:
            raise ValueError(f"R2Score compares arrays of shape (samples, outputs); got {y_true.shape}.")
        if "squared_sum" not in vars(self):
            self._build(y_true.shape[1])
        weight = np.ones(1) if sample_weight is None else np.asarray(value_of(sample_weight), "float64")
        weight = np.broadcast_to(weight.reshape(-1, 1), y_true.shape)
        self.sum.value += (weight * y_true).sum(axis=0)
        self.squared_sum.value += (weight * np.square(y_true, dtype="float64")).sum(axis=0)
        self.residual.value += (weight * np.square(y_true - y_pred, dtype="float64")).sum(axis=0)
        self.count.value += weight.sum(axis=0)
        self.num_samples.value += y_true.size

    def result(self) -> Any:
        if "squared_sum" not in vars(self):
            return 0.0
        total = self.squared_sum.value - np.square(self.sum.value) / self.count.value
        with np.errstate(divide="ignore", invalid="ignore"):  # targets that are all equal have no variance
            scores = 1 - self.residual.value / total
            scores = np.where(np.isinf(scores), 0.0, scores)
            weighted = (scores * total).sum() / total.sum()
        if self.class_aggregation is None:
            score: Any = scores
        else:
            score = scores.mean() if self.class_aggregation == "uniform_average" else weighted
        left = self.num_samples.value - self.num_regressors - 1
        if self.num_regressors and left > 0:
            score = 1 - (1 - score) * (self.num_samples.value - 1) / left
        return score.astype(self.dtype) if self.class_aggregation is None else float(score)
