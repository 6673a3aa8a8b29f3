"""THE training loop: an iterator that trains one batch at each ``next`` and does nothing in between.

``fit`` drains it, ``train_on_batch`` takes a single step of it, and a widget advances it in slices.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from typing import Any

from kcore.autodiff import Variable
from kcore.callbacks import Callback, CallbackList, History
from kcore.progress import Progbar
from kcore.training import aside, door
from kcore.training.chance import Chance
from kcore.training.evaluation import Source, evaluate
from kcore.training.moment import Moment, plain_values
from kcore.training.own_step import OwnStep
from kcore.training.samples import Samples, count


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
        self._samples = 0  # seen in this epoch
        self._fresh = True  # whether the next step is the first one of a training
        self._chance: Chance | None = None
        self.record = History()
        self._source, self._validation = source, validation
        self._validation_freq = validation_freq
        self._verbose = verbose
        self._means: dict[str, float] = {}  # of an epoch whose end is not over
        self._epoch_logs: dict[str, float] = {}
        self._train = model.train_runner()
        self._callbacks = CallbackList(callbacks)
        self._callbacks.append(self.record)  # the last: it keeps what the others put into the logs
        self._callbacks.set_model(model)
        self._callbacks.set_loop(self)
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

    @property
    def samples(self) -> Samples | None:
        """All samples that are trained on, checked; None where they come in batches made elsewhere."""
        return self._source.samples

    @property
    def validation_samples(self) -> Samples | None:
        """All samples of the validation, checked; None where there are none, or they come in batches."""
        return None if self._validation is None else self._validation.samples

    @property
    def shuffles(self) -> bool:
        """Whether each epoch has an order of its own."""
        return self._source.shuffles

    @property
    def done(self) -> float:
        """Epochs done, the share of the present one included."""
        share = self.batch / self.steps_per_epoch if self._source.share is None else self._samples * self._source.share
        return self.epoch + (1.0 if self.epoch_ended else min(share, 1.0))

    @property
    def repeatable(self) -> bool:
        """Whether ``rewind`` brings back the very same batches, too."""
        return self._source.repeatable

    def logs(self) -> dict[str, float]:
        """Means of this epoch so far; after its last batch also those of the validation. To look changes nothing."""
        if self.epoch_ended:
            return dict(self._epoch_logs)
        with aside.put_aside(self.model):
            return self._train.logs()

    def close(self) -> None:
        """Stop here; the model stays as it is."""
        self._run.close()

    # -- going back, and on --------------------------------------------------------------------

    def moment(self) -> Moment:
        """All that decides how the training goes on from here, for ``rewind``."""
        rate = getattr(self.model.optimizer, "_given_rate", None)
        lengths = {name: len(values) for name, values in self.history.items()} | {"": len(self.record.epoch)}
        return Moment(
            self.epoch, self.batch, self.step, self._samples, self.epoch_ended,
            self.model.snapshot(), float(rate.value) if isinstance(rate, Variable) else None,
            self._source.place(), self._streams.states(), aside.gathered(self.model),
            dict(self._epoch_logs if self.epoch_ended else self._latest), lengths,
            [plain_values(callback) for callback in self.callbacks],
        )  # fmt: skip

    def rewind(self, moment: Moment, history: dict[str, list[float]] | None = None) -> None:
        """Go back, or forth, to a moment of this training: what follows is the same again, bit by bit.

        A source that can be walked through once only, such as a generator, goes on with the batches that are left.

        Args:
            moment: what ``moment`` returned.
            history: a longer history from which the numbers up to the moment are taken; None: this loop's own.
        """
        self._run.close()
        model, known = self.model, self.history if history is None else history
        self.epoch, self.batch, self.step, self._samples, self.epoch_ended = moment[:5]
        self._fresh, self._epoch_logs, self._means = moment.step == 0, dict(moment.logs), {}
        self._train = model.train_runner()  # what the model is compiled with may have been put back, too
        self._train.begin()
        self._latest.update(moment.logs)
        model.rewind(moment.model)
        if moment.learning_rate is not None:
            model.optimizer.learning_rate = moment.learning_rate
        model.in_epoch = moment.batch > 0 and not moment.ended
        self._source.go_to(moment.source, moment.batch if model.in_epoch else None)
        self._streams.put_back(moment.chance)
        aside.put_back(model, moment.gathered)
        for callback, values in zip(self.callbacks, moment.callbacks, strict=True):
            vars(callback).update(values)
        lengths = dict(moment.lengths)
        count = lengths.pop("")
        first = moment.epoch + int(moment.ended) - count
        self.record.epoch = list(range(first, first + count))
        self.record.history = {name: list(known[name][:length]) for name, length in lengths.items()}
        self._go_on()

    def resume(self) -> None:
        """Go on after an error with what was not finished, or after the end with the next epoch."""
        self._run.close()
        if self._fresh:
            self.batch, self.epoch_ended = 0, False
        self._go_on()

    def _go_on(self) -> None:
        self.model.stop_training = False
        self._run = self._steps(first=self._fresh)

    @property
    def _latest(self) -> dict[str, float]:
        """What a step of the model's own returned last."""
        return self._train.latest if isinstance(self._train, OwnStep) else {}

    @property
    def callbacks(self) -> list[Callback]:
        """The callbacks of the user."""
        return [callback for callback in self._callbacks.callbacks if callback is not self.record]

    @property
    def _streams(self) -> Chance:
        self._chance = self._chance or Chance(self.model)
        return self._chance

    # -- the loop ------------------------------------------------------------------------------

    def _steps(self, *, first: bool = True) -> Generator[None]:
        model, callbacks, source, train = self.model, self._callbacks, self._source, self._train
        begins, ends = callbacks.hears("on_train_batch_begin"), callbacks.hears("on_train_batch_end")
        if first:
            model.stop_training = False
            callbacks.call("on_train_begin", {})
            self.epoch = vars(model).pop("resumed_epoch", self.epoch)
            train.begin()
            self._fresh = False
        elif self.epoch_ended:
            self.epoch += 1
        midway = not first and self.batch > 0 and not self.epoch_ended
        while self.epoch < self.epochs and not model.stop_training:
            if not midway:
                self._begin_epoch()
            progress = self._announce()
            if midway and source.ended(self._samples, self.batch):  # its end was what went wrong
                self._end_epoch(progress)
                yield
            midway = False
            while not self.epoch_ended:
                for x, y, weight in source.batches(self._samples):
                    self.epoch_ended = False
                    if begins:
                        callbacks.call("on_train_batch_begin", self.batch, {})
                    train(x, y, weight)
                    self._samples += len(x) if type(x) is not tuple else count(x)
                    self.batch += 1
                    self.step += 1
                    if ends:
                        callbacks.call("on_train_batch_end", self.batch - 1, train.logs())
                    if progress and progress.due():
                        progress.update(self.batch, train.logs(), finalize=False)
                    if source.ended(self._samples, self.batch) or model.stop_training:
                        self._end_epoch(progress)
                    yield
                    if source.changed or self.epoch_ended:
                        break
            self.epoch += 1
        self.epoch_ended = self._fresh = True
        model.optimizer.finalize_variable_values(model.trainable_variables)
        callbacks.call("on_train_end", dict(self._epoch_logs))

    def _begin_epoch(self) -> None:
        self.batch = self._samples = 0
        self.epoch_ended = False
        self._callbacks.call("on_epoch_begin", self.epoch, {})
        self._train.reset()
        self._source.begin_epoch()
        self.model.in_epoch = True

    def _announce(self) -> Progbar | None:
        if not self._verbose:
            return None
        print(f"Epoch {self.epoch + 1}/{self.epochs}")  # noqa: T201 - this is the progress display
        return Progbar(self._source.steps, verbose=self._verbose)

    def _end_epoch(self, progress: Progbar | None) -> None:
        self._means = self._means or self._train.logs()
        logs = dict(self._means)
        self.model.in_epoch = False
        self._source.end_epoch()
        due = self._validation_freq
        if self._validation is not None and (
            (self.epoch + 1) in due if isinstance(due, list) else (self.epoch + 1) % due == 0
        ):
            logs.update({f"val_{k}": v for k, v in self._validate(self._validation).items()})
        self._callbacks.call("on_epoch_end", self.epoch, logs)
        self.epoch_ended, self._epoch_logs, self._means = True, logs, {}
        if progress:
            progress.update(self.batch, logs, finalize=True)

    def _validate(self, source: Source) -> dict[str, float]:
        return evaluate(self.model, source, self._callbacks)
