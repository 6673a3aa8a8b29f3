"""One lane at work: on a landscape, or on a model with one seed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from kcore.autodiff import Variable
from kcore.config import floatx
from kwidgets.panels.race.chance import Chance
from kwidgets.panels.race.lanes import Lane
from kwidgets.panels.race.surfaces import Surface


class Run(Protocol):
    """What a race needs of a lane at work.

    Attributes:
        losses: the loss at the start, then one after each step (landscape) or epoch (model).
        diverged: index of the first loss that is no finite number, or None.
        error: what the optimizer or the model raised, or None.
        optimizer: the optimizer at work.
    """

    losses: list[float]
    diverged: int | None
    error: Exception | None
    optimizer: Any

    @property
    def done(self) -> bool:
        """Whether nothing is left to do."""

    def turn(self) -> None:
        """Take a step, or train a batch."""


class Descent:
    """An optimizer going down a landscape.

    Args:
        surface: the landscape.
        lane: the optimizer.
        start: where it starts.
        length: steps that it takes.

    Attributes:
        path: where it was at the start and after each step, pairs of x and y.
    """

    def __init__(self, surface: Surface, lane: Lane, start: tuple[float, float], length: int) -> None:
        self._surface, self.length = surface, length
        self.optimizer = lane.make()
        self._at = Variable(start, dtype=floatx(), name="at")  # whole numbers, too, must move
        self.path: list[tuple[float, float]] = []
        self.losses: list[float] = []
        self.diverged: int | None = None
        self.error: Exception | None = None
        self._look()

    @property
    def done(self) -> bool:
        return self.error is not None or self.diverged is not None or len(self.losses) > self.length

    def turn(self) -> None:
        self.optimizer.apply([self._at.grad], [self._at])
        self._look()

    def _look(self) -> None:
        """Note where it is and how high, and find out which way is down."""
        height = self._surface.slope(self._at)
        x, y = map(float, self._at.value)
        if not (math.isfinite(height) and math.isfinite(x) and math.isfinite(y)):
            self.diverged = len(self.losses)
            height = math.nan
        self.path.append((x, y))
        self.losses.append(height)


class Training:
    """A model being trained by an optimizer, from one seed.

    Args:
        model: compiled with the lane's optimizer.
        lane: the lane.
        data: inputs and targets.
        validation: `(x, y)` on which the loss is measured; None: on the training set, while it is being learned.
        length: epochs.
        chance: where the batches and dropout get their random numbers from.
    """

    def __init__(
        self, model: Any, lane: Lane, data: tuple[Any, Any], validation: Any, length: int, chance: Chance
    ) -> None:
        self.model = model
        self.optimizer = model.optimizer
        self._chance = chance
        self._loop = model.train_loop(*data, batch_size=lane.batch_size, epochs=length, validation_data=validation)
        self._key = "loss" if validation is None else "val_loss"
        self.losses: list[float] = [_loss(model, *(validation or data))]
        self.diverged: int | None = None
        self.error: Exception | None = None
        self._ended = False

    @property
    def done(self) -> bool:
        return self._ended or self.error is not None or self.diverged is not None

    @property
    def steps_per_epoch(self) -> int:
        """Batches in an epoch."""
        return int(self._loop.steps_per_epoch)

    def turn(self) -> None:
        with self._chance:
            self._ended = next(self._loop, None) is None
        if not self._ended and self._loop.epoch_ended:
            self.losses.append(float(self._loop.history[self._key][-1]))
            if not math.isfinite(self.losses[-1]):
                self.diverged = len(self.losses) - 1
            self._ended = len(self._loop.history[self._key]) >= self._loop.epochs


def spread(runs: Sequence[Run]) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Lowest, median and highest loss of runs at each point that all which are still on their way have reached.

    A run that diverged or broke counts as long as it gave numbers.

    Returns:
        Three arrays of equal length.
    """
    alive = [run for run in runs if run.diverged is None and run.error is None]
    length = min((len(run.losses) for run in alive), default=max(len(run.losses) for run in runs))
    table = np.full((len(runs), length), np.nan)
    for row, run in zip(table, runs, strict=True):
        losses = np.array(run.losses[:length], float)
        row[: len(losses)] = np.where(np.isfinite(losses), losses, np.nan)
    table = table[:, ~np.isnan(table).all(axis=0)]
    if not table.shape[1]:
        return (np.array([np.nan]),) * 3
    return np.nanmin(table, axis=0), np.nanmedian(table, axis=0), np.nanmax(table, axis=0)


def _loss(model: Any, x: Any, y: Any) -> float:
    found = model.evaluate(x, y, verbose=0)
    return float(found[0] if isinstance(found, list) else found)
