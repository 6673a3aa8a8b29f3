"""Lesson 6: what a confident mistake costs, tell male penguins from female, move the threshold, tell dogs from cats.

The thresholds come from runs on seeds 1 to 10 (`python -m tests.lessons.thresholds --lesson 6`). The reference solution
is right for 0.93 to 0.94 of the new penguins (threshold 0.80) and for 0.90 to 0.91 of the new pictures (0.88). With a
threshold of 0.2 it finds 38 of 39 males and calls 5 to 7 females male; with 0.5 it finds 36 or 37. On seeds 11 to 30
it calls 5 to 9 females male with 0.2 (9 once), 4 to 6 with 0.25. Without a hidden layer a cut at 0.27 is right on 8 of
10 seeds: 38 males, 4 to 9 females. Trained on the test set it is right for 0.99 there and for 0.87 to 0.88 of the
training set; honest solutions are right for 0.96 at most.
Who trains on both sets together cannot be told from who is honest: nothing new is left to ask about.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kcore.datasets import animals, penguins
from kwidgets import LossBench
from kwidgets.checks import Verdict, exercise
from lessons.checks.judging import Unfit, answers, judging, refuse_peeking

DEAR, CHEAP = 3.0, 0.1
GOOD_BIRDS, GOOD_PICTURES = 0.80, 0.88
FOUND, MISTAKEN = 38, 8
# So good in the exam, and better by so much than at practice: it has seen the exam.
TOO_GOOD, LEAK = 0.97, 0.05
# Fewer than this between the answers, and all are the same.
SAME = 1e-3


@exercise("L06.1")
@judging
def confident_mistake(bench: Any) -> Verdict:
    """Whether a bench shows a male answered so wrongly that it costs more than 3, and a female that costs below 0.1.

    Args:
        bench: a `LossBench` for probabilities.
    """
    if not isinstance(bench, LossBench):
        raise Unfit("not_a_bench", kind=type(bench).__name__)
    board = bench.board
    if board.losses[0].name != "binary_crossentropy" or board.targets.ndim != 1:
        raise Unfit("other_loss", kind=board.losses[0].name)
    losses, male = np.asarray(board.values(0)).reshape(-1), board.targets == 1
    if not male.any() or male.all():
        raise Unfit("one_each")
    slots = {"dear": float(losses[male].max()), "cheap": float(losses[~male].min())}
    wishes = {"not_dear": slots["dear"] > DEAR, "not_cheap": slots["cheap"] < CHEAP}
    if all(wishes.values()):
        return Verdict(True, 1.0, "right", slots)
    reason = next(name for name, holds in wishes.items() if not holds)
    return Verdict(False, 0.5 * sum(wishes.values()), reason, slots)


@exercise("L06.2")
@judging
def tell_penguins(male: Callable[[Any], Any]) -> Verdict:
    """Whether a function gives the probability that a penguin is male, right for at least 0.80 of the new ones.

    Args:
        male: takes measures as `penguins.load_data` gives them, shape (birds, 4); returns probabilities, shape
            (birds, 1) or (birds,).
    """
    (x, y), (x_test, y_test) = penguins.load_data()
    return _probability(male, (x, y[:, 0] == 1), (x_test, y_test[:, 0] == 1), GOOD_BIRDS)


@exercise("L06.3")
@judging
def move_threshold(decide: Callable[[Any], Any]) -> Verdict:
    """Whether a function finds at least 38 of the 39 males among the new penguins, and mistakes at most 8 females.

    Args:
        decide: takes measures, shape (birds, 4); returns 1 (male) or 0 (female) for each, True and False count, too.
    """
    (x, y), (x_test, y_test) = penguins.load_data()
    raw = answers(decide, x_test, None)
    refuse_peeking(decide, x_test, raw, None)
    said = _decided(raw)
    truth = y_test[:, 0] == 1
    slots = {"found": int((said & truth).sum()), "males": int(truth.sum()), "mistaken": int((said & ~truth).sum())}
    if said.all() or not said.any():
        return Verdict(False, 0.0, "all_male" if said.all() else "all_female", slots)
    right, learned = float((said == truth).mean()), float((_decided(answers(decide, x, None)) == (y[:, 0] == 1)).mean())
    if right > TOO_GOOD and right - learned > LEAK:
        return Verdict(False, 0.0, "leak", {"right": right, "learned": learned})
    if slots["found"] < FOUND:
        return Verdict(False, 0.5, "missed", slots)
    if slots["mistaken"] > MISTAKEN:
        return Verdict(False, 0.5, "too_many", slots)
    return Verdict(True, 1.0, "right", slots)


@exercise("L06.4")
@judging
def tell_dogs(dog: Callable[[Any], Any]) -> Verdict:
    """Whether a function gives the probability that a picture is a dog, right for at least 0.88 of the new ones.

    Args:
        dog: takes pictures as `animals.load_data` gives them, shape (pictures, 28, 28), 0 or 255; returns
            probabilities, shape (pictures, 1) or (pictures,).
    """
    (x, y), (x_test, y_test) = animals.load_data(names=("cat", "dog"))
    return _probability(dog, (x, y == 1), (x_test, y_test == 1), GOOD_PICTURES)


def _decided(said: NDArray[np.float64]) -> NDArray[np.bool_]:
    if not np.isin(said, (0.0, 1.0)).all():
        raise Unfit("undecided", value=float(said[~np.isin(said, (0.0, 1.0))][0]))
    return said == 1.0


def _probability(
    function: Callable[[Any], Any],
    practice: tuple[NDArray[Any], NDArray[np.bool_]],
    test: tuple[NDArray[Any], NDArray[np.bool_]],
    good: float,
) -> Verdict:
    """Judge a function that gives probabilities of yes, by how often it is right beyond a half."""
    (x, y), (x_test, y_test) = practice, test
    said = answers(function, x_test)
    refuse_peeking(function, x_test, said)
    if said.min() < -SAME or said.max() > 1 + SAME:
        return Verdict(False, 0.25, "no_probability", {"low": float(said.min()), "high": float(said.max())})
    if np.ptp(said) < SAME:
        return Verdict(False, 0.0, "always", {"answer": float(said.mean())})
    right = float(((said > 0.5) == y_test).mean())
    learned = float(((answers(function, x) > 0.5) == y).mean())
    slots = {"right": right, "learned": learned}
    if right <= 1 - good:
        return Verdict(False, 0.5, "swapped", slots)
    if right > TOO_GOOD and right - learned > LEAK:
        return Verdict(False, 0.0, "leak", slots)
    if right >= good:
        return Verdict(True, 1.0, "right", slots)
    return Verdict(False, 0.5 if right > (good + 0.5) / 2 else 0.25, "close", slots)
