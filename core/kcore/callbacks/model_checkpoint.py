from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from kcore.callbacks.callback import Logs
from kcore.callbacks.checks import save_frequency
from kcore.callbacks.monitor_callback import MonitorCallback


class ModelCheckpoint(MonitorCallback):
    """Save the model, or its weights, while it trains.

    Args:
        filepath: path of the file; {epoch:02d} (counted from 1), {batch} and the names of the logs are filled in, as
            in 'model.{epoch:02d}-{val_loss:.2f}.keras'. It ends in .keras or .h5, for weights in .weights.h5 or .h5.
        monitor: name of a number in the logs, for ``save_best_only``.
        verbose: 1 prints what happens.
        save_best_only: whether to save only when that number is better than ever before.
        save_weights_only: whether to save the weights only.
        mode: 'min', 'max' or 'auto': less is better for losses, more for accuracies.
        save_freq: 'epoch', or a number of batches.
        initial_value_threshold: what must be bettered first, or None.

    Raises:
        ValueError: if the path does not end as it must.
    """

    def __init__(
        self,
        filepath: str | os.PathLike[str],
        monitor: str = "val_loss",
        verbose: int = 0,
        save_best_only: bool = False,
        save_weights_only: bool = False,
        mode: str = "auto",
        save_freq: Any = "epoch",
        initial_value_threshold: float | None = None,
    ) -> None:
        super().__init__(monitor, mode, initial_value_threshold)
        self.filepath = os.fspath(filepath)
        ends = (".weights.h5", ".h5", ".hdf5") if save_weights_only else (".keras", ".h5", ".hdf5")
        if not self.filepath.endswith(ends):
            what = "weights" if save_weights_only else "a whole model"
            raise ValueError(
                f"ModelCheckpoint: a file for {what} ends in {' or '.join(ends[:2])}; got {self.filepath!r}."
            )
        self.verbose, self.save_best_only, self.save_weights_only = verbose, save_best_only, save_weights_only
        self.save_freq = save_frequency("ModelCheckpoint", save_freq)
        self._epoch = self._waiting = 0

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:
        self._epoch = epoch

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        if self.save_freq == "epoch":
            return
        self._waiting += 1
        if self._waiting >= self.save_freq:
            self._waiting = 0
            self._save(self._epoch, batch, logs or {})

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        if self.save_freq == "epoch":
            self._save(epoch, None, logs or {})

    def _save(self, epoch: int, batch: int | None, logs: Logs) -> None:
        path = self._path(epoch, batch, logs)
        if not self._is_wanted(epoch, path, logs):
            return
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        save = self.model.save_weights if self.save_weights_only else self.model.save
        save(path, overwrite=True)
        self._say(epoch, f"finished saving model to {path}")

    def _path(self, epoch: int, batch: int | None, logs: Logs) -> str:
        numbers = {} if batch is None else {"batch": batch + 1}
        try:
            return self.filepath.format(epoch=epoch + 1, **numbers, **logs)
        except KeyError as error:
            raise KeyError(
                f"ModelCheckpoint: {self.filepath!r} names {error.args[0]!r}, which the logs do not have. They have: "
                f"{', '.join(['epoch', *numbers, *logs])}."
            ) from None

    def _is_wanted(self, epoch: int, path: str, logs: Logs) -> bool:
        if not self.save_best_only:
            self._say(epoch, f"saving model to {path}")
            return True
        current = logs.get(self.monitor)
        if current is None:
            self.warn_missing(logs)
            return True
        if not self.is_improvement(current, self.best):
            self._say(epoch, f"{self.monitor} did not improve from {_short(self.best)}")
            return False
        self._say(
            epoch, f"{self.monitor} improved from {_short(self.best)} to {_short(current)}, saving model to {path}"
        )
        self.best = current
        return True

    def _say(self, epoch: int, text: str) -> None:
        if self.verbose:
            print(f"\nEpoch {epoch + 1}: {text}")  # noqa: T201 - asked for by verbose


def _short(value: float | None) -> str:
    return "None" if value is None else f"{value:.5f}"
