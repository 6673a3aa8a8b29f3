"""The area under a curve of what the four counts say over all thresholds."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import numpy as np

from kcore import ops, registry
from kcore.annotations import Numbers, PositiveInt, Range
from kcore.autodiff import Array, Variable, value_of
from kcore.config import epsilon
from kcore.metrics.confusion import Thresholds, chosen, counts, divided
from kcore.metrics.metric import Metric

_NAMES = ("true_positives", "false_positives", "true_negatives", "false_negatives")


class AllCounts(Metric):
    """The four counts at many thresholds."""

    deferrable = True
    four: tuple[Variable, ...]

    def start(self, shape: tuple[int, ...]) -> None:
        self.four = tuple(self._sums(name, shape) for name in _NAMES)

    def add(self, found: tuple[Array, ...]) -> None:
        for variable, part in zip(self.four, found, strict=True):
            variable.value += part


@registry.register("metric", "auc")
class AUC(AllCounts):
    """Area under a curve of hits against false alarms: 1 separates the classes perfectly, 0.5 is chance.

    Args:
        num_thresholds: points of the curve, at least 2.
        curve: 'ROC', 'PR' (precision against recall) or 'PRGAIN'.
        summation_method: how the area between two points is found: 'interpolation', 'minoring' or 'majoring'.
        name: name shown in logs.
        dtype: float type of the result.
        thresholds: thresholds between 0 and 1 in place of evenly spread ones.
        multi_label: whether each entry of the last axis has a curve of its own.
        num_labels: number of entries, if ``multi_label``.
        label_weights: weights with which their areas are averaged.
        from_logits: whether predictions are what stands before a sigmoid.

    Source: Davis and Goadrich (2006) for PR; Flach and Kull (2015) for PRGAIN.
    """

    def __init__(
        self,
        num_thresholds: Annotated[int, Range(low=2)] = 200,
        curve: Literal["ROC", "PR", "PRGAIN", "roc", "pr", "prgain"] = "ROC",
        summation_method: Literal["interpolation", "minoring", "majoring"] = "interpolation",
        name: str | None = None,
        dtype: str | None = None,
        thresholds: Thresholds | None = None,
        multi_label: bool = False,
        num_labels: PositiveInt | None = None,
        label_weights: Numbers | None = None,
        from_logits: bool = False,
    ) -> None:
        super().__init__(name=name, dtype=dtype)
        self._inner = None if thresholds is None else sorted(float(t) for t in thresholds)
        inner = np.linspace(0, 1, num_thresholds)[1:-1] if self._inner is None else np.array(self._inner, "float64")
        self._levels = np.concatenate([[-epsilon()], inner, [1 + epsilon()]])
        self.num_thresholds = len(self._levels)
        self.curve, self.summation_method = curve.upper(), summation_method
        self.multi_label, self.num_labels, self.from_logits = multi_label, num_labels, from_logits
        self.label_weights = label_weights
        if not multi_label:
            self.start(self._levels.shape)
        elif num_labels is not None:
            self.start((*self._levels.shape, num_labels))

    @property
    def thresholds(self) -> list[float]:
        """The thresholds, from just below 0 to just above 1."""
        return [float(level) for level in self._levels]

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        if self.from_logits:
            y_pred = ops.sigmoid(value_of(y_pred))
        y_true, y_pred = chosen(y_true, y_pred, None, None)
        if "four" not in vars(self):
            self.start((*self._levels.shape, y_pred.shape[-1]))
        self.add(counts(y_true, y_pred, sample_weight, self._levels, self.multi_label))

    def result(self) -> float:
        if "four" not in vars(self):
            return 0.0
        areas = self._areas(*(variable.value for variable in self.four))
        if not self.multi_label:
            return float(areas)
        return float(np.average(areas, weights=self.label_weights))

    def _areas(self, tp: Array, fp: Array, tn: Array, fn: Array) -> Array:
        if self.curve == "PR" and self.summation_method == "interpolation":
            return _area_of_precision(tp, fp, fn)
        if self.curve == "ROC":
            x, y = divided(fp, fp + tn), divided(tp, tp + fn)
        elif self.curve == "PR":
            x, y = divided(tp, tp + fn), divided(tp, tp + fp)
        else:
            odds = divided(tp + fn, tn + fp)
            x = np.where(tp > 0, np.maximum(1 - odds * divided(fn, tp), 0), 0)
            y = 1 - odds * divided(fp, tp)
        left, right = y[:-1], y[1:]
        heights = {"interpolation": (left + right) / 2, "minoring": np.minimum(left, right)}
        height = heights.get(self.summation_method, np.maximum(left, right))
        areas: Array = ((x[:-1] - x[1:]) * height).sum(axis=0)
        return areas

    def get_config(self) -> dict[str, Any]:
        """The arguments in Keras's order; thresholds only where they were given."""
        config = super().get_config()
        names = ("name", "dtype", "num_thresholds", "curve", "summation_method", "multi_label", "num_labels",
                 "label_weights", "from_logits")  # fmt: skip
        given = {} if self._inner is None else {"thresholds": self._inner}
        return {**{name: config[name] for name in names}, **given}


def _area_of_precision(tp: Array, fp: Array, fn: Array) -> Array:
    """Area under precision against recall; between two points true positives grow evenly with all positives."""
    p = tp + fp
    slope = divided(tp[:-1] - tp[1:], p[:-1] - p[1:])
    start = tp[1:] - slope * p[1:]
    both = (p[:-1] > 0) & (p[1:] > 0)
    ratio = np.where(both, p[:-1] / np.where(both, p[1:], 1), 1)
    grown = slope * (tp[:-1] - tp[1:] + start * np.log(ratio))
    areas: Array = divided(grown, tp[1:] + fn[1:]).sum(axis=0)
    return areas
