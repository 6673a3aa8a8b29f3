"""Adam: momentum and a step size of its own for every weight."""

from __future__ import annotations

from typing import Any

import numpy as np

from kcore import registry
from kcore.annotations import Fraction, LearningRate, NonNegative, Positive, PositiveInt, UnitInterval
from kcore.autodiff import Array
from kcore.optimizers.optimizer import LossScale, Optimizer, Several
from kcore.optimizers.slots import Slot


@registry.register("optimizer", "adam")
class Adam(Optimizer):
    """m ← β₁ m + (1 - β₁) g, v ← β₂ v + (1 - β₂) g², w ← w - α m / (sqrt(v) + epsilon).

    The step is α = learning_rate · sqrt(1 - β₂ᵗ) / (1 - β₁ᵗ) at step t.

    Args:
        learning_rate: size of the steps, at least 0.
        beta_1: weight of the past in the mean gradient, 0 to below 1.
        beta_2: weight of the past in the mean of its square, 0 to below 1.
        epsilon: small number that keeps the division finite.
        amsgrad: whether the largest v so far is used instead of v.
        weight_decay: and what follows: see ``Optimizer``.

    The means are kept as m / (1 - β₁) and v / (1 - β₂): each decays with one multiplication and one addition.
    Source: Kingma and Ba (2015), in the form before its section 2.1; Reddi et al. (2018) for ``amsgrad``.
    """

    def __init__(
        self,
        learning_rate: LearningRate = 0.001,
        beta_1: Fraction = 0.9,
        beta_2: Fraction = 0.999,
        epsilon: NonNegative = 1e-7,
        amsgrad: bool = False,
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
        self.beta_1, self.beta_2, self.epsilon, self.amsgrad = beta_1, beta_2, epsilon, amsgrad
        self.slots = (Slot("momentum", scale=1 - beta_1), Slot("velocity", scale=1 - beta_2))
        if amsgrad:
            self.slots += (Slot("velocity_hat", scale=1 - beta_2, group=1),)

    def prepare(self, dtype: np.dtype[Any]) -> None:
        self._beta_1, self._beta_2 = np.array(self.beta_1, dtype), np.array(self.beta_2, dtype)
        self._epsilon = np.array(self.epsilon / (1 - self.beta_2) ** 0.5, dtype)
        self._alpha = np.zeros((), dtype)

    def begin_step(self, learning_rate: float, step: int) -> None:
        beta_1, beta_2 = self.beta_1, self.beta_2
        alpha = learning_rate * (1 - beta_2**step) ** 0.5 / (1 - beta_1**step)
        self._alpha[...] = alpha * (1 - beta_1) / (1 - beta_2) ** 0.5

    def update(self, parameters: Array, gradients: Array, scratch: Array, *slots: Array) -> None:
        momentum, velocity, *largest = slots
        np.multiply(momentum, self._beta_1, momentum)
        np.add(momentum, gradients, momentum)
        np.multiply(velocity, self._beta_2, velocity)
        np.square(gradients, scratch)
        np.add(velocity, scratch, velocity)
        if self.amsgrad:
            velocity = np.maximum(largest[0], velocity, out=largest[0])
        np.sqrt(velocity, scratch)
        np.add(scratch, self._epsilon, scratch)
        np.divide(momentum, scratch, scratch)
        np.multiply(scratch, self._alpha, scratch)
        np.subtract(parameters, scratch, parameters)
