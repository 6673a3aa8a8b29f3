from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import numpy as np

from kcore import registry
from kcore.annotations import LearningRate, NonNegative, Positive, PositiveInt, Range, UnitInterval
from kcore.autodiff import Array, Variable
from kcore.optimizers.optimizer import LossScale, Optimizer, Several


@registry.register("optimizer", "adafactor")
class Adafactor(Optimizer):
    """A step of its own for every weight, remembered by rows and columns instead of weight by weight.

    With the means r of g² over columns and c over rows, v = r cᵀ / mean(r); u = g / sqrt(v), shortened to a mean
    size of ``clip_threshold``; w ← w - α u, where α is the learning rate times the mean size of w.

    Args:
        learning_rate: size of the steps as a share of the weights' size, at least 0, or a schedule.
        beta_2_decay: the past weighs 1 - t ^ beta_2_decay at step t, at most 0.
        epsilon_1: small number that is added to g².
        epsilon_2: smallest size of the weights that is counted.
        clip_threshold: largest mean size of u, above 0.
        relative_step: accepted as in Keras 3.15, where it changes nothing: the rate is at most 1 / sqrt(t) at step t.
        weight_decay: and what follows: see ``Optimizer``.

    Source: Shazeer and Stern, "Adafactor" (2018).
    """

    def __init__(
        self,
        learning_rate: LearningRate = 0.001,
        beta_2_decay: Annotated[float, Range(high=0)] = -0.8,
        epsilon_1: NonNegative = 1e-30,
        epsilon_2: NonNegative = 1e-3,
        clip_threshold: Positive = 1.0,
        relative_step: bool = True,
        weight_decay: NonNegative | None = None,
        clipnorm: Positive | None = None,
        clipvalue: Positive | None = None,
        global_clipnorm: Positive | None = None,
        use_ema: bool = False,
        ema_momentum: UnitInterval = 0.99,
        ema_overwrite_frequency: PositiveInt | None = None,
        loss_scale_factor: LossScale = None,
        gradient_accumulation_steps: Several | None = None,
        name: str | None = None,
    ) -> None:
        super().__init__(learning_rate, weight_decay, clipnorm, clipvalue, global_clipnorm, use_ema, ema_momentum,
                         ema_overwrite_frequency, loss_scale_factor, gradient_accumulation_steps, name)  # fmt: skip
        self.beta_2_decay, self.epsilon_1, self.epsilon_2 = beta_2_decay, epsilon_1, epsilon_2
        self.clip_threshold, self.relative_step = clip_threshold, relative_step

    def build(self, variables: Sequence[Variable]) -> None:
        super().build(variables)
        self._means = [self._kept_for(v) for v in variables]

    def _kept_for(self, variable: Variable) -> tuple[Variable, Variable, Variable]:
        shape, path = variable.shape, variable.path.replace("/", "_")
        if len(shape) < 2:  # nothing to split: Keras keeps two empty places
            rows, columns = (self._add((id(variable), side), (), "zeros", "int32", path) for side in ("r", "c"))
            rows.path = columns.path = path
        else:
            sides = {"r": shape[:-1], "c": (*shape[:-2], shape[-1])}
            rows, columns = (self._add((id(variable), n), s, "zeros", variable.dtype, path) for n, s in sides.items())
        return rows, columns, self.add_variable_from_reference(variable, "velocity")

    def update_step(self, gradient: Array, variable: Variable, learning_rate: float) -> None:
        rows, columns, velocity = self._means[self._get_variable_index(variable)]
        step = int(self.iterations) + 1
        new = float(step) ** self.beta_2_decay  # weight of this step in the means
        square = np.square(gradient) + self.epsilon_1
        if variable.ndim < 2:
            velocity.value += (square - velocity.value) * new
        else:
            rows.value += (square.mean(-1) - rows.value) * new
            columns.value += (square.mean(-2) - columns.value) * new
            share = rows.value / rows.value.mean(-1, keepdims=True)
            velocity.value[...] = share[..., None] * columns.value[..., None, :]
        move = gradient / np.sqrt(velocity.value)
        rate = min(learning_rate, step**-0.5) * max(self.epsilon_2, _size(variable.value))
        variable.value -= move * (rate / max(1.0, _size(move) / self.clip_threshold))


def _size(array: Array) -> float:
    return float(np.sqrt(np.mean(np.square(array))))
