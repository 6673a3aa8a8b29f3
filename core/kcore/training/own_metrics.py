"""The metrics that a model with a ``train_step`` of its own finds in ``metrics``."""

from __future__ import annotations

from typing import Any

from kcore import tree
from kcore.autodiff import value_of
from kcore.metrics.metric import Metric


class CompileMetrics(Metric):
    """All metrics that the model was compiled with, as one.

    Args:
        objective: loss and metrics as compiled.
    """

    def __init__(self, objective: Any) -> None:
        super().__init__(name="compile_metrics")
        self.objective = objective

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Take a batch in; weights of samples count for those that were given as ``weighted_metrics``."""
        parts = [tree.map_structure(value_of, part) for part in (y_true, y_pred, sample_weight)]
        y, answer, weight = (tuple(tree.flatten(p)) if tree.is_nested(p) else p for p in parts)
        self.objective.resolve(y, [a.shape for a in answer] if isinstance(answer, tuple) else answer.shape)
        self.objective.update_metrics(y, answer, weight)

    def result(self) -> dict[str, Any]:
        """Each of them by name."""
        losses = {"loss", *(f"{name}_loss" for name in getattr(self.objective, "names", ()))}
        return {name: value for name, value in self.objective.logs().items() if name not in losses}

    def reset_state(self) -> None:
        self.objective.reset()
