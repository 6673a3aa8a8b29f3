from __future__ import annotations

from typing import Any

import numpy as np

from kcore import registry
from kcore.annotations import Fraction, LearningRate, NonNegative, Positive, PositiveInt, UnitInterval
from kcore.autodiff import Array
from kcore.optimizers.optimizer import LossScale, Optimizer, Several
from kcore.optimizers.slots import Slot


@registry.register("optimizer", "adadelta")
class Adadelta(Optimizer):
    """v ← rho · v + (1 - rho) · g², d = g · sqrt(u + epsilon) / sqrt(v + epsilon), w ← w - learning_rate · d.

    After it u ← rho · u + (1 - rho) · d².

    Args:
        learning_rate: size of the steps, at least 0, or a schedule; the paper has 1.
        rho: weight of the past in the means of g² and d², 0 to below 1.
        epsilon: small number that keeps the division finite and lets the first steps begin.
        weight_decay: and what follows: see ``Optimizer``.

    Both means are kept divided by 1 - rho.
    Source: Zeiler, "ADADELTA" (2012).
    """

    scratch_rows = 2

    def __init__(
        self,
        learning_rate: LearningRate = 0.001,
        rho: Fraction = 0.95,
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
        self.rho, self.epsilon = rho, epsilon
        self.slots = (Slot("accumulated_grad", scale=1 - rho), Slot("accumulated_delta_var", scale=1 - rho))

    def prepare(self, dtype: np.dtype[Any]) -> None:
        self._rho, self._step = np.array(self.rho, dtype), np.zeros((), dtype)
        self._epsilon = np.array(self.epsilon / (1 - self.rho), dtype)

    def begin_step(self, learning_rate: float, step: int) -> None:
        self._step[...] = learning_rate

    def update(self, parameters: Array, gradients: Array, scratch: Array, *slots: Array) -> None:
        gradient_mean, delta_mean = slots
        scratch, delta = scratch
        np.multiply(gradient_mean, self._rho, gradient_mean)
        np.square(gradients, scratch)
        np.add(gradient_mean, scratch, gradient_mean)
        np.add(delta_mean, self._epsilon, delta)
        np.add(gradient_mean, self._epsilon, scratch)
        np.divide(delta, scratch, delta)
        np.sqrt(delta, delta)
        np.multiply(delta, gradients, delta)
        np.multiply(delta_mean, self._rho, delta_mean)
        np.square(delta, scratch)
        np.add(delta_mean, scratch, delta_mean)
        np.multiply(delta, self._step, delta)
        np.subtract(parameters, delta, parameters)
