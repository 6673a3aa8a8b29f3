from __future__ import annotations

import csv
import warnings
from os import PathLike
from pathlib import Path
from typing import Any, TextIO

import numpy as np

from kcore.callbacks.callback import Callback, Logs


class CSVLogger(Callback):
    """Write a line per epoch into a table: the epoch's number and all numbers of the logs.

    Args:
        filename: path of the file.
        separator: what stands between two cells, one character.
        append: whether to go on at the end of a file that exists.

    The columns are those of the first epoch, or of the file that exists; what the logs lack is written as NA.
    """

    def __init__(self, filename: str | PathLike[str], separator: Any = ",", append: bool = False) -> None:
        super().__init__()
        if not isinstance(separator, str) or len(separator) != 1:
            raise ValueError(f"CSVLogger: separator must be one character; got {separator!r}.")
        self.filename, self.sep, self.append = filename, separator, append
        self.keys: list[str] | None = None
        self._file: TextIO | None = None
        self._writer: Any = None
        self._warned = False

    def on_train_begin(self, logs: Logs | None = None) -> None:
        path = Path(self.filename)
        self.keys = None
        with_heading = True
        if self.append and path.exists():
            with path.open(newline="", encoding="utf-8") as file:
                heading = file.readline()
            with_heading = not heading.strip()
            own = "," if self.sep not in heading else self.sep
            self.keys = None if with_heading else next(csv.reader([heading], delimiter=own))[1:]
        self._file = path.open("a" if self.append else "w", newline="", encoding="utf-8")
        self._writer = csv.writer(self._file, delimiter=self.sep)
        self._with_heading = with_heading

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        logs = logs or {}
        if self._file is None:
            return
        if self.keys is None:
            self.keys = sorted(logs)
            if not any(key.startswith("val_") for key in self.keys):  # validation may come in a later epoch
                self.keys += [f"val_{key}" for key in self.keys]
        strange = [key for key in logs if key not in self.keys]
        if strange and not self._warned:
            self._warned = True
            warnings.warn(f"CSVLogger: {self.filename} has no column for {', '.join(strange)}: left out.", stacklevel=2)
        if self._with_heading:
            self._writer.writerow(["epoch", *self.keys])
            self._with_heading = False
        self._writer.writerow([epoch, *(_cell(logs.get(key, "NA")) for key in self.keys)])
        self._file.flush()

    def on_train_end(self, logs: Logs | None = None) -> None:
        if self._file is not None:
            self._file.close()
        self._file = self._writer = None


def _cell(value: Any) -> Any:
    if np.ndim(value) == 0:
        return value
    return f'"[{", ".join(map(str, value))}]"'
