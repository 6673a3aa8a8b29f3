"""Lesson 5: tell which loss a model was trained with, put a large miss on the bench, and beat the mean's 15.7 of dust.

The thresholds come from runs on seeds 1 to 10 (`python -m tests.lessons.thresholds --lesson 5`). On the test set right
solutions miss by 13.9 to 14.3 (threshold 15), and by at least 1.19 times what they miss on the training set. Pulled
away by 40 rows of 999 with a squared error, the same network misses by 17.6 to 18.8; the mean misses by 15.7, the
median by 15.4, "same as today" by 17.0. Trained on the test set itself, networks miss there by 12.3 to 13.9, at most
1.16 times what they miss on the training set; the ratio of honest ones is as small only while they have hardly been
trained and miss by nearly 15. A straight line gains nothing by being trained on the test set (14.1 either way), and is
let pass.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kcore import losses as known
from kcore.datasets import chicago_air
from kwidgets import LossBench
from kwidgets.checks import Verdict, exercise
from lessons.checks.judging import Unfit, answers, judging, refuse_peeking

# The losses of the four models: two told by their curves, two by their answers.
TRAINED = ("mse", "mae", "mae", "mse")
FUNCTIONS = {known.mean_squared_error: "mse", known.mean_absolute_error: "mae"}
# On the bench: a small mean size of the misses, and yet a large mean of their squares.
SMALL, LARGE = 5.0, 80.0
# By how much a solution misses the test set at most, in µg/m³.
GOOD = 15.0
# Answers that differ less than this are all the same.
FLAT = 1.0
# Who leans to one side by more than this was pulled there.
LEAN = 5.0
# The new days are harder than the others by more than this ratio, for all who do this well and have not seen them.
LEAK, WELL = 1.17, 14.2


@exercise("L05.1")
@judging
def name_losses(names: Sequence[Any]) -> Verdict:
    """Whether the losses of four models are named rightly; half of the points for each pair.

    Args:
        names: four names of losses, in full or "mse" and "mae"; the functions and objects themselves count, too.
    """
    given = list(names) if isinstance(names, (list, tuple, np.ndarray)) else []
    if len(given) != len(TRAINED):
        raise Unfit("four_names", given=repr(names)[:60])
    named = tuple(_name(one) for one in given)
    curves, means = named[:2] == TRAINED[:2], named[2:] == TRAINED[2:]
    reason = "right" if curves and means else "means" if curves else "curves" if means else "neither"
    return Verdict(curves and means, (curves + means) / 2, reason)


def _name(one: Any) -> str:
    if isinstance(one, str):
        one = one.strip()
        one = one.lower() if one.lower() in ("mse", "mae") else one
    try:
        loss = known.get(one)
    except (TypeError, ValueError):
        loss = None
    function = getattr(type(loss), "function", loss)
    if function not in FUNCTIONS:
        raise Unfit("unknown", name=str(one)[:40])
    return FUNCTIONS[function]


@exercise("L05.2")
@judging
def one_large_miss(bench: Any) -> Verdict:
    """Whether answers on a bench miss by 5 at most in the mean, and by 80 at least in the mean of their squares.

    Args:
        bench: a `LossBench` for numbers.
    """
    if not isinstance(bench, LossBench):
        raise Unfit("not_a_bench", kind=type(bench).__name__)
    board = bench.board
    if board.task.name != "numbers":
        raise Unfit("other_task", kind=board.losses[0].name)
    misses = np.abs(board.answers.reshape(-1) - board.targets)
    slots = {"mae": float(misses.mean()), "mse": float((misses**2).mean()), "largest": float(misses.max())}
    small, large = slots["mae"] <= SMALL, slots["mse"] >= LARGE
    if small and large:
        return Verdict(True, 1.0, "right", slots)
    # The bench begins with a small MAE: that alone is worth nothing.
    return Verdict(False, 0.5 if large else 0.0, "too_much" if large else "even", slots)


@exercise("L05.3")
@judging
def foresee_dust(tomorrow: Callable[[Any], Any]) -> Verdict:
    """Whether a function says the dust of the day after within 15, and if not, why.

    Args:
        tomorrow: takes days in raw units, an array of shape (days, 5) as `chicago_air.load_data` gives them; returns
            dust, shape (days, 1) or (days,).
    """
    (x, y), (x_test, y_test) = chicago_air.load_data()
    said, truth = answers(tomorrow, x_test), y_test[:, 0]
    refuse_peeking(tomorrow, x_test, said)
    error, learned = _error(said, truth), _error(answers(tomorrow, x), y[:, 0])
    slots = {"error": error, "learned": learned}
    if np.std(said) < FLAT:
        return Verdict(False, 0.25, "flat", slots | {"answer": float(said.mean())})
    if error < LEAK * learned and error < WELL:
        return Verdict(False, 0.0, "leak", slots)
    if error < GOOD:
        return Verdict(True, 1.0, "right", slots)
    if np.allclose(said, x_test[:, 0], atol=FLAT):
        return Verdict(False, 0.25, "today", slots)
    if abs(lean := float(np.mean(said - truth))) > LEAN:
        return Verdict(False, 0.25, "pulled", slots | {"lean": lean})
    return Verdict(False, 0.5, "close", slots)


def _error(said: NDArray[Any], truth: NDArray[np.float32]) -> float:
    """Mean absolute error in µg/m³."""
    return float(np.mean(np.abs(said - truth)))
