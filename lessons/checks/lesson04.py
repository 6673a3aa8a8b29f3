"""Lesson 4: name the activation that belongs in a place, find one asleep on the bench, and beat 55 rides an hour.

The thresholds come from runs on seeds 1 to 10 (`pytest tests/lessons/checks/test_lesson04.py`): right solutions miss by
30 to 49 rides on the test set, and by at least 1.06 times what they miss on the training set. A straight line misses by
81, as does a linear stack. Trained on the test set itself, a network misses there by at most 0.78 times what it misses
on the training set; trained on both, by 22 to 29 rides and up to 1.1 times.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kcore import activations as known
from kcore.datasets import bikes
from kwidgets import ActivationBench
from kwidgets.checks import Verdict, exercise
from lessons.checks.judging import Unfit, answers, judging, refuse_peeking

# The right answers of the first exercise; the last place takes anything that bends.
PLACES = ("linear", "sigmoid", "softmax", "linear", "")
# Fewer rides than this between the hours, and all answers are the same.
FLAT = 5.0
# Rides an hour by which a solution misses the test set at most.
GOOD = 55.0
# Nobody does better in the exam than at practice; and so well only who has seen the exam.
LEAK, TOO_GOOD, ALIKE = 0.98, 29.0, 1.1


@exercise("L04.1")
@judging
def name_activations(names: Sequence[Any]) -> Verdict:
    """Whether five activations are the right ones for their places.

    Args:
        names: five names of activations; the functions themselves and None count, too.
    """
    given = [_name(one) for one in names] if isinstance(names, (list, tuple, np.ndarray)) else []
    if len(given) != len(PLACES):
        raise Unfit("five_names", given=repr(names)[:60])
    faults = [_fault(place, name) for place, name in enumerate(given)]
    points = faults.count("") / len(faults)
    if points == 1.0:
        return Verdict(True, 1.0, "right", {"hidden": given[-1]})
    place = next(place for place, fault in enumerate(faults) if fault)
    slots: dict[str, Any] = {"number": place + 1}
    if faults[place] in ("bounded", "below_zero", "unknown", "other"):
        slots["name"] = given[place]
    return Verdict(False, points, faults[place], slots)


def _name(one: Any) -> str:
    if one is None:
        return "linear"
    return str(getattr(one, "__name__", one)).strip().lower()[:40]


def _fault(place: int, name: str) -> str:
    """Why a name does not belong in a place; empty if it does."""
    try:
        function = known.get(name)
    except ValueError:
        return "unknown"
    if not PLACES[place]:
        if name == "softmax":
            return "softmax_hidden"
        bends = not np.allclose(np.diff(np.asarray(function(np.array([[-3.0, 1.0, 5.0]]))), n=2), 0.0)
        return "" if bends else "hidden_linear"
    if name == PLACES[place]:
        return ""
    if PLACES[place] == "sigmoid" and name == "softmax":
        return "softmax_alone"
    if PLACES[place] == "softmax" and name == "sigmoid":
        return "sigmoid_exclusive"
    if PLACES[place] == "linear":
        lows = np.asarray(function(np.linspace(-9.0, 9.0, 19)[:, None]))
        return "bounded" if lows.max() <= 6.0 else "below_zero" if lows.min() >= 0.0 else "other"
    return "other"


@exercise("L04.2")
@judging
def find_asleep(bench: Any) -> Verdict:
    """Whether the bench looks at an input where the relu is off, the tanh nearly, and the sigmoid not yet.

    Args:
        bench: an `ActivationBench`.
    """
    if not isinstance(bench, ActivationBench):
        raise Unfit("not_a_bench", kind=type(bench).__name__)
    x = bench.x
    tanh, sigmoid = float(1 - np.tanh(x) ** 2), float(np.exp(-x) / (1 + np.exp(-x)) ** 2)
    wishes = {"relu_awake": x < 0, "tanh_awake": tanh < 0.1, "sigmoid_asleep": sigmoid > 0.1}
    slots = {"x": x, "tanh": tanh, "sigmoid": sigmoid}
    if all(wishes.values()):
        return Verdict(True, 1.0, "right", slots)
    reason = next(name for name, holds in wishes.items() if not holds)
    return Verdict(False, 0.25 * (sum(wishes.values()) - (x == 1.0)), reason, slots)


@exercise("L04.3")
@judging
def ride(traffic: Callable[[Any], Any]) -> Verdict:
    """Whether a function says the traffic of the test hours within 55 rides, and if not, why.

    Args:
        traffic: takes hours in raw units, an array of shape (hours, 8) as `bikes.load_data` gives them; returns rides,
            shape (hours, 1) or (hours,).
    """
    (x, y), (x_test, y_test) = bikes.load_data()
    said, truth = answers(traffic, x_test), y_test[:, 0]
    refuse_peeking(traffic, x_test, said)
    error = _error(said, truth)
    if np.std(said) < FLAT:
        if abs(said.mean()) < FLAT:
            return Verdict(False, 0.25, "in_deviations", {"low": float(said.min()), "high": float(said.max())})
        return Verdict(False, 0.25, "flat", {"answer": float(said.mean()), "error": error})
    learned = _error(answers(traffic, x), y[:, 0])
    if error < LEAK * learned or (error < TOO_GOOD and error < ALIKE * learned):
        return Verdict(False, 0.0, "leak", {"error": error, "learned": learned})
    if error < GOOD:
        return Verdict(True, 1.0, "right", {"error": error, "better": 70 - error})
    if _straight(traffic, x, float(np.std(said))):
        return Verdict(False, 0.25, "straight", {"error": error})
    if said.min() > FLAT and np.mean(said == said.min()) > 0.1:
        return Verdict(False, 0.5, "clipped", {"error": error, "low": float(said.min())})
    if (lean := float(np.mean(said - truth))) < -100:
        return Verdict(False, 0.5, "mean_forgotten", {"error": error, "lean": -lean})
    return Verdict(False, 0.5, "close", {"error": error, "learned": learned})


def _straight(traffic: Callable[[Any], Any], x: NDArray[Any], spread: float) -> bool:
    """Whether half-way between two hours it always says what lies half-way between its answers."""
    one, other = x[::20].astype("float64"), x[::-20].astype("float64")
    between = answers(traffic, ((one + other) / 2).astype("float32"))
    ends = answers(traffic, one.astype("float32")), answers(traffic, other.astype("float32"))
    return bool(np.abs(between - (ends[0] + ends[1]) / 2).max() < 0.02 * spread)


def _error(said: NDArray[Any], truth: NDArray[np.float32]) -> float:
    """Mean absolute error in rides an hour."""
    return float(np.mean(np.abs(said - truth)))
