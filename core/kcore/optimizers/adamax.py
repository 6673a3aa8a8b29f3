from __future__ import annotations

from typing import Any

import numpy as np

from kcore import registry
from kcore.annotations import Fraction, LearningRate, NonNegative, Positive, PositiveInt, UnitInterval
from kcore.autodiff import Array
from kcore.optimizers.optimizer import LossScale, Optimizer, Several
from kcore.optimizers.slots import Slot


@registry.register("optimizer", "adamax")
class Adamax(Optimizer):
    """m ← β₁ m + (1 - β₁) g, u ← max(β₂ u, |g|), w ← w - α m / (u + epsilon).

    The step is α = learning_rate / (1 - β₁ᵗ) at step t.

    Args:
        learning_rate: size of the steps, at least 0, or a schedule.
        beta_1: weight of the past in the mean gradient, 0 to below 1.
        beta_2: how slowly the largest gradient is forgotten, 0 to below 1.
        epsilon: small number that keeps the division finite.
        weight_decay: and what follows: see ``Optimizer``.

    Source: Kingma and Ba (2015), section 7.1.
    """

    def __init__(
        self,
        learning_rate: LearningRate = 0.001,
        beta_1: Fraction = 0.9,
        beta_2: Fraction = 0.999,
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
        self.beta_1, self.beta_2, self.epsilon = beta_1, beta_2, epsilon
        self.slots = (Slot("momentum", scale=1 - beta_1), Slot("norm"))

    def prepare(self, dtype: np.dtype[Any]) -> None:
        self._beta_1, self._beta_2 = np.array(self.beta_1, dtype), np.array(self.beta_2, dtype)
        self._epsilon, self._alpha = np.array(self.epsilon, dtype), np.zeros((), dtype)

    def begin_step(self, learning_rate: float, step: int) -> None:
        self._alpha[...] = learning_rate * (1 - self.beta_1) / (1 - self.beta_1**step)

    def update(self, parameters: Array, gradients: Array, scratch: Array, *slots: Array) -> None:
        momentum, norm = slots
        np.multiply(momentum, self._beta_1, momentum)
        np.add(momentum, gradients, momentum)
        np.multiply(norm, self._beta_2, norm)
        np.absolute(gradients, scratch)
        np.maximum(norm, scratch, out=norm)
        np.add(norm, self._epsilon, scratch)
        np.divide(momentum, scratch, scratch)
        np.multiply(scratch, self._alpha, scratch)
        np.subtract(parameters, scratch, parameters)
