from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kcore import registry
from kcore.annotations import Fraction, LearningRate, NonNegative, Positive, PositiveInt, UnitInterval
from kcore.autodiff import Array, Variable
from kcore.optimizers.optimizer import LossScale, Optimizer, Several


@registry.register("optimizer", "lamb")
class Lamb(Optimizer):
    """Adam whose step for each variable is as long as the variable itself, times the learning rate.

    With r = m̂ / (sqrt(v̂) + epsilon) as in Adam, w ← w - learning_rate · |w| / |r| · r.

    Args:
        learning_rate: length of the steps as a share of the variable's, at least 0, or a schedule.
        beta_1: weight of the past in the mean gradient, 0 to below 1.
        beta_2: weight of the past in the mean of its square, 0 to below 1.
        epsilon: small number that keeps the division finite.
        weight_decay: and what follows: see ``Optimizer``.

    Source: You et al., "Large Batch Optimization for Deep Learning" (2020).
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

    def build(self, variables: Sequence[Variable]) -> None:
        super().build(variables)
        self._means = [self.add_optimizer_variables([v], ["momentum", "velocity"]) for v in variables]

    def update_step(self, gradient: Array, variable: Variable, learning_rate: float) -> None:
        (momentum,), (velocity,) = self._means[self._get_variable_index(variable)]
        step = int(self.iterations) + 1
        momentum.value += (gradient - momentum.value) * (1 - self.beta_1)
        velocity.value += (np.square(gradient) - velocity.value) * (1 - self.beta_2)
        mean, spread = momentum.value / (1 - self.beta_1**step), velocity.value / (1 - self.beta_2**step)
        move = mean / (np.sqrt(spread) + self.epsilon)
        own, length = (float(np.sqrt(np.vdot(a, a))) for a in (variable.value, move))
        variable.value -= learning_rate * (own / length if own and length else 1.0) * move
