"""Precision and recall in one number."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import numpy as np

from kcore import registry
from kcore.annotations import Positive, Range
from kcore.autodiff import Variable, value_of
from kcore.config import epsilon
from kcore.loss import pair
from kcore.metrics.confusion import divided
from kcore.metrics.metric import Metric

Average = Literal["micro", "macro", "weighted"] | None
Threshold = Annotated[float, Range(low=0, high=1, low_open=True)] | None


@registry.register("metric")
class FBetaScore(Metric):
    """(1 + β²) · precision · recall / (β² · precision + recall), for one-hot targets.

    Args:
        average: 'micro' counts all classes together, 'macro' and 'weighted' average them; None: one for each.
        beta: how many times recall weighs more than precision, above 0.
        threshold: predictions above count as positive; None: the largest of each sample does.
        name: name shown in logs.
        dtype: float type of the result.
    """

    deferrable = True
    true_positives: Variable

    def __init__(
        self,
        average: Average = None,
        beta: Positive = 1.0,
        threshold: Threshold = None,
        name: str = "fbeta_score",
        dtype: str | None = None,
    ) -> None:
        super().__init__(name=name, dtype=dtype)
        self.average, self.beta, self.threshold = average, beta, threshold

    def _build(self, classes: int) -> None:
        shape = () if self.average == "micro" else (classes,)
        self.true_positives = self._sums("true_positives", shape)
        self.false_positives = self._sums("false_positives", shape)
        self.false_negatives = self._sums("false_negatives", shape)
        self.intermediate_weights = self._sums("intermediate_weights", shape)

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        y_true, y_pred = pair(y_true, y_pred)
        if y_true.ndim != 2:
            raise ValueError(f"{type(self).__name__} compares arrays of shape (samples, classes); got {y_true.shape}.")
        if "true_positives" not in vars(self):
            self._build(y_true.shape[1])
        if self.threshold is None:
            found = (y_pred >= y_pred.max(axis=-1, keepdims=True)) & (np.abs(y_pred) > 1e-9)
        else:
            found = y_pred > self.threshold
        weight = np.ones(1) if sample_weight is None else np.asarray(value_of(sample_weight), "float64")
        weight = weight.reshape(-1, 1)
        axis = None if self.average == "micro" else 0
        self.true_positives.value += (weight * (found * y_true)).sum(axis=axis)
        self.false_positives.value += (weight * (found * (1 - y_true))).sum(axis=axis)
        self.false_negatives.value += (weight * (~found * y_true)).sum(axis=axis)
        self.intermediate_weights.value += (weight * y_true).sum(axis=axis)

    def result(self) -> Any:
        if "true_positives" not in vars(self):
            return 0.0
        hits = self.true_positives.value
        precision = hits / (hits + self.false_positives.value + epsilon())
        recall = hits / (hits + self.false_negatives.value + epsilon())
        square = self.beta * self.beta
        score = (1 + square) * precision * recall / (square * precision + recall + epsilon())
        if self.average == "weighted":
            weights = self.intermediate_weights.value
            return float((score * divided(weights, weights.sum())).sum())
        return score.astype(self.dtype) if self.average is None else float(score.mean())


@registry.register("metric", "f1_score")
class F1Score(FBetaScore):
    """2 · precision · recall / (precision + recall), for one-hot targets. Arguments: see ``FBetaScore``."""

    def __init__(
        self,
        average: Average = None,
        threshold: Threshold = None,
        name: str = "f1_score",
        dtype: str | None = None,
    ) -> None:
        super().__init__(average=average, beta=1.0, threshold=threshold, name=name, dtype=dtype)
