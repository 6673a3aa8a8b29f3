"""One training step: forward, loss, backward, optimizer."""

from __future__ import annotations

from typing import Any

from kcore.autodiff import Array, Primitive, Tape, Tensor, value_of
from kcore.training.objective import Objective


class TrainStep:
    """A model's training step, with everything looked up once.

    Args:
        model: compiled and built.
    """

    def __init__(self, model: Any) -> None:
        self.model = model
        self.objective: Objective = model.objective
        self.optimizer = model.optimizer
        self.arena = model.arena()
        self.variables = len(self.arena.variables)
        self.optimizer.build(self.arena)
        self.forward = model.forward
        model.forget_losses()
        self.penalties = [(v.regularizer, v) for v in self.arena.variables if v.regularizer is not None]
        self.constrained = [v for v in self.arena.variables if v.constraint is not None]
        self.talking: list[Any] | None = None  # layers that add losses; known after the first batch

    def __call__(self, x: Array, y: Array, weight: Array | None) -> Array:
        """Train on one batch (checked data) and return the model's answer to it, from before the step."""
        objective = self.objective
        pending: list[tuple[Primitive, list[Any]]] | None = [] if objective.deferred else None
        with Tape(pending) as tape:
            answer = self.forward(x, True)
            roots = objective.roots(y, answer, weight)
            if self.penalties or self.talking is None or self.talking:
                self._extra_losses(roots, len(x))
        stamp = tape.backward(roots)
        if tape.reached < self.variables:
            self.arena.clear_missing(stamp)
        self.optimizer.step()
        for variable in self.constrained:
            variable.value[...] = variable.constraint(variable.value)
        predicted: Array = answer.value if type(answer) is Tensor else answer
        self._count(pending, roots, y, predicted, weight)
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

    def _count(
        self,
        pending: list[Any] | None,
        roots: list[tuple[Any, Array]],
        y: Array,
        predicted: Array,
        weight: Array | None,
    ) -> None:
        objective = self.objective
        if pending:
            objective.keep(pending[0], y, predicted, weight)
        else:
            if pending is not None:  # nothing was recorded: no weight can move
                losses, seed = roots[0]
                objective.add_batch_loss(float((losses * seed).sum()) / objective.loss_weight, len(y))
            objective.update_metrics(y, predicted, weight)
