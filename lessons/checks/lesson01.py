"""Lesson 1: forecast tomorrow's temperature better than "same as today".

The thresholds come from runs on seeds 1 to 10 (`pytest tests/lessons/checks`): right solutions miss by 2.07 to
2.24 °C in 2015. Honest forecasts miss there by at least 0.94 times what they miss on the years before, forecasts
trained on 2015 itself by at most 0.91 times.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kcore.datasets import seattle_weather
from kwidgets.checks import Verdict, exercise
from lessons.checks.judging import answers, judging, refuse_peeking

# Less than this many °C between the days, and the forecast says the same every day.
FLAT = 0.5
# A forecast trained on the test year does better there than on the years before it; an honest one does not.
LEAK = 0.93
# A network that learned its own days by heart: on those it misses by less than this share.
BY_HEART = 0.8
# All days together lean this many °C to one side: a mean was forgotten.
LEANING = 4.0


@exercise("L01.1")
@judging
def judge(forecast: Callable[[Any], Any]) -> Verdict:
    """Whether a forecast beats "same as today" on the 365 days of 2015, and if not, why.

    Args:
        forecast: takes days in raw units, an array of shape (days, 5) as `seattle_weather.load_data` gives
            them; returns the highest temperature of the day after in °C, shape (days, 1) or (days,).
    """
    (x_train, y_train), (x_test, y_test) = seattle_weather.load_data()
    said = answers(forecast, x_test)
    refuse_peeking(forecast, x_test, said)

    today, answer = x_test[:, 0], y_test[:, 0]
    error, rule = _error(said, answer), _error(today, answer)
    if np.allclose(said, today, atol=0.01):
        return Verdict(False, 0.25, "same_as_today", {"rule": rule})
    if np.std(said) < FLAT:
        return Verdict(False, 0.25, "flat", {"answer": float(said.mean()), "error": error})
    if _in_deviations(said, answer):
        return Verdict(False, 0.25, "in_deviations", {"low": float(said.min()), "high": float(said.max())})

    learned = _error(answers(forecast, x_train), y_train[:, 0])
    errors = {"error": error, "rule": rule, "learned": learned}
    if error < LEAK * learned:
        return Verdict(False, 0.0, "leak", {"error": error, "learned": learned})
    if error < rule:
        closer = int(np.sum(np.abs(said - answer) < np.abs(today - answer)))
        return Verdict(True, 1.0, "beaten", {**errors, "better": rule - error, "closer": closer})
    if learned < BY_HEART * error:
        return Verdict(False, 0.5, "by_heart", errors)
    if abs(lean := float(np.mean(said - answer))) > LEANING:
        reason = "too_warm" if lean > 0 else "too_cold"
        return Verdict(False, 0.25, reason, {"error": error, "rule": rule, "lean": abs(lean)})
    if error >= _error(np.full_like(answer, y_train.mean()), answer):
        return Verdict(False, 0.25, "worse_than_mean", {"error": error, "rule": rule})
    return Verdict(False, 0.5, "close", errors)


def _in_deviations(said: NDArray[np.float64], answer: NDArray[np.float32]) -> bool:
    """Whether it follows the temperature well, but in standard deviations: around 0, and not in °C."""
    return bool(np.corrcoef(said, answer)[0, 1] > 0.8 and np.std(said) < 2.0 and abs(said.mean()) < 2.0)


def _error(said: NDArray[Any], answer: NDArray[np.float32]) -> float:
    """Mean absolute error in °C."""
    return float(np.mean(np.abs(said - answer)))
