from __future__ import annotations

from typing import Annotated

import numpy as np

from kcore import registry
from kcore.annotations import LearningRate, NonNegative, Positive, PositiveInt, Range, UnitInterval
from kcore.autodiff import Array
from kcore.optimizers.optimizer import LossScale, Optimizer, Several
from kcore.optimizers.slots import Slot


@registry.register("optimizer", "ftrl")
class Ftrl(Optimizer):
    """Follow the regularized leader: weights that do not help are held at exactly zero by ``l1_...``.

    With p = -learning_rate_power and h = g + 2 · l2_shrinkage · w, at each step n' = n + g²,
    z ← z + h - (n'^p - n^p) / learning_rate · w, n ← n', and
    w ← (clip(z, -l1, l1) - z) / (n^p / learning_rate + 2 · l2 + beta / learning_rate).

    Args:
        learning_rate: size of the steps, above 0, or a schedule.
        learning_rate_power: -0.5 makes steps shorter with the root of the squared gradients; at most 0.
        initial_accumulator_value: the first n, at least 0.
        l1_regularization_strength: l1, at least 0.
        l2_regularization_strength: l2, at least 0.
        l2_shrinkage_regularization_strength: l2 that acts through the gradient, at least 0.
        beta: as in the paper, at least 0.
        weight_decay: and what follows: see ``Optimizer``.

    Source: McMahan et al., "Ad Click Prediction: a View from the Trenches" (2013).
    """

    scratch_rows = 2

    def __init__(
        self,
        learning_rate: LearningRate = 0.001,
        learning_rate_power: Annotated[float, Range(high=0)] = -0.5,
        initial_accumulator_value: NonNegative = 0.1,
        l1_regularization_strength: NonNegative = 0.0,
        l2_regularization_strength: NonNegative = 0.0,
        l2_shrinkage_regularization_strength: NonNegative = 0.0,
        beta: NonNegative = 0.0,
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
        self.learning_rate_power, self.initial_accumulator_value = learning_rate_power, initial_accumulator_value
        self.l1_regularization_strength = l1_regularization_strength
        self.l2_regularization_strength = l2_regularization_strength
        self.l2_shrinkage_regularization_strength = l2_shrinkage_regularization_strength
        self.beta = beta
        self.slots = (Slot("accumulator", start=initial_accumulator_value), Slot("linear"))

    def begin_step(self, learning_rate: float, step: int) -> None:
        self._now = learning_rate

    def update(self, parameters: Array, gradients: Array, scratch: Array, *slots: Array) -> None:
        accumulator, linear = slots
        scratch, other = scratch
        rate, power = self._now, -self.learning_rate_power
        np.power(accumulator, power, other)
        np.square(gradients, scratch)
        np.add(accumulator, scratch, accumulator)
        np.power(accumulator, power, scratch)
        np.subtract(scratch, other, other)
        np.divide(other, rate, other)
        np.multiply(other, parameters, other)
        np.subtract(linear, other, linear)
        np.add(linear, gradients, linear)
        if self.l2_shrinkage_regularization_strength:
            np.multiply(parameters, 2 * self.l2_shrinkage_regularization_strength, other)
            np.add(linear, other, linear)
        np.clip(linear, -self.l1_regularization_strength, self.l1_regularization_strength, other)
        np.subtract(other, linear, other)
        np.add(scratch, 2 * self.l2_regularization_strength * rate + self.beta, scratch)
        np.divide(scratch, rate, scratch)
        np.divide(other, scratch, parameters)
