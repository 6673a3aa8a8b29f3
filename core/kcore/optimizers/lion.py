from __future__ import annotations

from typing import Annotated, Any

import numpy as np

from kcore import registry
from kcore.annotations import Fraction, LearningRate, NonNegative, Positive, PositiveInt, Range, UnitInterval
from kcore.autodiff import Array
from kcore.optimizers.optimizer import LossScale, Optimizer, Several
from kcore.optimizers.slots import Slot


@registry.register("optimizer", "lion")
class Lion(Optimizer):
    """w ← w - learning_rate · sign(β₁ m + (1 - β₁) g), m ← β₂ m + (1 - β₂) g.

    Args:
        learning_rate: size of the steps, at least 0, or a schedule; a tenth to a third of Adam's.
        beta_1: weight of the mean in the direction, above 0, at most 1.
        beta_2: weight of the past in the mean gradient, 0 to below 1.
        weight_decay: and what follows: see ``Optimizer``.

    The mean is kept divided by 1 - β₂.
    Source: Chen et al., "Symbolic Discovery of Optimization Algorithms" (2023).
    """

    def __init__(
        self,
        learning_rate: LearningRate = 0.001,
        beta_1: Annotated[float, Range(low=0, high=1, low_open=True)] = 0.9,
        beta_2: Fraction = 0.99,
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
        self.beta_1, self.beta_2 = beta_1, beta_2
        self.slots = (Slot("momentum", scale=1 - beta_2),)

    def prepare(self, dtype: np.dtype[Any]) -> None:
        self._beta_2, self._step = np.array(self.beta_2, dtype), np.zeros((), dtype)
        self._share = np.array((1 - self.beta_1) / (self.beta_1 * (1 - self.beta_2)), dtype)  # of g beside the kept m

    def begin_step(self, learning_rate: float, step: int) -> None:
        self._step[...] = learning_rate

    def update(self, parameters: Array, gradients: Array, scratch: Array, *slots: Array) -> None:
        (momentum,) = slots
        np.multiply(gradients, self._share, scratch)
        np.add(scratch, momentum, scratch)
        np.sign(scratch, scratch)
        np.multiply(scratch, self._step, scratch)
        np.subtract(parameters, scratch, parameters)
        np.multiply(momentum, self._beta_2, momentum)
        np.add(momentum, gradients, momentum)
