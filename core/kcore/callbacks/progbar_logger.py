from __future__ import annotations

from kcore.callbacks.callback import Callback, Logs
from kcore.progress import Progbar


class ProgbarLogger(Callback):
    """Show how far training, an evaluation or a prediction has got; they do so by themselves unless ``verbose=0``."""

    def __init__(self) -> None:
        super().__init__()
        self._bar: Progbar | None = None
        self._done = 0

    def _begin(self) -> None:
        self._bar = Progbar(self.params.get("steps"), verbose=self.params.get("verbose", 1))
        self._done = 0

    def _batch(self, batch: int, logs: Logs | None) -> None:
        self._done = batch + 1
        if self._bar is not None and self._bar.due():
            self._bar.update(self._done, (logs or {}).items(), finalize=False)

    def _end(self, logs: Logs | None) -> None:
        if self._bar is not None:
            self._bar.update(self._done, (logs or {}).items(), finalize=True)
        self._bar = None

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:
        if self.params.get("verbose", 1):
            print(f"Epoch {epoch + 1}/{self.params.get('epochs', '?')}")  # noqa: T201 - this is the progress display
        self._begin()

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        self._batch(batch, logs)

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        self._end(logs)

    def on_test_begin(self, logs: Logs | None = None) -> None:
        self._apart = self._bar is None  # else this is the validation of an epoch, which has its line
        if self._apart:
            self._begin()

    def on_test_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        if self._apart:
            self._batch(batch, logs)

    def on_test_end(self, logs: Logs | None = None) -> None:
        if self._apart:
            self._end(logs)

    def on_predict_begin(self, logs: Logs | None = None) -> None:
        self._begin()

    def on_predict_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        self._batch(batch, None)

    def on_predict_end(self, logs: Logs | None = None) -> None:
        self._end(None)
