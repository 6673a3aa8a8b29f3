"""THE training loop: an iterator that trains one batch at each ``next`` and does nothing in between.

``fit`` drains it, ``train_on_batch`` takes a single step of it, and a widget advances it in slices.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from typing import Any, NamedTuple

import numpy as np

from kcore.autodiff import Array
from kcore.callbacks import Callback, CallbackList, History
from kcore.random import generator
from kcore.threads import training_threads
from kcore.training import door
from kcore.training.progress import Progress
from kcore.training.step import TrainStep

GATHERED = 8 * 2**20  # bytes of data up to which a whole epoch is shuffled at once


class Samples(NamedTuple):
    """Checked data: inputs, targets and a weight per sample or None."""

    x: Array
    y: Array
    weight: Array | None

    def __len__(self) -> int:
        return len(self.x)

    def part(self, span: slice) -> Samples:
        """A run of samples, as views."""
        return Samples(self.x[span], self.y[span], None if self.weight is None else self.weight[span])

    def taken(self, order: Array, out: Samples | None = None) -> Samples:
        """The samples in another order, written into ``out`` if it is given."""
        pairs = zip(self, out or (None, None, None), strict=True)
        return Samples(*(None if a is None else np.take(a, order, axis=0, out=o, mode="clip") for a, o in pairs))  # type: ignore[arg-type]


class TrainingLoop:
    """One run of training over arrays.

    Args:
        model: compiled and built.
        data: checked samples.
        batch_size: samples per step; may be changed while running, the next batch has the new size.
        epochs: number of the last epoch, counted with ``initial_epoch``; may be changed while running.
        validation: checked samples to evaluate after an epoch, or None.
        shuffle: whether each epoch has an order of its own.
        callbacks: callbacks of the user.
        initial_epoch: number of the first epoch.
        steps_per_epoch: at most so many batches make an epoch; None: all.
        validation_steps: at most so many batches are validated; None: all.
        validation_batch_size: samples per batch of validation.
        validation_freq: validate after every so many epochs, or after those in a list (counted from 1).
        verbose: 0, 1 or 2.
    """

    def __init__(
        self,
        model: Any,
        data: Samples,
        *,
        batch_size: int = 32,
        epochs: int = 1,
        validation: Samples | None = None,
        shuffle: bool = True,
        callbacks: Iterable[Callback] | Callback | None = None,
        initial_epoch: int = 0,
        steps_per_epoch: int | None = None,
        validation_steps: int | None = None,
        validation_batch_size: int | None = None,
        validation_freq: int | list[int] = 1,
        verbose: int = 0,
    ) -> None:
        self.model = model
        self.epoch, self.epochs = initial_epoch, epochs
        self.batch = self.step = 0
        self.epoch_ended = False
        self.shuffle = shuffle
        self.record = History()
        self._data, self._validation = data, validation
        self._batch_size, self._resized = batch_size, False
        self._limit = steps_per_epoch
        self._validation_steps = validation_steps
        self._validation_batch_size = validation_batch_size
        self._validation_freq = validation_freq
        self._verbose = verbose
        self._epoch_logs: dict[str, float] = {}
        self._current = data  # the samples in this epoch's order
        self._order: Array | None = None
        self._views: tuple[int, Samples, list[Samples]] = (0, data, [])  # batch size, samples, their batches
        self._random = generator() if shuffle else None
        own = [callbacks] if isinstance(callbacks, Callback) else list(callbacks or ())
        params = {"epochs": epochs, "steps": self.steps_per_epoch, "verbose": verbose}
        self._callbacks = CallbackList([self.record, *own], model, params)
        self._run = self._train()

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
        return self._batch_size

    @batch_size.setter
    def batch_size(self, value: int) -> None:
        self._batch_size, self._resized = door.whole("batch_size", value, 1), True

    @property
    def steps_per_epoch(self) -> int:
        """Batches in an epoch of the present batch size."""
        steps = -(-len(self._data) // self._batch_size)
        return steps if self._limit is None else min(steps, self._limit)

    def logs(self) -> dict[str, float]:
        """Means of this epoch so far; after its last batch also those of the validation."""
        return dict(self._epoch_logs) if self.epoch_ended else self.model.objective.logs()

    def close(self) -> None:
        """Stop here; the model stays as it is."""
        self._run.close()

    # -- the loop ------------------------------------------------------------------------------

    def _train(self) -> Generator[None]:
        model, callbacks = self.model, self._callbacks
        begins, ends = callbacks.hears("on_train_batch_begin"), callbacks.hears("on_train_batch_end")
        model.stop_training = False
        objective = model.objective
        callbacks.call("on_train_begin")
        step, count = TrainStep(model), len(self._data)
        while self.epoch < self.epochs and not model.stop_training:
            objective.reset()
            self.batch, self.epoch_ended = 0, False
            callbacks.call("on_epoch_begin", self.epoch)
            progress = self._announce()
            self._begin_epoch()
            start, views = 0, self._cut(0)
            while views:
                for x, y, weight in views:
                    self.epoch_ended = False
                    if begins:
                        callbacks.call("on_train_batch_begin", self.batch, {})
                    step(x, y, weight)
                    start += len(x)
                    self.batch += 1
                    self.step += 1
                    if ends:
                        callbacks.call("on_train_batch_end", self.batch - 1, self.logs())
                    if progress and progress.due():
                        progress.draw(self.batch, self.logs())
                    if start >= count or self.batch == self._limit or model.stop_training:
                        self._end_epoch(progress)
                    yield
                    if self._resized or self.epoch_ended:
                        break
                views = [] if self.epoch_ended else self._cut(start)
            self.epoch += 1
        self.epoch_ended = True
        model.optimizer.finalize()
        callbacks.call("on_train_end", {name: values[-1] for name, values in self.history.items()})

    def _begin_epoch(self) -> None:
        """Put the samples in this epoch's order: all at once if they are few, batch by batch if they are many."""
        if self._random is None:
            return
        order = self._random.permutation(len(self._data))
        if sum(a.nbytes for a in self._data if a is not None) > GATHERED:
            self._order = order
        elif self._current is self._data:
            self._current = self._data.taken(order)
        else:
            self._data.taken(order, self._current)

    def _cut(self, start: int) -> Iterable[Samples]:
        """Batches from sample ``start`` on. Those of a whole epoch stay valid: they are views, filled anew."""
        size, self._resized = self._batch_size, False
        count, order = len(self._data), self._order
        if order is not None:
            return (self._data.taken(order[i : i + size]) for i in range(start, count, size))
        if start == 0 and self._views[0] == size and self._views[1] is self._current:
            return self._views[2]
        views = [self._current.part(slice(i, i + size)) for i in range(start, count, size)]
        if start == 0:
            self._views = (size, self._current, views)
        return views

    def _announce(self) -> Progress | None:
        if not self._verbose:
            return None
        print(f"Epoch {self.epoch + 1}/{self.epochs}")  # noqa: T201 - this is the progress display
        return Progress(self._verbose, self.steps_per_epoch)

    def _end_epoch(self, progress: Progress | None) -> None:
        logs = self.model.objective.logs()
        due = self._validation_freq
        if self._validation is not None and (
            (self.epoch + 1) in due if isinstance(due, list) else (self.epoch + 1) % due == 0
        ):
            logs.update({f"val_{k}": v for k, v in self._validate(self._validation).items()})
        self.epoch_ended, self._epoch_logs = True, logs
        if progress:
            progress.draw(self.batch, logs, last=True)
        self._callbacks.call("on_epoch_end", self.epoch, logs)

    def _validate(self, samples: Samples) -> dict[str, float]:
        size = self._validation_batch_size or self._batch_size
        return evaluate(self.model, samples, size, self._validation_steps, self._callbacks)


