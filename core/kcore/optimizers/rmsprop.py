"""RMSprop: every weight has a step of its own, divided by the usual size of its gradient."""

from __future__ import annotations

from typing import Any

import numpy as np

from kcore import registry
from kcore.annotations import Fraction, LearningRate, NonNegative, Positive, PositiveInt, UnitInterval
from kcore.autodiff import Array
from kcore.optimizers.optimizer import LossScale, Optimizer, Several
from kcore.optimizers.slots import Slot


@registry.register("optimizer", "rmsprop")
class RMSprop(Optimizer):
    """v ← rho · v + (1 - rho) · g², w ← w - learning_rate · g / sqrt(v + epsilon).

    Args:
        learning_rate: size of the steps, at least 0.
        rho: weight of the past in the mean of g², 0 to below 1.
        momentum: share of the last step that is kept, 0 to 1.
        epsilon: small number that keeps the division finite.
        centered: whether the square of the mean gradient is taken off v.
        weight_decay: and what follows: see ``Optimizer``.

    The mean is kept as v / (1 - rho), which decays with one multiplication and one addition.
    Source: Tieleman and Hinton, "Lecture 6.5" (2012); Graves (2013) for ``centered``.
    """

    def __init__(
        self,
        learning_rate: LearningRate = 0.001,
        rho: Fraction = 0.9,
        momentum: UnitInterval = 0.0,
        epsilon: NonNegative = 1e-7,
        centered: bool = False,
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
        self.rho, self.momentum, self.epsilon, self.centered = rho, momentum, epsilon, centered
        self.slots = (Slot("velocity", scale=1 - rho),)
        if momentum:
            self.slots += (Slot("momentum", group=1),)
        if centered:
            self.slots += (Slot("average_gradient", scale=1 - rho, group=2),)

    def prepare(self, dtype: np.dtype[Any]) -> None:
        self._rho, self._keep = np.array(self.rho, dtype), np.array(self.momentum, dtype)
        self._epsilon = np.array(self.epsilon / (1 - self.rho), dtype)
        self._share = np.array(1 - self.rho, dtype)
        self._rate = np.zeros((), dtype)

    def begin_step(self, learning_rate: float, step: int) -> None:
        self._rate[...] = learning_rate / (1 - self.rho) ** 0.5

    def update(self, parameters: Array, gradients: Array, scratch: Array, *slots: Array) -> None:
        velocity, *others = slots
        np.multiply(velocity, self._rho, velocity)
        np.square(gradients, scratch)
        np.add(velocity, scratch, velocity)
        if self.centered:
            average = others[-1]
            np.multiply(average, self._rho, average)
            np.add(average, gradients, average)
            np.square(average, scratch)
            np.multiply(scratch, self._share, scratch)
            np.subtract(velocity, scratch, scratch)
            np.add(scratch, self._epsilon, scratch)
        else:
            np.add(velocity, self._epsilon, scratch)
        np.sqrt(scratch, scratch)
        np.divide(gradients, scratch, scratch)
        np.multiply(scratch, self._rate, scratch)
        if self.momentum:
            momentum = others[0]
            np.multiply(momentum, self._keep, momentum)
            np.add(momentum, scratch, momentum)
            np.subtract(parameters, momentum, parameters)
        else:
            np.subtract(parameters, scratch, parameters)
