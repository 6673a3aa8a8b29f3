from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np

from kcore.callbacks.callback import Callback, Logs


class LearningRateScheduler(Callback):
    """Set the learning rate before each epoch.

    Args:
        schedule: function of (epoch, learning rate now), or of the epoch alone, that returns the new one.
        verbose: 1 prints it.

    The learning rate of each epoch is kept in the history.

    Raises:
        TypeError: if ``schedule`` is no function.
    """

    def __init__(self, schedule: Callable[..., Any], verbose: int = 0) -> None:
        super().__init__()
        if not callable(schedule):
            raise TypeError(f"LearningRateScheduler: schedule must be a function of (epoch, rate); got {schedule!r}.")
        self.schedule, self.verbose = schedule, verbose

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:
        before = float(np.asarray(self.model.optimizer.learning_rate))
        rate = self.schedule(epoch, before) if _takes_two(self.schedule) else self.schedule(epoch)
        if isinstance(rate, bool) or (not isinstance(rate, int | float | np.number) and np.shape(rate) != ()):
            raise _no_number(rate)
        try:
            rate = float(rate)
        except (TypeError, ValueError):
            raise _no_number(rate) from None
        self.model.optimizer.learning_rate = rate
        if self.verbose:
            print(f"\nEpoch {epoch + 1}: LearningRateScheduler setting learning rate to {rate}.")  # noqa: T201 - asked for by verbose

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        if logs is not None:
            logs["learning_rate"] = float(np.asarray(self.model.optimizer.learning_rate))


def _no_number(rate: Any) -> ValueError:
    return ValueError(f"LearningRateScheduler: schedule(epoch, rate) must return a number; it returned {rate!r}.")


def _takes_two(function: Callable[..., Any]) -> bool:
    try:
        inspect.signature(function).bind(0, 0.0)
    except TypeError:
        return False
    except ValueError:  # a builtin without a signature
        return True
    return True
