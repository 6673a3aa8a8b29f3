from __future__ import annotations

import math
from typing import Any

import numpy as np

from kcore import registry
from kcore.annotations import NonNegative, Positive
from kcore.optimizers.schedules.schedule import LearningRateSchedule


@registry.register("schedule")
class ExponentialDecay(LearningRateSchedule):
    """initial_learning_rate · decay_rate ^ (step / decay_steps).

    Args:
        initial_learning_rate: the rate at step 0, at least 0.
        decay_steps: steps after which the rate is multiplied by ``decay_rate``, above 0.
        decay_rate: that factor, at least 0.
        staircase: whether the exponent is rounded down, so that the rate falls in stairs.
        name: name of the schedule.
    """

    def __init__(
        self,
        initial_learning_rate: NonNegative,
        decay_steps: Positive,
        decay_rate: NonNegative,
        staircase: bool = False,
        name: str = "ExponentialDecay",
    ) -> None:
        self.initial_learning_rate, self.decay_steps, self.decay_rate = initial_learning_rate, decay_steps, decay_rate
        self.staircase, self.name = staircase, name

    def __call__(self, step: Any) -> np.float32:
        share = float(step) / self.decay_steps
        return np.float32(self.initial_learning_rate * self.decay_rate ** (share // 1 if self.staircase else share))


@registry.register("schedule")
class InverseTimeDecay(LearningRateSchedule):
    """initial_learning_rate / (1 + decay_rate · step / decay_steps).

    Args:
        initial_learning_rate: the rate at step 0, at least 0.
        decay_steps: unit in which steps are counted, above 0.
        decay_rate: how fast the rate falls, at least 0.
        staircase: whether step / decay_steps is rounded down, so that the rate falls in stairs.
        name: name of the schedule.
    """

    def __init__(
        self,
        initial_learning_rate: NonNegative,
        decay_steps: Positive,
        decay_rate: NonNegative,
        staircase: bool = False,
        name: str = "InverseTimeDecay",
    ) -> None:
        self.initial_learning_rate, self.decay_steps, self.decay_rate = initial_learning_rate, decay_steps, decay_rate
        self.staircase, self.name = staircase, name

    def __call__(self, step: Any) -> np.float32:
        share = float(step) / self.decay_steps
        return np.float32(
            self.initial_learning_rate / (1 + self.decay_rate * (share // 1 if self.staircase else share))
        )


@registry.register("schedule")
class PolynomialDecay(LearningRateSchedule):
    """(initial_learning_rate - end_learning_rate) · (1 - step / decay_steps) ^ power + end_learning_rate.

    Args:
        initial_learning_rate: the rate at step 0, at least 0.
        decay_steps: steps until ``end_learning_rate`` is reached, above 0.
        end_learning_rate: the last rate, at least 0.
        power: 1 is a straight line; higher powers fall faster in the beginning.
        cycle: whether the way down begins again, twice, three times ... as long, instead of staying at the end.
        name: name of the schedule.
    """

    def __init__(
        self,
        initial_learning_rate: NonNegative,
        decay_steps: Positive,
        end_learning_rate: NonNegative = 0.0001,
        power: NonNegative = 1.0,
        cycle: bool = False,
        name: str = "PolynomialDecay",
    ) -> None:
        self.initial_learning_rate, self.decay_steps = initial_learning_rate, decay_steps
        self.end_learning_rate, self.power, self.cycle, self.name = end_learning_rate, power, cycle, name

    def __call__(self, step: Any) -> np.float32:
        now, length = float(step), self.decay_steps
        if self.cycle:
            length *= math.ceil(now / length) or 1
        way = self.initial_learning_rate - self.end_learning_rate
        return np.float32(way * (1 - min(now, length) / length) ** self.power + self.end_learning_rate)
