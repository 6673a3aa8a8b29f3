"""One training step: forward, loss, backward, optimizer; and one step of an evaluation."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

import numpy as np

from kcore.autodiff import Array, Primitive, Tape, value_of
from kcore.masking import any_masks
from kcore.training import door
from kcore.training.objective import JointObjective, Objective, masked
from kcore.training.samples import Arrays, count

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def quiet(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Decorator: numbers that grow beyond all bounds show in the loss, as in Keras, and in no warning of NumPy."""

    @functools.wraps(function)
    def quieted(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        with np.errstate(over="ignore", invalid="ignore"):
            return function(*args, **kwargs)

    return quieted


class TrainStep:
    """A model's training step, with everything looked up once.

    Args:
        model: compiled and built.
    """

    def __init__(self, model: Any) -> None:
        self.model = model
        self.objective: Objective | JointObjective = model.objective
        self.talking: list[Any] | None = None  # layers that add losses; known after the first batch

    def begin(self) -> None:
        """Look up what stays the same from step to step; to be called before the first one."""
        model = self.model
        self.optimizer = model.optimizer
        self.arena = model.arena()
        self.variables = len(self.arena.variables)
        self.optimizer.join(self.arena)
        self.forward = model.quickest()
        model.forget_losses()
        self.penalties = [(v.regularizer, v) for v in self.arena.variables if v.regularizer is not None]
        self.constrained = [v for v in self.arena.variables if v.constraint is not None]

    def reset(self) -> None:
        """A new epoch begins."""
        self.objective.reset()

    @quiet
    def logs(self) -> dict[str, float]:
        """Loss and metrics since the last reset."""
        return self.objective.logs()

    @quiet
    def __call__(self, x: Arrays, y: Arrays, weight: Arrays) -> Any:
        """Train on one batch (checked data) and return the model's answer to it, from before the step."""
        objective = self.objective
        pending: list[tuple[Primitive, list[Any]]] | None = [] if objective.deferred else None
        with Tape(pending) as tape:
            answer = self.forward(x, True)
            if any_masks():
                weight = masked(weight, answer)
            roots = objective.roots(y, answer, weight)
            if self.penalties or self.talking is None or self.talking:
                self._extra_losses(roots, count(x))
        if not roots:
            raise door.no_loss(self.model.name)
        stamp = tape.backward(roots)
        if tape.reached < self.variables:
            self.arena.clear_missing(stamp)
        self.optimizer.step()
        for variable in self.constrained:
            variable.value[...] = variable.constraint(variable.value)
        if pending:
            predicted: Any = answer.value
            objective.keep(pending[0], y, predicted, weight)
        else:
            predicted = tuple(map(value_of, answer)) if type(answer) is tuple else value_of(answer)
            if pending is not None:  # nothing was recorded: no weight can move
                losses, seed = roots[0]
                objective.add_batch_loss(float((losses * seed).sum()) / objective.loss_weight, count(x))
            if y is not None:
                objective.update_metrics(y, predicted, weight)
        return predicted

    def _extra_losses(self, roots: list[tuple[Any, Array]], samples: int) -> None:
        if self.talking is None:
            self.talking = [layer for layer in self.model.flat_layers() if layer.adds_losses]
        extra = 0.0
        for loss in self.model.own_losses(self.penalties, self.talking):
            value = value_of(loss)
            extra += float(value)
            roots.append((loss, value * 0 + 1))
        if extra:
            self.objective.add_extra(extra, samples)


class TestStep:
    """One batch of an evaluation: loss and metrics, weights untouched."""

    def __init__(self, model: Any) -> None:
        self.model = model
        self.objective: Objective | JointObjective = model.objective
        self.batches_can_be_joined = self.objective.batches_can_be_joined

    def begin(self) -> None:
        """Forget earlier batches."""
        self.objective.reset()
        self.model.forget_losses()
        self._talking = [layer for layer in self.model.flat_layers() if layer.adds_losses]
        self._penalties = [(v.regularizer, v) for v in self.model.trainable_variables if v.regularizer is not None]

    @quiet
    def __call__(self, x: Arrays, y: Arrays, weight: Arrays) -> None:
        """Count one batch (checked data)."""
        model = self.model
        answer = model.forward(x, False)
        self.objective.evaluate(y, answer, masked(weight, answer))
        self.objective.add_extra(sum(float(v) for v in model.own_losses(self._penalties, self._talking)), count(x))

    @quiet
    def logs(self) -> dict[str, float]:
        """Loss and metrics since ``begin``."""
        return self.objective.logs()
