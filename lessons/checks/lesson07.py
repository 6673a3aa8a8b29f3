"""Lesson 7: which output, loss and targets belong together, ten animals, and which two are confused most often.

The thresholds come from runs on seeds 1 to 10 (`python -m tests.lessons.thresholds --lesson 7`). The reference solution
is right for 0.85 to 0.87 of the new pictures (threshold 0.84); 32 units in three epochs for at most 0.77. Trained on
the new pictures alone it is right for 0.99 there and for 0.75 of the training set; trained on both it cannot be told
from an honest one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kcore.datasets import animals
from kwidgets.checks import Verdict, exercise
from lessons.checks.judging import Unfit, answers, judging, refuse_peeking

# What belongs to each of the three broken tasks: units, activation, loss.
TASKS = (
    (10, "softmax", "sparse_categorical_crossentropy"),
    (10, "softmax", "categorical_crossentropy"),
    (2, "sigmoid", "binary_crossentropy"),
)
GOOD = 0.84
# Only who has learned something has mistakes worth counting; eight units in five epochs are right for 0.63.
LEARNED = 0.5
# So good in the exam, and better by so much than at practice: it has seen the exam.
TOO_GOOD, LEAK = 0.93, 0.05
SAME = 1e-3


@exercise("L07.1")
@judging
def repair_pairs(pairs: Sequence[Any]) -> Verdict:
    """Whether three broken tasks got the units, the activation and the loss that fit them.

    Args:
        pairs: three times `(units, activation, loss)`.
    """
    try:
        given = [(int(units), _name(activation), _name(loss)) for units, activation, loss in pairs]
    except (TypeError, ValueError):
        raise Unfit("three_rows", given=repr(pairs)[:60]) from None
    if len(given) != len(TASKS):
        raise Unfit("three_rows", given=repr(pairs)[:60])
    faults = [_fault(row, task) for row, task in zip(given, TASKS, strict=True)]
    points = sum(a == b for row, task in zip(given, TASKS, strict=True) for a, b in zip(row, task, strict=True)) / 9
    if not any(faults):
        return Verdict(True, 1.0, "right")
    place = next(place for place, fault in enumerate(faults) if fault)
    return Verdict(False, round(points, 2), faults[place], {"number": place + 1})


def _name(thing: Any) -> str:
    """A name as Keras writes it, of a name, a function or an object."""
    name = thing if isinstance(thing, str) else getattr(thing, "__name__", type(thing).__name__)
    snake = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name.strip()).lstrip("_")
    return snake.replace("cross_entropy", "crossentropy")


def _fault(row: tuple[int, str, str], task: tuple[int, str, str]) -> str:
    """Why a row does not fit its task; empty if it does."""
    (units, activation, loss), (right_units, right_activation, right_loss) = row, task
    if units == 1:
        return "one_unit"
    if units != right_units:
        return "units"
    if right_activation == "softmax" and activation == "sigmoid":
        return "sigmoid_exclusive"
    if right_activation == "sigmoid" and activation == "softmax":
        return "softmax_labels"
    if activation != right_activation:
        return "activation"
    if loss == right_loss:
        return ""
    if loss == "mean_squared_error":
        return "mse"
    if right_loss.startswith("sparse"):
        return "needs_one_hot" if loss == "categorical_crossentropy" else "loss"
    if right_loss.startswith("categorical"):
        return "needs_numbers" if loss == "sparse_categorical_crossentropy" else "loss"
    return "loss"


@exercise("L07.2")
@judging
def tell_animals(animal: Callable[[Any], Any]) -> Verdict:
    """Whether a function gives ten probabilities for each picture, right for at least 0.84 of the new ones.

    Args:
        animal: takes pictures as `animals.load_data` gives them, shape (pictures, 28, 28), 0 or 255; returns
            probabilities, shape (pictures, 10).
    """
    (x, y), (x_test, y_test) = animals.load_data()
    said = answers(animal, x_test, 10)
    refuse_peeking(animal, x_test, said, 10)
    sums = said.sum(axis=1)
    if said.min() < -SAME or np.abs(sums - 1).max() > 0.01:
        return Verdict(False, 0.25, "no_shares", {"low": float(sums.min()), "high": float(sums.max())})
    if np.ptp(said, axis=0).max() < SAME:
        return Verdict(False, 0.0, "always", {"name": animals.NAMES[int(said[0].argmax())]})
    right = float((said.argmax(axis=1) == y_test).mean())
    learned = float((answers(animal, x, 10).argmax(axis=1) == y).mean())
    slots = {"right": right, "learned": learned}
    if right > TOO_GOOD and right - learned > LEAK:
        return Verdict(False, 0.0, "leak", slots)
    if right >= GOOD:
        return Verdict(True, 1.0, "right", slots)
    if right < 0.2:
        return Verdict(False, 0.25, "chance", slots)
    return Verdict(False, 0.5, "close", slots)


@exercise("L07.3")
@judging
def most_confused(pair: Sequence[str], animal: Callable[[Any], Any]) -> Verdict:
    """Whether a pair of names is the mistake that a function makes most often on the new pictures.

    Args:
        pair: the animal in the picture, and what it is taken for.
        animal: as for L07.2.
    """
    named = [str(name).strip().lower() for name in pair] if isinstance(pair, (tuple, list)) else []
    if len(named) != 2 or not set(named) <= set(animals.NAMES):
        raise Unfit("two_names", given=repr(pair)[:60])
    _, (x_test, y_test) = animals.load_data()
    said = answers(animal, x_test, 10)
    refuse_peeking(animal, x_test, said, 10)
    if (right := float((said.argmax(axis=1) == y_test).mean())) < LEARNED:
        raise Unfit("guessing", right=right)
    counts = _mistakes(said.argmax(axis=1), y_test)
    if not counts.any():
        raise Unfit("no_mistakes")
    truth, other = (animals.NAMES.index(name) for name in named)
    if truth == other:
        return Verdict(False, 0.0, "itself", {"name": named[0]})
    slots = {"truth": named[0], "said": named[1], "count": int(counts[truth, other])}
    if counts[truth, other] == counts.max():
        return Verdict(True, 1.0, "right", slots)
    if counts[other, truth] == counts.max():
        return Verdict(False, 0.5, "turned", slots)
    often = np.sort(counts.reshape(-1))[-5:]
    return Verdict(False, 0.25 if counts[truth, other] >= often[0] else 0.0, "rarer", slots)


def _mistakes(said: NDArray[Any], truth: NDArray[Any]) -> NDArray[np.int64]:
    """How often each animal (rows) was taken for each other one (columns)."""
    counts = np.zeros((len(animals.NAMES), len(animals.NAMES)), dtype=np.int64)
    np.add.at(counts, (truth, said), 1)
    np.fill_diagonal(counts, 0)
    return counts
