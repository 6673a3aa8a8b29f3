"""Lesson 8: find the rate at which SGD breaks, win a race with one change, tell how a loss became NaN.

The judges train themselves, always with the same seeds. Runs on seeds 1 to 10 (five epochs) ended with a loss of 0.35
to 0.70 at a rate of 0.4, and of 1.05 and more from 0.7 on; in between it depends on the seed. After three epochs
SGD(0.01) had 0.50 to 0.55; with momentum 0.33 to 0.42, with a rate of 0.1 the same, as Adam 0.24 to 0.33.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kcore import Sequential
from kcore.datasets import bikes
from kcore.layers import Dense, Input
from kcore.optimizers import SGD
from kwidgets import OptimizerRace
from kwidgets.checks import Verdict, exercise
from kwidgets.panels.race import Lane
from kwidgets.panels.race.chance import Chance
from kwidgets.panels.race.lanes import NAMES, differences
from lessons.checks.judging import Unfit, judging

SEEDS = (1, 2, 3)
# Targets are standardized: always the mean has this loss.
MEAN_LOSS = 1.0
# A little more than twice, for rates such as 0.35 and 0.7 that are written in binary.
FACTOR = 2.001
CHAMPION = Lane(SGD, {"learning_rate": 0.01}, 32)
# What happened, in its order; what did not, and why somebody may think so.
STORY = ("C", "F", "A", "D")
NEVER = {"B": "compile", "E": "data", "G": "backwards"}


@exercise("L08.1")
@judging
def find_where_it_breaks(lives: Any, breaks: Any) -> Verdict:
    """Whether SGD learns at one rate and breaks at another that is at most twice as large.

    Args:
        lives: a learning rate at which it learns.
        breaks: one at which it does not.
    """
    low, high = _rate(lives), _rate(breaks)
    if low >= high:
        raise Unfit("order", low=low, high=high)
    learned = _middle_loss(Lane(SGD, {"learning_rate": low}), epochs=5)
    if not learned < MEAN_LOSS:
        raise Unfit("broken_already", 0.25, rate=low, loss=_shown(learned))
    broken = _middle_loss(Lane(SGD, {"learning_rate": high}), epochs=5)
    if broken < MEAN_LOSS:
        raise Unfit("still_lives", 0.25, rate=high, loss=_shown(broken))
    slots = {"low": low, "high": high, "times": high / low}
    if high > FACTOR * low:
        return Verdict(False, 0.75 if high <= 4 * low else 0.5, "too_wide", slots)
    return Verdict(True, 1.0, "right", {**slots, "learned": _shown(learned), "broken": _shown(broken)})


@exercise("L08.2")
@judging
def win_by_one_change(race: Any) -> Verdict:
    """Whether a race was won against SGD(0.01) by a lane that differs in one thing.

    Args:
        race: an `OptimizerRace` that has been run.
    """
    if not isinstance(race, OptimizerRace):
        raise Unfit("not_a_race", kind=type(race).__name__)
    if CHAMPION not in race.lanes:
        raise Unfit("champion_gone")
    others = [lane for lane in race.lanes if differences([CHAMPION, lane])]
    if not others:
        raise Unfit("all_equal")
    if not race.race.finished:
        raise Unfit("not_run", 0.25)
    won = race.winner
    if won is None or won not in NAMES or race.lanes[NAMES.index(won)] == CHAMPION:
        raise Unfit("lost", 0.25, words=others[0].words)
    winner = race.lanes[NAMES.index(won)]
    knobs = differences([CHAMPION, winner])
    slots = {"words": winner.words, "knobs": ", ".join(knobs), "count": len(knobs)}
    if len(knobs) > 1:
        raise Unfit("several", 0.5, **slots)
    ours, theirs = (_middle_loss(lane, epochs=3) for lane in (winner, CHAMPION))
    slots |= {"loss": _shown(ours), "champion": _shown(theirs)}
    if not ours < theirs:
        raise Unfit("another_course", 0.25, **slots)
    return Verdict(True, 1.0, "right", slots)


@exercise("L08.3")
@judging
def tell_the_story(story: Sequence[Any]) -> Verdict:
    """Whether the four things that happened are named in their order.

    Args:
        story: four letters.
    """
    given = [str(one).strip().upper() for one in story] if isinstance(story, (str, list, tuple, np.ndarray)) else []
    if len(given) != len(STORY) or any(len(letter) != 1 for letter in given):
        raise Unfit("four_letters", given=repr(story)[:60])
    unknown = [letter for letter in given if letter not in {*STORY, *NEVER}]
    if unknown:
        raise Unfit("unknown", letter=unknown[0])
    points = sum(said == right for said, right in zip(given, STORY, strict=True)) / len(STORY)
    if points == 1.0:
        return Verdict(True, 1.0, "right")
    if (never := next((letter for letter in given if letter in NEVER), None)) is not None:
        return Verdict(False, points, NEVER[never], {"letter": never})
    if len(set(given)) < len(given):
        return Verdict(False, points, "twice")
    if given[0] != STORY[0]:
        return Verdict(False, points, "first", {"letter": given[0]})
    return Verdict(False, points, "infinite_first" if given.index("A") < given.index("F") else "order")


def _rate(given: Any) -> float:
    try:
        rate = float(given)
    except (TypeError, ValueError):
        rate = np.nan
    if not (np.isfinite(rate) and rate > 0):
        raise Unfit("no_rate", given=repr(given)[:60])
    return rate


def _middle_loss(lane: Lane, epochs: int) -> float:
    """The loss that a lane's optimizer ends with: the middle one of the seeds, where NaN counts as endless."""
    z, target = _traffic()
    losses = []
    for seed in SEEDS:
        with Chance(seed):
            model = Sequential([Input((8,)), Dense(16, "relu"), Dense(16, "relu"), Dense(1)])
            model.compile(lane.make(), loss="mean_squared_error")
            loss = model.fit(z, target, batch_size=lane.batch_size, epochs=epochs, verbose=0).history["loss"][-1]
        losses.append(loss if np.isfinite(loss) else np.inf)
    return float(np.median(losses))


@cache
def _traffic() -> tuple[NDArray[Any], NDArray[Any]]:
    """Features and targets of the training set, standardized as in the lesson."""
    (x, y), _ = bikes.load_data()
    return (x - x.mean(axis=0)) / x.std(axis=0), (y - y.mean()) / y.std()


def _shown(loss: float) -> str:
    return f"{loss:.2f}" if np.isfinite(loss) else "nan"
