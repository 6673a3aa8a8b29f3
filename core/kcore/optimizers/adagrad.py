from __future__ import annotations

from typing import Any

import numpy as np

from kcore import registry
from kcore.annotations import LearningRate, NonNegative, Positive, PositiveInt, UnitInterval
from kcore.autodiff import Array
from kcore.optimizers.optimizer import LossScale, Optimizer, Several
from kcore.optimizers.slots import Slot


@registry.register("optimizer", "adagrad")
class Adagrad(Optimizer):
    """v ← v + g², w ← w - learning_rate · g / sqrt(v + epsilon).

    Args:
        learning_rate: size of the steps, at least 0, or a schedule.
        initial_accumulator_value: the first v, at least 0.
        epsilon: small number that keeps the division finite.
        weight_decay: and what follows: see ``Optimizer``.

    Source: Duchi, Hazan and Singer (2011).
    """

    def __init__(
        self,
        learning_rate: LearningRate = 0.001,
        initial_accumulator_value: NonNegative = 0.1,
        epsilon: NonNegative = 1e-7,
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
        self.initial_accumulator_value, self.epsilon = initial_accumulator_value, epsilon
        self.slots = (Slot("accumulator", start=initial_accumulator_value),)

    def prepare(self, dtype: np.dtype[Any]) -> None:
        self._epsilon, self._step = np.array(self.epsilon, dtype), np.zeros((), dtype)

    def begin_step(self, learning_rate: float, step: int) -> None:
        self._step[...] = learning_rate

    def update(self, parameters: Array, gradients: Array, scratch: Array, *slots: Array) -> None:
        (accumulator,) = slots
        np.square(gradients, scratch)
        np.add(accumulator, scratch, accumulator)
        np.add(accumulator, self._epsilon, scratch)
        np.sqrt(scratch, scratch)
        np.divide(gradients, scratch, scratch)
        np.multiply(scratch, self._step, scratch)
        np.subtract(parameters, scratch, parameters)
