from __future__ import annotations

import os
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from kcore.callbacks.callback import Callback, Logs
from kcore.callbacks.checks import save_frequency
from kcore.files.atomic import atomic


class BackupAndRestore(Callback):
    """Let a ``fit`` that was cut off go on where it stopped, when the same program is run again.

    Args:
        backup_dir: folder for the backup, used for nothing else.
        save_freq: 'epoch', or a number of batches; training goes on with the beginning of an epoch in any case.
        double_checkpoint: whether the backup before the last is kept, too.
        delete_checkpoint: whether the backup is deleted when training has come to its end.

    A backup is one file, written whole or not at all: weights, the optimizer's state, the number of the epoch.
    """

    def __init__(
        self,
        backup_dir: str | os.PathLike[str],
        save_freq: Any = "epoch",
        double_checkpoint: bool = False,
        delete_checkpoint: bool = True,
    ) -> None:
        super().__init__()
        if not os.fspath(backup_dir):
            raise ValueError("BackupAndRestore: backup_dir must name a folder; got an empty text.")
        self.backup_dir = os.fspath(backup_dir)
        self.save_freq = save_frequency("BackupAndRestore", save_freq)
        self.double_checkpoint, self.delete_checkpoint = double_checkpoint, delete_checkpoint
        self._latest = Path(self.backup_dir) / "latest.npz"
        self._previous = Path(self.backup_dir) / "previous.npz"
        self._epoch = self._waiting = 0

    def on_train_begin(self, logs: Logs | None = None) -> None:
        for path in (self._latest, self._previous):
            if path.exists() and self._restore(path):
                return

    def _restore(self, path: Path) -> bool:
        try:
            with np.load(path, allow_pickle=False) as file:
                backup = {name: file[name] for name in file.files}
            epoch = int(backup["epoch"])
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
            if path == self._latest and self._previous.exists():
                return False
            raise ValueError(
                f"BackupAndRestore: {str(path)!r} cannot be read ({error}). Delete it to begin anew."
            ) from error
        model, optimizer = self.model, self.model.optimizer
        optimizer.build(model.trainable_variables)
        weights, state = ([backup[f"{kind}/{i}"] for i in range(sum(n.startswith(kind) for n in backup))]
                          for kind in ("weight", "state"))  # fmt: skip
        if [w.shape for w in weights] != [v.shape for v in model.weights] or len(state) != len(optimizer.variables):
            raise ValueError(
                f"BackupAndRestore: the backup in {self.backup_dir!r} is of another model or optimizer. Name another "
                "folder, or delete it to begin anew."
            )
        model.set_weights(weights)
        optimizer.set_weights(state)
        model.resumed_epoch = epoch
        return True

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:
        self._epoch = epoch

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        if self.save_freq != "epoch":
            self._waiting += 1
            if self._waiting >= self.save_freq:
                self._waiting = 0
                self._save(self._epoch)

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        if self.save_freq == "epoch":
            self._save(epoch + 1)

    def _save(self, epoch: int) -> None:
        Path(self.backup_dir).mkdir(parents=True, exist_ok=True)
        state: dict[str, Any] = {}
        self.model.optimizer.save_own_variables(state)
        backup = {f"weight/{i}": w for i, w in enumerate(self.model.get_weights())}
        backup |= {f"state/{name}": array for name, array in state.items()}
        if self.double_checkpoint and self._latest.exists():
            self._latest.replace(self._previous)
        with atomic(self._latest) as path, path.open("wb") as file:
            np.savez(file, epoch=np.array(epoch), **backup)

    def on_train_end(self, logs: Logs | None = None) -> None:
        if self.delete_checkpoint:
            for path in (self._latest, self._previous):
                path.unlink(missing_ok=True)
            folder = Path(self.backup_dir)
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()
