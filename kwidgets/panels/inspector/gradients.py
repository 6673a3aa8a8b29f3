"""The gradient of the loss for a batch, weight by weight: what a step of training would start from."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from kcore import tree
from kcore.autodiff import Tape, value_of
from kcore.threads import training_threads
from kcore.training.objective import masked
from kcore.training.trial import on_trial
from kwidgets.panels.inspector.parts import Part, parts


class Gradient(NamedTuple):
    """The gradient of one weight.

    Attributes:
        part: the layer.
        variable: the weight.
        value: the gradient, of the weight's shape; zeros where the loss does not depend on it.
        reached: whether the loss depends on the weight at all.
    """

    part: Part
    variable: Any
    value: Any
    reached: bool

    @property
    def mean(self) -> float:
        """Mean of the absolute values."""
        return float(np.abs(self.value, dtype="float64").mean()) if self.value.size else 0.0


class Gradients(NamedTuple):
    """The loss for a batch, and the gradient of each weight that training changes, in the order of the layers."""

    loss: float
    samples: int
    each: list[Gradient]


def gradients(model: Any, x: Any, y: Any) -> Gradients:
    """The loss of a batch as in training, and its gradient; the model stays as it was.

    Args:
        model: a compiled model.
        x: inputs of the batch.
        y: the right answers.

    Raises:
        RuntimeError: before `compile`; ValueError, TypeError: for data that do not fit (the engine's words).
    """
    samples = model.intake.samples(x, y)
    owners = {id(v): part for part in reversed(parts(model)) for v in part.weights}
    variables = model.trainable_variables
    with on_trial(model), training_threads(), np.errstate(all="ignore"):
        inputs, targets = model.handed(samples.x, "inputs"), model.handed(samples.y, "outputs")
        with Tape() as tape:
            answers = model(inputs, training=True)
            flat = tuple(tree.flatten(answers)) if tree.is_nested(answers) else answers
            weight = masked(None, flat)
            loss = model.compute_loss(inputs, targets, answers, model.handed(weight, "outputs"), training=True)
        stamp = tape.backward([(loss, np.ones_like(value_of(loss)))])
        each = []
        for v in variables:
            reached = v.stamp == stamp and v.grad is not None
            value = v.grad.copy() if reached and v.grad is not None else np.zeros_like(v.value)
            each.append(Gradient(owners.get(id(v), Part((v.path,), None, ())), v, value, reached))
    return Gradients(float(value_of(loss)), samples.number, each)
