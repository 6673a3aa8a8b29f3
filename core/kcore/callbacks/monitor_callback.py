"""What callbacks that watch one number of the logs share: which way is better, and by how much."""

from __future__ import annotations

import warnings
from typing import Any

from kcore.callbacks.callback import Callback, Logs
from kcore.callbacks.checks import number

# Metrics of which more is better, besides those named ...Accuracy and ...IoU.
_UP = {"AUC", "ConcordanceCorrelation", "CosineSimilarity", "F1Score", "FBetaScore", "PearsonCorrelation", "Precision",
       "PrecisionAtRecall", "R2Score", "Recall", "RecallAtPrecision", "SensitivityAtSpecificity",
       "SpecificityAtSensitivity"}  # fmt: skip
_DOWN = ("Error", "Crossentropy", "Hinge", "Divergence", "Poisson")


class MonitorCallback(Callback):
    """Base of callbacks that watch one number.

    Args:
        monitor: its name in the logs.
        mode: 'min', 'max', or 'auto': known from the loss or the metric of that name.
        initial_value_threshold: what must be bettered first, or None.
        min_delta: smallest change that counts.

    Raises:
        ValueError: for another mode.
    """

    def __init__(
        self,
        monitor: str = "val_loss",
        mode: str = "auto",
        initial_value_threshold: float | None = None,
        min_delta: float = 0,
    ) -> None:
        super().__init__()
        name = type(self).__name__
        if mode not in ("auto", "min", "max"):
            raise ValueError(f"{name}: mode must be one of 'auto', 'min', 'max'; got {mode!r}.")
        if not isinstance(monitor, str):
            raise TypeError(f"{name}: monitor must be a name in the logs, such as 'val_loss'; got {monitor!r}.")
        self.monitor, self.mode = monitor, mode
        self.min_delta = abs(number(name, "min_delta", min_delta))
        self.best: float | None = initial_value_threshold
        self._way = {"min": -1, "max": 1}.get(mode, 0)  # 0: not known yet

    def get_monitor_value(self, logs: Logs | None) -> Any:
        """The watched number; None, with a warning, if the logs do not have it."""
        value = (logs or {}).get(self.monitor)
        if value is None:
            self.warn_missing(logs)
        return value

    def warn_missing(self, logs: Logs | None) -> None:
        """Say that the watched number is not there."""
        warnings.warn(
            f"{type(self).__name__} watches {self.monitor!r}, which the logs do not have. They have: "
            f"{', '.join(logs or {})}.{' Give fit validation data.' if self.monitor.startswith('val_') else ''}",
            stacklevel=3,
        )

    def is_improvement(self, value: float, reference: float | None) -> bool:
        """Whether a value betters another one by more than ``min_delta``."""
        if not self._way:
            self._way = self._find_way()
        if reference is None:
            return True
        return value - self.min_delta > reference if self._way > 0 else value + self.min_delta < reference

    def _find_way(self) -> int:
        if way := better(self.model, self.monitor):
            return way
        raise ValueError(
            f"{type(self).__name__} watches {self.monitor!r}, and it is not known whether more or less of it is "
            "better. Give mode='max' or mode='min'."
        )


def better(model: Any, monitor: str) -> int:
    """Whether more (1) or less (-1) of a number of the logs is better; 0 if nobody knows.

    Args:
        model: a compiled model.
        monitor: the name of the number, with or without "val_".
    """
    name = monitor.removeprefix("val_")
    if name == "loss" or name.endswith("_loss"):
        return -1
    for metric in getattr(model, "metrics", None) or []:
        own = getattr(metric, "name", "")
        if own and (name == own or name.endswith(f"_{own}")):
            kind = type(metric).__name__
            if kind in _UP or kind.endswith(("Accuracy", "IoU")):
                return 1
            if kind.endswith(_DOWN):
                return -1
    return 1 if "acc" in name else 0
