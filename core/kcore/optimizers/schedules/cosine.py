from __future__ import annotations

import math
from typing import Any

import numpy as np

from kcore import registry
from kcore.annotations import NonNegative, Positive, UnitInterval
from kcore.optimizers.schedules.schedule import LearningRateSchedule


def _half_wave(share: float, alpha: float) -> float:
    """From 1 at share 0 down to alpha at share 1 along half a cosine."""
    return (1 - alpha) * 0.5 * (1 + math.cos(math.pi * share)) + alpha


@registry.register("schedule")
class CosineDecay(LearningRateSchedule):
    """Down along half a cosine to alpha · initial_learning_rate, after a straight way up if there is a warm-up.

    Args:
        initial_learning_rate: the rate at step 0, at least 0.
        decay_steps: steps of the way down, above 0.
        alpha: the last rate as a share of the highest, 0 to 1.
        name: name of the schedule.
        warmup_target: the rate to which the warm-up leads and from which the way down begins; None: no warm-up.
        warmup_steps: steps of the warm-up, at least 0.

    Source: Loshchilov and Hutter, "SGDR" (2017).
    """

    def __init__(
        self,
        initial_learning_rate: NonNegative,
        decay_steps: Positive,
        alpha: UnitInterval = 0.0,
        name: str = "CosineDecay",
        warmup_target: NonNegative | None = None,
        warmup_steps: NonNegative = 0,
    ) -> None:
        self.initial_learning_rate, self.decay_steps, self.alpha = initial_learning_rate, decay_steps, alpha
        self.name, self.warmup_target, self.warmup_steps = name, warmup_target, warmup_steps

    def __call__(self, step: Any) -> np.float32:
        now, target = float(step), self.warmup_target
        if target is None:
            return np.float32(self.initial_learning_rate * _half_wave(min(now / self.decay_steps, 1), self.alpha))
        if now < self.warmup_steps:
            way = target - self.initial_learning_rate
            return np.float32(self.initial_learning_rate + way * now / self.warmup_steps)
        return np.float32(target * _half_wave(min((now - self.warmup_steps) / self.decay_steps, 1), self.alpha))


@registry.register("schedule")
class CosineDecayRestarts(LearningRateSchedule):
    """Down along half a cosine, again and again; each period may be longer and lower than the one before.

    Args:
        initial_learning_rate: the rate at step 0, at least 0.
        first_decay_steps: steps of the first period, above 0.
        t_mul: factor of the length from one period to the next.
        m_mul: factor of the height from one period to the next.
        alpha: the lowest rate as a share of ``initial_learning_rate``, 0 to 1.
        name: name of the schedule.

    Source: Loshchilov and Hutter, "SGDR" (2017).
    """

    def __init__(
        self,
        initial_learning_rate: NonNegative,
        first_decay_steps: Positive,
        t_mul: Positive = 2.0,
        m_mul: NonNegative = 1.0,
        alpha: UnitInterval = 0.0,
        name: str = "SGDRDecay",
    ) -> None:
        self.initial_learning_rate, self.first_decay_steps = initial_learning_rate, first_decay_steps
        self.t_mul, self.m_mul, self.alpha, self.name = t_mul, m_mul, alpha, name

    def __call__(self, step: Any) -> np.float32:
        share = float(step) / self.first_decay_steps
        if self.t_mul == 1:
            period = math.floor(share)
            share -= period
        else:
            period = math.floor(math.log(1 - share * (1 - self.t_mul)) / math.log(self.t_mul))
            begin = (1 - self.t_mul**period) / (1 - self.t_mul)
            share = (share - begin) / self.t_mul**period
        height = (1 - self.alpha) * 0.5 * self.m_mul**period * (1 + math.cos(math.pi * share))
        return np.float32(self.initial_learning_rate * (height + self.alpha))
