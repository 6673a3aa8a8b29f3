from __future__ import annotations

from typing import Any

Logs = dict[str, Any]


class Callback:
    """Base of callbacks: override what you need.

    ``self.model`` is the model; ``self.params`` tells 'epochs', 'steps' and 'verbose'.
    ``logs`` holds the numbers so far: loss, metrics, after an epoch also val_... What you put into the ``logs`` of
    ``on_epoch_end`` is shown and kept in the history.
    """

    model: Any = None
    params: dict[str, Any] = {}  # noqa: RUF012 - replaced, never changed

    def __init__(self) -> None:
        self.model = None
        self.params = {}

    def set_params(self, params: dict[str, Any]) -> None:
        """Take over what the run is like."""
        self.params = params

    def set_model(self, model: Any) -> None:
        """Take over the model."""
        self.model = model

    def set_loop(self, loop: Any) -> None:
        """Hear which loop trains, to look at its samples and how far it is (an addition to Keras)."""

    def on_train_begin(self, logs: Logs | None = None) -> None:
        """Before the first epoch."""

    def on_train_end(self, logs: Logs | None = None) -> None:
        """After the last epoch."""

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:
        """Before an epoch, counted from 0."""

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """After an epoch and its validation."""

    def on_batch_begin(self, batch: int, logs: Logs | None = None) -> None:
        """Another name of ``on_train_batch_begin``."""

    def on_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """Another name of ``on_train_batch_end``."""

    def on_train_batch_begin(self, batch: int, logs: Logs | None = None) -> None:
        """Before a batch, counted from 0 in each epoch."""
        self.on_batch_begin(batch, logs=logs)

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """After a batch; ``logs`` are the means of this epoch so far."""
        self.on_batch_end(batch, logs=logs)

    def on_test_begin(self, logs: Logs | None = None) -> None:
        """Before an evaluation or validation."""

    def on_test_end(self, logs: Logs | None = None) -> None:
        """After an evaluation or validation."""

    def on_test_batch_begin(self, batch: int, logs: Logs | None = None) -> None:
        """Before a batch of an evaluation."""

    def on_test_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """After a batch of an evaluation."""

    def on_predict_begin(self, logs: Logs | None = None) -> None:
        """Before a prediction."""

    def on_predict_end(self, logs: Logs | None = None) -> None:
        """After a prediction."""

    def on_predict_batch_begin(self, batch: int, logs: Logs | None = None) -> None:
        """Before a batch of a prediction."""

    def on_predict_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """After a batch of a prediction."""
