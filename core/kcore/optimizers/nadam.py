from __future__ import annotations

from typing import Any

import numpy as np

from kcore import registry
from kcore.annotations import Fraction, LearningRate, NonNegative, Positive, PositiveInt, UnitInterval
from kcore.autodiff import Array
from kcore.optimizers.optimizer import LossScale, Optimizer, Several
from kcore.optimizers.slots import Slot


@registry.register("optimizer", "nadam")
class Nadam(Optimizer):
    """Adam that looks ahead along the momentum.

    m and v as in Adam; w ← w - learning_rate · (a m + b g) / (sqrt(v / (1 - β₂ᵗ)) + epsilon) at step t, with
    a = uₜ₊₁ / (1 - u₁ ... uₜ₊₁), b = (1 - uₜ) / (1 - u₁ ... uₜ) and uₜ = β₁ (1 - 0.96ᵗ / 2).

    Args:
        learning_rate: size of the steps, at least 0, or a schedule.
        beta_1: weight of the past in the mean gradient, 0 to below 1.
        beta_2: weight of the past in the mean of its square, 0 to below 1.
        epsilon: small number that keeps the division finite.
        weight_decay: and what follows: see ``Optimizer``.

    Source: Dozat, "Incorporating Nesterov Momentum into Adam" (2016).
    """

    scratch_rows = 2

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
        self.slots = (Slot("momentum", scale=1 - beta_1), Slot("velocity", scale=1 - beta_2))

    def build(self, variables: Any) -> None:
        super().build(variables)
        self._product = self._add((0, "product"), (), "ones", None, "variable")  # u₁ ... uₜ

    def prepare(self, dtype: np.dtype[Any]) -> None:
        self._beta_1, self._beta_2 = np.array(self.beta_1, dtype), np.array(self.beta_2, dtype)
        self._epsilon, self._alpha, self._share = np.zeros((3, 1), dtype)

    def begin_step(self, learning_rate: float, step: int) -> None:
        beta_1, beta_2 = self.beta_1, self.beta_2
        now, after = (beta_1 * (1 - 0.5 * 0.96**t) for t in (step, step + 1))
        product = float(self._product.value) * now
        self._product.value[...] = product
        ahead = after * (1 - beta_1) / (1 - product * after)  # factor of the kept m
        # both sides of the fraction are divided by the factors of the kept m and v
        root = ((1 - beta_2) / (1 - beta_2**step)) ** 0.5
        self._share[...] = (1 - now) / (1 - product) / ahead
        self._epsilon[...] = self.epsilon / root
        self._alpha[...] = learning_rate * ahead / root

    def update(self, parameters: Array, gradients: Array, scratch: Array, *slots: Array) -> None:
        momentum, velocity = slots
        scratch, ahead = scratch
        np.multiply(momentum, self._beta_1, momentum)
        np.add(momentum, gradients, momentum)
        np.multiply(velocity, self._beta_2, velocity)
        np.square(gradients, scratch)
        np.add(velocity, scratch, velocity)
        np.sqrt(velocity, scratch)
        np.add(scratch, self._epsilon, scratch)
        np.multiply(gradients, self._share, ahead)
        np.add(ahead, momentum, ahead)
        np.divide(ahead, scratch, ahead)
        np.multiply(ahead, self._alpha, ahead)
        np.subtract(parameters, ahead, parameters)
