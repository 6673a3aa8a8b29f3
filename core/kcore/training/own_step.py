"""Training a model that brings its own ``train_step``, ``test_step``, ``compute_loss`` or ``compute_metrics``."""

from __future__ import annotations

from typing import Any

import numpy as np

from kcore import tree
from kcore.autodiff import Tape, value_of
from kcore.training import door
from kcore.training.samples import Arrays


class OwnStep:
    """Hands batches to ``model.train_step`` or ``model.test_step`` and keeps what it returns.

    Args:
        model: the model.
        name: 'train_step' or 'test_step'.
    """

    batches_can_be_joined = False

    def __init__(self, model: Any, name: str) -> None:
        self.model, self.name = model, name
        self.latest: dict[str, float] = {}  # what the latest step returned

    def begin(self) -> None:
        """Forget earlier batches."""
        self.model.forget_losses()
        self.reset()

    def reset(self) -> None:
        """A new epoch begins: the model's metrics start again."""
        self.latest = {}
        for metric in self.model.metrics:
            metric.reset_state()

    def __call__(self, x: Arrays, y: Arrays, weight: Arrays) -> None:
        """Hand on one batch: x, (x, y) or (x, y, weight)."""
        model = self.model
        batch = [model.handed(part, which) for part, which in ((x, "inputs"), (y, "outputs"), (weight, "outputs"))]
        while batch[-1] is None:
            batch.pop()
        logs = getattr(model, self.name)(batch[0] if len(batch) == 1 else tuple(batch))
        if not isinstance(logs, dict):
            raise TypeError(
                f"{type(model).__name__}.{self.name} must return a dict of numbers, such as {{'loss': loss}}; it "
                f"returned {logs!r}."
            )
        flat: dict[str, Any] = {}
        for name, value in logs.items():
            flat.update(value if isinstance(value, dict) else {name: value})
        self.latest = {name: float(np.asarray(value_of(value))) for name, value in flat.items()}

    def logs(self) -> dict[str, float]:
        """What the latest step returned."""
        return dict(self.latest)


class OwnSteps:
    """Mixin of models: the steps of training that a model class may override."""

    def train_step(self: Any, data: Any) -> dict[str, Any]:
        """One step on one batch: answers, loss, gradients, update, metrics. To be overridden.

        Args:
            data: x, (x, y) or (x, y, sample_weight) of arrays.

        Returns:
            Numbers by name, shown in the progress and kept in the history.
        """
        x, y, weight = _three(data)
        with Tape() as tape:
            y_pred = self(x, training=True)
            loss = self.compute_loss(x, y, y_pred, weight, training=True)
        value = value_of(loss)
        self.update_variables(tape, loss)
        objective = self.objective
        objective.add_batch_loss(float(value), len(tree.flatten(x)[0]))
        return self.compute_metrics(x, y, tree.map_structure(value_of, y_pred), weight)

    def test_step(self: Any, data: Any) -> dict[str, Any]:
        """One batch of an evaluation. Arguments and result: see ``train_step``."""
        x, y, weight = _three(data)
        y_pred = self(x, training=False)
        loss = self.compute_loss(x, y, y_pred, weight, training=False)
        self.objective.add_batch_loss(float(value_of(loss)), len(tree.flatten(x)[0]))
        return self.compute_metrics(x, y, y_pred, weight)

    def update_variables(self: Any, tape: Tape, loss: Any) -> None:
        """Gradients of a recorded loss, and one step of the optimizer with them."""
        arena = self.arena()
        self.optimizer.join(arena)
        stamp = tape.backward([(loss, np.ones_like(value_of(loss)))])
        if tape.reached < len(arena.variables):
            arena.clear_missing(stamp)
        self.optimizer.step()
        for variable in arena.variables:
            if variable.constraint is not None:
                variable.value[...] = variable.constraint(variable.value)

    def compute_loss(
        self: Any, x: Any = None, y: Any = None, y_pred: Any = None, sample_weight: Any = None, training: bool = True
    ) -> Any:
        """The loss of a batch as one number: as compiled, and what layers and regularizers add. To be overridden.

        Args:
            x: inputs.
            y: targets.
            y_pred: answers.
            sample_weight: weights of the samples, or None.
            training: whether this is training.

        Raises:
            RuntimeError: if the model was compiled without a loss and no layer adds one.
        """
        objective = self.objective
        parts = []
        if objective.loss is not None and y is not None:
            flat = [tuple(tree.flatten(v)) if tree.is_nested(v) else v for v in (y, y_pred, sample_weight)]
            objective.resolve(flat[0], [p.shape for p in flat[1]] if isinstance(flat[1], tuple) else y_pred.shape)
            total = objective.total(*flat)
            parts.append(total if isinstance(flat[1], tuple) else total * objective.loss_weight)
        penalties = [(v.regularizer, v) for v in self.trainable_variables if v.regularizer is not None]
        parts += self.own_losses(penalties, [layer for layer in self.flat_layers() if layer.adds_losses])
        if not parts:
            raise door.no_loss(self.name)
        return sum(parts[1:], parts[0])

    def compute_metrics(self: Any, x: Any, y: Any, y_pred: Any, sample_weight: Any = None) -> dict[str, Any]:
        """Loss and metrics as compiled, since the beginning of the epoch. To be overridden. Arguments: see above."""
        if y is not None:
            flat = [tuple(tree.flatten(v)) if tree.is_nested(v) else v for v in (y, y_pred, sample_weight)]
            self.objective.update_metrics(*flat)
        logs: dict[str, Any] = self.objective.logs()
        return logs

    def handed(self: Any, arrays: Arrays, which: str) -> Any:
        """Checked arrays, nested as the model takes or gives them."""
        if not isinstance(arrays, tuple):
            return arrays
        structure = self.inputs_structure if which == "inputs" else self.outputs_structure
        return tree.pack_sequence_as(structure, arrays) if tree.is_nested(structure) else arrays


def _three(data: Any) -> tuple[Any, Any, Any]:
    parts = data if isinstance(data, tuple) else (data,)
    return (*parts, None, None)[:3]


def brings_own(model: Any, *names: str) -> bool:
    """Whether the model's class overrides any of these steps."""
    return any(getattr(type(model), name) is not getattr(OwnSteps, name) for name in names)
