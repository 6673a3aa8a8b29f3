from __future__ import annotations

import numpy as np

from kcore.configurable import Configurable


class LearningRateSchedule(Configurable):
    """Base of schedules: a class of your own defines ``__call__(step)``, which returns the learning rate.

    Steps count batches from 0. What ``__init__`` takes and keeps under the same names makes the config.
    """

    def __call__(self, step: int) -> float | np.float32:
        """The learning rate at a step.

        Args:
            step: number of the step, counted from 0.
        """
        raise TypeError(f"{type(self).__name__} needs a method __call__(self, step) that returns the learning rate.")
