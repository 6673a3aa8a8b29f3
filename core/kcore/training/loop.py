"""THE training loop: an iterator that trains one batch at each ``next`` and does nothing in between.

``fit`` drains it, ``train_on_batch`` takes a single step of it, and a widget advances it in slices.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from typing import Any

from kcore.callbacks import Callback, CallbackList, History
from kcore.progress import Progbar
from kcore.threads import training_threads
from kcore.training import door
from kcore.training.samples import count
from kcore.training.source import ArraySource, BatchSource

Source = ArraySource | BatchSource


class TrainingLoop:
    """One run of training.

    Args:
        model: compiled and built.
        source: where the batches come from.
        epochs: number of the last epoch, counted with ``initial_epoch``; may be changed while running.
        validation: batches to evaluate after an epoch, or None.
        callbacks: callbacks of the user.
        initial_epoch: number of the first epoch.
        validation_freq: validate after every so many epochs, or after those in a list (counted from 1).
        verbose: 0, 1 or 2.
    """

    def __init__(
        self,
        model: Any,
        source: Source,
        *,
        epochs: int = 1,
        validation: Source | None = None,
        callbacks: Iterable[Callback] | Callback | None = None,
        initial_epoch: int = 0,
        validation_freq: int | list[int] = 1,
        verbose: int = 0,
    ) -> None:
        self.model = model
        self.epoch, self.epochs = initial_epoch, epochs
        self.batch = self.step = 0
        self.epoch_ended = False
        self.record = History()
        self._source, self._validation = source, validation
        self._validation_freq = validation_freq
        self._verbose = verbose
        self._epoch_logs: dict[str, float] = {}
        self._train = model.train_runner()
        self._callbacks = CallbackList(callbacks)
        self._callbacks.append(self.record)  # the last: it keeps what the others put into the logs
        self._callbacks.set_model(model)
        self._callbacks.set_params({"epochs": epochs, "steps": source.steps, "verbose": verbose})
        self._run = self._steps()

    def __iter__(self) -> TrainingLoop:
        return self

    def __next__(self) -> TrainingLoop:
        next(self._run)
        return self

    @property
    def history(self) -> dict[str, list[float]]:
        """One number per epoch: {'loss': [...], 'val_loss': [...], ...}."""
        return self.record.history

    @property
    def batch_size(self) -> int:
        """Samples per step; setting it takes effect with the next batch."""
        return self._source.batch_size

    @batch_size.setter
    def batch_size(self, value: int) -> None:
        self._source.batch_size = door.whole("batch_size", value, 1)

    @property
    def steps_per_epoch(self) -> int:
        """Batches in an epoch of the present batch size; as many as have been seen if the source does not tell."""
        return self._source.steps or max(self.batch, 1)

    def logs(self) -> dict[str, float]:
        """Means of this epoch so far; after its last batch also those of the validation."""
        return dict(self._epoch_logs) if self.epoch_ended else self._train.logs()

    def close(self) -> None:
        """Stop here; the model stays as it is."""
        self._run.close()

    # -- the loop ------------------------------------------------------------------------------

    def _steps(self) -> Generator[None]:
        model, callbacks, source, train = self.model, self._callbacks, self._source, self._train
        begins, ends = callbacks.hears("on_train_batch_begin"), callbacks.hears("on_train_batch_end")
        model.stop_training = False
        callbacks.call("on_train_begin", {})
        self.epoch = vars(model).pop("resumed_epoch", self.epoch)
        train.begin()
        while self.epoch < self.epochs and not model.stop_training:
            self.batch, self.epoch_ended = 0, False
            callbacks.call("on_epoch_begin", self.epoch, {})
            train.reset()
            progress = self._announce()
            source.begin_epoch()
            model.in_epoch = True
            start = 0
            while not self.epoch_ended:
                for x, y, weight in source.batches(start):
                    self.epoch_ended = False
                    if begins:
                        callbacks.call("on_train_batch_begin", self.batch, {})
                    train(x, y, weight)
                    start += len(x) if type(x) is not tuple else count(x)
                    self.batch += 1
                    self.step += 1
                    if ends:
                        callbacks.call("on_train_batch_end", self.batch - 1, self.logs())
                    if progress and progress.due():
                        progress.update(self.batch, self.logs(), finalize=False)
                    if source.ended(start, self.batch) or model.stop_training:
                        self._end_epoch(progress)
                    yield
                    if source.changed or self.epoch_ended:
                        break
            self.epoch += 1
        self.epoch_ended = True
        model.optimizer.finalize_variable_values(model.trainable_variables)
        callbacks.call("on_train_end", dict(self._epoch_logs))

    def _announce(self) -> Progbar | None:
        if not self._verbose:
            return None
        print(f"Epoch {self.epoch + 1}/{self.epochs}")  # noqa: T201 - this is the progress display
        return Progbar(self._source.steps, verbose=self._verbose)

    def _end_epoch(self, progress: Progbar | None) -> None:
        logs = self._train.logs()
        self.model.in_epoch = False
        self._source.end_epoch()
        due = self._validation_freq
        if self._validation is not None and (
            (self.epoch + 1) in due if isinstance(due, list) else (self.epoch + 1) % due == 0
        ):
            logs.update({f"val_{k}": v for k, v in self._validate(self._validation).items()})
        self.epoch_ended, self._epoch_logs = True, logs
        self._callbacks.call("on_epoch_end", self.epoch, logs)
        if progress:
            progress.update(self.batch, logs, finalize=True)

    def _validate(self, source: Source) -> dict[str, float]:
        return evaluate(self.model, source, self._callbacks)


def evaluate(model: Any, source: Source, callbacks: CallbackList, progress: Progbar | None = None) -> dict[str, float]:
    """Loss and metrics of a model on batches, weights untouched."""
    test = model.test_runner()
    hears = callbacks.hears("on_test_batch_begin") or callbacks.hears("on_test_batch_end")
    if isinstance(source, ArraySource) and not hears and test.batches_can_be_joined and source.whole:
        source.batch_size = max(source.batch_size, 1024)
    callbacks.call("on_test_begin", {})
    test.begin()
    source.begin_epoch()
    start = 0
    with training_threads():
        for i, (x, y, weight) in enumerate(source.batches(0)):
            if hears:
                callbacks.call("on_test_batch_begin", i, {})
            test(x, y, weight)
            start += count(x)
            if hears:
                callbacks.call("on_test_batch_end", i, test.logs())
            if progress and progress.due():
                progress.update(i + 1, test.logs(), finalize=False)
            if source.ended(start, i + 1):
                break
    source.end_epoch()
    logs = test.logs()
    callbacks.call("on_test_end", logs)
    if progress:
        progress.update(i + 1, logs, finalize=True)
    return logs