def evaluate(
    model: Any, samples: Samples, batch_size: int, steps: int | None, callbacks: CallbackList
) -> dict[str, float]:
    """Loss and metrics of a model on samples, weights untouched."""
    objective = model.objective
    hears = callbacks.hears("on_test_batch_begin") or callbacks.hears("on_test_batch_end")
    if objective.batches_can_be_joined and not hears and steps is None:
        batch_size = max(batch_size, 1024)
    objective.reset()
    callbacks.call("on_test_begin")
    model.forget_losses()
    talking = [layer for layer in model.flat_layers() if layer.adds_losses]
    penalties = [(v.regularizer, v) for v in model.trainable_variables if v.regularizer is not None]
    with training_threads():
        for i, start in enumerate(range(0, len(samples), batch_size)):
            if i == steps:
                break
            x, y, weight = samples.part(slice(start, start + batch_size))
            if hears:
                callbacks.call("on_test_batch_begin", i, {})
            objective.evaluate(y, model.forward(x, False), weight)
            objective.add_extra(sum(float(v) for v in model.own_losses(penalties, talking)), len(x))
            if hears:
                callbacks.call("on_test_batch_end", i, objective.logs())
    logs: dict[str, float] = objective.logs()
    callbacks.call("on_test_end", logs)
    return logs
