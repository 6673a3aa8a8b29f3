"""What is raced on: a landscape, or a model with data."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from typing import Any

import kcore
from kcore.models import Model
from kcore.training.door import whole
from kwidgets.panels.race import code
from kwidgets.panels.race.baseline import constant_loss
from kwidgets.panels.race.chance import Chance
from kwidgets.panels.race.lanes import Lane
from kwidgets.panels.race.runs import Descent, Training
from kwidgets.panels.race.surfaces import Surface


class SurfaceCourse:
    """A race down a landscape.

    Args:
        surface: the landscape.
        start: where all lanes start.
        length: steps.
    """

    pace = 3  # the speed "epochs" makes ten epochs a second, that is 30 steps: an eye can follow

    def __init__(self, surface: Surface, start: tuple[float, float], length: int) -> None:
        self.surface, self.start = surface, start
        self.length = whole("steps", length, 1)
        self.baseline = surface.lowest

    def runs(self, lane: Lane) -> list[Descent]:
        return [Descent(self.surface, lane, self.start, self.length)]

    def with_length(self, length: int) -> SurfaceCourse:
        """The same with another number of steps."""
        return SurfaceCourse(self.surface, self.start, length)

    def code(self, lane: Lane) -> str:
        return code.surface_script(self.surface, self.start, self.length, lane)


class ModelCourse:
    """A race on a real model: for each seed all lanes have the same first weights and the same batches.

    Args:
        model: a model, or a function that makes one. A model given is never trained: each run trains a model of the
            same structure.
        x: training inputs.
        y: training targets.
        validation: `(x, y)` on which the loss is measured, or None.
        loss: the objective function; None: the one that the model was compiled with.
        seeds: how many seeds, from 1.
        length: epochs.
        baseline: a loss to beat; None: that of the best answer that is always the same, where it can be told.
        names: what inputs and targets, then those of validation, are called in the code.

    Raises:
        TypeError, ValueError: for no model, no loss, or data that do not fit (the engine's words).
    """

    def __init__(
        self,
        model: Model | Callable[[], Model],
        x: Any,
        y: Any,
        *,
        validation: tuple[Any, Any] | None,
        loss: Any,
        seeds: int,
        length: int,
        baseline: float | None,
        names: Sequence[str],
    ) -> None:
        if x is None or y is None:
            raise ValueError("A race on a model needs data: OptimizerRace(model, x, y).")
        self._given, self._data, self._validation = model, (x, y), validation
        self._loss, self._names = loss, tuple(names if validation is not None else names[:2])
        self.seeds, self.length = whole("seeds", seeds, 1), whole("epochs", length, 1)
        with Chance(1):
            first = self._made()
        if loss is None:
            compiled = (model if isinstance(model, Model) else first).compiled
            if compiled is None or compiled.loss is None:
                raise ValueError(
                    "The model was not compiled, so nobody knows what is to become small. Give "
                    "OptimizerRace(model, x, y, loss='mean_squared_error'), with the loss of your task."
                )
            self._loss = compiled.loss
        measured = validation or self._data
        self.baseline = constant_loss(first, self._loss, y, measured[1]) if baseline is None else float(baseline)
        self._batches = 1

    @property
    def pace(self) -> int:
        return self._batches

    def runs(self, lane: Lane) -> list[Training]:
        runs = [self._run(lane, seed) for seed in range(1, self.seeds + 1)]
        self._batches = runs[0].steps_per_epoch
        return runs

    @property
    def validated(self) -> bool:
        """Whether the loss is measured on a validation set."""
        return self._validation is not None

    def with_length(self, length: int) -> ModelCourse:
        """The same with another number of epochs."""
        changed = copy.copy(self)
        changed.length = whole("epochs", length, 1)
        return changed

    def with_seeds(self, seeds: int) -> ModelCourse:
        """The same with another number of seeds."""
        changed = copy.copy(self)
        changed.seeds = whole("seeds", seeds, 1)
        return changed

    def code(self, lane: Lane) -> str:
        with Chance(1):
            return code.model_script(self._made(), self._loss, lane, self.length, self._names)

    def _run(self, lane: Lane, seed: int) -> Training:
        with Chance(seed) as chance:
            model = self._made()
            model.compile(optimizer=lane.make(), loss=self._loss)
            return Training(model, lane, self._data, self._validation, self.length, chance)

    def _made(self) -> Any:
        """A model with fresh weights."""
        made = kcore.models.clone_model(self._given) if isinstance(self._given, Model) else self._given()
        if not isinstance(made, Model):
            raise TypeError(f"OptimizerRace takes a model, or a function that makes one; the function made {made!r}.")
        return made


Course = SurfaceCourse | ModelCourse
"""What a race is run on. It knows its `length` (steps, epochs), the `baseline`, the `pace` (rounds in an epoch, as the
speeds of a session count), new `runs` of a lane, one a seed, and the `code` of a lane."""
