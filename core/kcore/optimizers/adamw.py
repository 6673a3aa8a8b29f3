from __future__ import annotations

from kcore import registry
from kcore.annotations import Fraction, LearningRate, NonNegative, Positive, PositiveInt, UnitInterval
from kcore.optimizers.adam import Adam
from kcore.optimizers.optimizer import LossScale, Several


@registry.register("optimizer", "adamw")
class AdamW(Adam):
    """Adam with weight decay: before each step w ← w · (1 - learning_rate · weight_decay).

    Args:
        learning_rate: size of the steps, at least 0, or a schedule.
        weight_decay: share of each weight (times the learning rate) taken off at every step, at least 0.
        beta_1: and what follows: see ``Adam``.

    Source: Loshchilov and Hutter, "Decoupled Weight Decay Regularization" (2019).
    """

    def __init__(
        self,
        learning_rate: LearningRate = 0.001,
        weight_decay: NonNegative = 0.004,
        beta_1: Fraction = 0.9,
        beta_2: Fraction = 0.999,
        epsilon: NonNegative = 1e-7,
        amsgrad: bool = False,
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
        super().__init__(learning_rate, beta_1, beta_2, epsilon, amsgrad, weight_decay, clipnorm, clipvalue,
                         global_clipnorm, use_ema, ema_momentum, ema_overwrite_frequency, loss_scale_factor,
                         gradient_accumulation_steps, name)  # fmt: skip
