from __future__ import annotations

from typing import Any

import numpy as np

from kcore.callbacks.callback import Logs
from kcore.callbacks.checks import number, whole
from kcore.callbacks.monitor_callback import MonitorCallback


class ReduceLROnPlateau(MonitorCallback):
    """Make the learning rate smaller when a number of the logs no longer gets better.

    Args:
        monitor: its name.
        factor: the learning rate is multiplied by it, above 0 and below 1.
        patience: epochs to wait without a better one, at least 0.
        verbose: 1 prints what happens.
        mode: 'min', 'max' or 'auto': less is better for losses, more for accuracies.
        min_delta: smallest change that counts as better.
        cooldown: epochs after a reduction in which nothing is counted, at least 0.
        min_lr: the learning rate does not go below it, at least 0.

    The learning rate of each epoch is kept in the history.
    """

    def __init__(
        self,
        monitor: str = "val_loss",
        factor: float = 0.1,
        patience: int = 10,
        verbose: int = 0,
        mode: str = "auto",
        min_delta: float = 1e-4,
        cooldown: int = 0,
        min_lr: float = 0.0,
        **kwargs: Any,
    ) -> None:
        if "epsilon" in kwargs:
            min_delta = kwargs.pop("epsilon")  # its name in early Keras 2
        if kwargs:
            raise TypeError(f"ReduceLROnPlateau has no argument {next(iter(kwargs))!r}.")
        super().__init__(monitor, mode, min_delta=min_delta)
        if not 0 < number("ReduceLROnPlateau", "factor", factor) < 1:
            raise ValueError(
                f"ReduceLROnPlateau: factor must be a number above 0 and below 1, so that the learning rate becomes "
                f"smaller; got {factor!r}."
            )
        self.factor, self.verbose = factor, verbose
        self.min_lr = number("ReduceLROnPlateau", "min_lr", min_lr, 0)
        self.patience = whole("ReduceLROnPlateau", "patience", patience, 0)
        self.cooldown = whole("ReduceLROnPlateau", "cooldown", cooldown, 0)
        self._begin()

    def _begin(self) -> None:
        self.best = None
        self.wait = self.cooldown_counter = 0

    def on_train_begin(self, logs: Logs | None = None) -> None:
        self._begin()  # so that the object can be used again

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        logs = {} if logs is None else logs
        current = self.get_monitor_value(logs)
        logs["learning_rate"] = float(self.model.optimizer.learning_rate)
        if current is None:
            return
        if self.cooldown_counter > 0:
            self.cooldown_counter -= 1
            self.wait = 0
        if self.is_improvement(current, self.best):
            self.best = current
            self.wait = 0
        elif self.cooldown_counter == 0:
            self.wait += 1
            if self.wait >= self.patience:
                self._reduce(epoch)

    def _reduce(self, epoch: int) -> None:
        before = float(self.model.optimizer.learning_rate)
        if before <= np.float32(self.min_lr):
            return
        after = max(before * self.factor, self.min_lr)
        self.model.optimizer.learning_rate = after
        if self.verbose:
            print(f"\nEpoch {epoch + 1}: ReduceLROnPlateau reducing learning rate to {after}.")  # noqa: T201 - asked for by verbose
        self.cooldown_counter = self.cooldown
        self.wait = 0
