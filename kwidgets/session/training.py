from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

import kcore
from kcore.threads import training_threads
from kcore.training.door import whole
from kcore.training.interrupt import BetweenSteps
from kwidgets.session.blocking import blocking
from kwidgets.session.cell import claim
from kwidgets.session.following import enter
from kwidgets.session.knobs import checked, turn
from kwidgets.session.slices import Sliced

if TYPE_CHECKING:
    from kcore.models import Model
    from kcore.training.loop import TrainingLoop


class TrainingSession(Sliced):
    """A training that can be played, paused, stepped, steered and put back while it runs.

    In a notebook `play` trains on the kernel's event loop; anywhere `run` trains and blocks. Both take
    the very same steps: with a seed the curves are equal bit by bit, however the training was cut.
    A new session of a model, or of a notebook cell that is run again, replaces the old one.

    Args:
        model: a compiled model of the engine.
        x: training inputs, first axis the samples.
        y: training targets, as many as `x`; None if `x` hands out batches of both.
        validation_data: `(x, y)` measured at the end of each epoch, or None.
        batch_size: samples in a batch, >= 1.
        epochs: epochs that one `play` makes, >= 1.
        seed: makes the order of the samples repeatable, also after `reset`; None: another each time.
        speed: "full", "epochs" (ten a second) or "batches" (five a second). `run` never waits.
        clock: seconds as a float; for tests.
        **fit: further arguments of `fit` that say how to train: `validation_split`, `callbacks`, `class_weight`, ...

    Raises:
        TypeError, ValueError: for data that do not fit the model (the engine says what to do).
    """

    def __init__(
        self,
        model: Model,
        x: Any,
        y: Any = None,
        *,
        validation_data: tuple[Any, Any] | None = None,
        batch_size: int = 32,
        epochs: int = 60,
        seed: int | None = None,
        speed: str = "full",
        clock: Callable[[], float] = time.perf_counter,
        **fit: Any,
    ) -> None:
        super().__init__(speed, clock)
        self.model = model
        self._data = (x, y, validation_data)
        self._fit = fit
        self._batch_size = whole("batch_size", batch_size, 1)
        self._epochs = whole("epochs", epochs, 1)
        self._seed = seed
        if seed is not None:
            kcore.utils.set_random_seed(seed)
        self.loop = self._new_loop(self._epochs)
        self._start = self.loop.moment()
        self._started = clock(), 0
        self._stepping = False
        enter(model, self)
        claim(self)

    @property
    def data(self) -> tuple[Any, Any, tuple[Any, Any] | None]:
        """Inputs, targets and `validation_data`, as they were given."""
        return self._data

    @property
    def fit_arguments(self) -> dict[str, Any]:
        """What `fit` would be given beside the data to train like this."""
        return {"batch_size": self.batch_size, "epochs": self._epochs, **self._fit}

    @property
    def seed(self) -> int | None:
        """What makes it repeatable, or None."""
        return self._seed

    @property
    def finished(self) -> bool:
        """Whether all planned epochs are done."""
        return self.epochs_done >= self.loop.epochs

    @property
    def epochs_done(self) -> int:
        """Whole epochs since the start or the last reset."""
        return self.loop.epoch + int(self.loop.epoch_ended)

    @property
    def history(self) -> dict[str, list[float]]:
        """One value an epoch for the loss and each metric, "val_" before those of validation."""
        return self.loop.history

    @property
    def stepping(self) -> bool:
        """Whether the last start asked for single batches."""
        return self._stepping

    @property
    def seconds_left(self) -> float | None:
        """Time to the planned end at the pace since the last start; None where there is nothing to judge by."""
        began, first = self._started
        made = self.loop.step - first
        if not self.running or made == 0:
            return None
        steps = (self.loop.epochs - self.loop.epoch) * self.loop.steps_per_epoch - self.loop.batch
        return max(steps, 0) * (self._clock() - began) / made

    @property
    def learning_rate(self) -> float:
        """The optimizer's learning rate as it is now."""
        return float(self.model.optimizer.learning_rate)

    @property
    def batch_size(self) -> int:
        """Samples in the next batch."""
        return int(self.loop.batch_size)

    def play(self, epochs: int | None = None) -> None:
        """Train on the event loop, to the planned end or for so many epochs more.

        Raises:
            RuntimeError: where there is no event loop (a plain script).
        """
        self._drive(partial(self._play, None if epochs is None else whole("epochs", epochs, 1)))

    def step(self, batches: int = 1) -> None:
        """Train so many batches on the event loop, then pause.

        Raises:
            RuntimeError: where there is no event loop (a plain script).
        """
        self._drive(partial(self._step, whole("batches", batches, 1)))

    def step_epoch(self) -> None:
        """Train to the end of an epoch on the event loop, then pause.

        Raises:
            RuntimeError: where there is no event loop (a plain script).
        """
        self._drive(self._step_epoch)

    def run(self, epochs: int | None = None) -> None:
        """Train to the planned end, or for so many epochs more, and return only then.

        Raises:
            BaseException: whatever stopped the training; it is also kept in `error`.
        """
        self.do(partial(self._play, None if epochs is None else whole("epochs", epochs, 1)))
        with blocking(), BetweenSteps() as interrupts:
            try:
                while self.advance(0.05, paced=False):
                    interrupts.check()
            except KeyboardInterrupt as error:
                self._fail(error)
        if self.error is not None:
            raise self.error

    def reset(self) -> None:
        """Put back weights, optimizer state and seed as they were when the session was made.

        The learning rate and the batch size stay as they were set last.
        """
        self.do(self._reset)

    def set_learning_rate(self, value: Any) -> None:
        """Take steps of another length from the next batch on.

        Raises:
            ValueError: unless `value` is a finite number >= 0.
        """
        self.do(partial(self._turn_knob, "learning_rate", checked(self.model, "learning_rate", value)))

    def set_batch_size(self, value: int) -> None:
        """Use batches of another size from the next batch on.

        Raises:
            ValueError: unless `value` is an int >= 1.
        """
        self.do(partial(self._turn_knob, "batch_size", checked(self.model, "batch_size", value)))

    def advance(self, budget: float, *, paced: bool = True) -> bool:
        """As `Sliced.advance`, with matrix products on as many threads as training should use."""
        # Steps that are too long end in values that are no numbers: the picture says so, NumPy need not.
        with training_threads(), np.errstate(over="ignore", invalid="ignore"):
            return super().advance(budget, paced=paced)

    def close(self) -> None:
        """End for good: nothing is trained any more, the model stays usable."""
        super().close()
        self._onlookers.clear()
        self.loop.close()

    @property
    def _turns_per_epoch(self) -> int:
        return int(self.loop.steps_per_epoch)

    def _turn(self) -> bool:
        try:
            goes_on = next(self.loop, None) is not None
        except BaseException:
            self._broken = True
            raise
        if not goes_on:  # something in the model asked to stop
            self._mend()
        return goes_on

    def _drive(self, command: Callable[[], None]) -> None:
        if self._home.loop is None:
            raise RuntimeError(
                "This trains in the background of a notebook, and no event loop is running here. "
                "Use run(epochs=...), which trains first and then returns."
            )
        self.do(command)

    def _play(self, epochs: int | None) -> None:
        self._settle()
        goal = self.loop.epochs
        if epochs is not None:
            goal = self.epochs_done + epochs
        elif self.finished:
            goal = self.epochs_done + self._epochs
        self._ready()
        self.loop.epochs = max(self.loop.epochs, goal)
        self._until = lambda: self.epochs_done >= goal

    def _step(self, batches: int) -> None:
        self._settle()
        self._ready()
        goal = self.loop.step + batches
        self._stepping = True
        self._until = lambda: self.loop.step >= goal

    def _step_epoch(self) -> None:
        self._settle()
        self._ready()
        self._until = lambda: self.loop.epoch_ended

    def _settle(self) -> None:
        """Before each start: nothing is wrong any more, and the loop is where the training goes on."""
        self.error = None
        if self._broken:
            self._mend()

    def _ready(self) -> None:
        """Before each start: there is somewhere to go, and the clock runs from here."""
        self._stepping = False
        self._started = self._clock(), self.loop.step
        self.loop.epochs = max(self.loop.epochs, self.epochs_done + 1)

    def _mend(self) -> None:
        self._broken = False
        self.loop.resume()

    def _reset(self) -> None:
        rate, size = self.learning_rate, self.batch_size
        self._until = None
        self.error = None
        if self._seed is None:  # another order of the samples
            self.loop.close()
            self.model.rewind(self._start.model)
            self.loop = self._new_loop(self._epochs)
        else:
            self._broken = False
            self.loop.rewind(self._start)
            self.loop.epochs = self._epochs
        self.model.optimizer.learning_rate = rate
        if self.batch_size != size:
            self.loop.batch_size = size

    def _turn_knob(self, knob: str, value: Any) -> None:
        if knob == "batch_size":
            self.loop.batch_size = value
        else:
            turn(self.model, knob, value)

    def _new_loop(self, epochs: int) -> TrainingLoop:
        self._broken = False
        x, y, validation = self._data
        size = self._batch_size
        return self.model.train_loop(x, y, size, epochs, validation_data=validation, **self._fit)
