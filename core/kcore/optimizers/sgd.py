"""Stochastic gradient descent: the plain step downhill, with or without momentum."""

from __future__ import annotations

from typing import Any

import numpy as np

from kcore import registry
from kcore.annotations import LearningRate, NonNegative, Positive, PositiveInt, UnitInterval
from kcore.autodiff import Array
from kcore.optimizers.optimizer import LossScale, Optimizer, Several
from kcore.optimizers.slots import Slot


@registry.register("optimizer", "sgd")
class SGD(Optimizer):
    """w ← w - learning_rate · g; with momentum v ← momentum · v - learning_rate · g, w ← w + v.

    Args:
        learning_rate: size of the steps, at least 0.
        momentum: share of the last step that is kept, 0 to 1.
        nesterov: whether to look ahead along the momentum (w ← w + momentum · v - learning_rate · g).
        weight_decay: and what follows: see ``Optimizer``.

    Source: Robbins and Monro (1951); Polyak (1964); Sutskever et al. (2013).
    """

    def __init__(
        self,
        learning_rate: LearningRate = 0.01,
        momentum: UnitInterval = 0.0,
        nesterov: bool = False,
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
        self.momentum, self.nesterov = momentum, nesterov
        self.slots = (Slot("momentum"),) if momentum else ()

    def prepare(self, dtype: np.dtype[Any]) -> None:
        self._rate, self._keep = np.zeros((), dtype), np.array(self.momentum, dtype)

    def begin_step(self, learning_rate: float, step: int) -> None:
        self._rate[...] = learning_rate

    def update(self, parameters: Array, gradients: Array, scratch: Array, *slots: Array) -> None:
        np.multiply(gradients, self._rate, scratch)
        if not slots:
            np.subtract(parameters, scratch, parameters)
            return
        velocity = slots[0]
        np.multiply(velocity, self._keep, velocity)
        np.subtract(velocity, scratch, velocity)
        if self.nesterov:
            np.subtract(parameters, scratch, parameters)
            np.multiply(velocity, self._keep, scratch)
            np.add(parameters, scratch, parameters)
        else:
            np.add(parameters, velocity, parameters)
