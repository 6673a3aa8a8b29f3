from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ParamSpec

from kwidgets.checks import progress
from kwidgets.checks.feedback import Feedback
from kwidgets.checks.progress_code import ID
from kwidgets.checks.verdict import Verdict
from kwidgets.i18n import known

Arguments = ParamSpec("Arguments")


@dataclass
class Exercise:
    """An exercise: its id, what judges a try, how many hints it has, how many were given."""

    id: str
    judge: Callable[..., Verdict]
    hints: int
    given: int = 0


_exercises: dict[str, Exercise] = {}


def exercise(name: str, *, hints: int = 3) -> Callable[[Callable[Arguments, Verdict]], Callable[Arguments, Verdict]]:
    """Decorator that makes a function the judge of an exercise.

    The function takes what the learner hands in and returns a `Verdict`. The texts stand in a catalog that was added
    with `kwidgets.i18n.add_catalog`: `<id>.title`, `<id>.reason.<reason>` for each reason the judge may give
    (`check.reason.<reason>` holds those that exercises share), `<id>.hint.1` and so on, and, if the solution may be
    told after the last hint, `<id>.solution`.

    Args:
        name: the exercise's id, "L01.1" to "L31.7". Registering an id again replaces the exercise.
        hints: how many hints the catalog holds, given one at a time on repeated failed tries.

    Raises:
        ValueError: when hints is negative, or for an id of another form.
        KeyError: when the catalog lacks the title or one of the hints.
    """
    if hints < 0:
        raise ValueError(f"hints must be 0 or more; got {hints!r}.")
    if not ID.fullmatch(name):
        raise ValueError(f"An exercise's id is such as 'L01.1', up to 'L31.7'; got {name!r}.")
    for key in (f"{name}.title", *(f"{name}.hint.{n + 1}" for n in range(hints))):
        if not known(key):
            raise KeyError(f"The exercise {name!r} needs the text {key!r}; no catalog has it.")

    def enter(judge: Callable[Arguments, Verdict]) -> Callable[Arguments, Verdict]:
        _exercises[name] = Exercise(name, judge, hints)
        return judge

    return enter


def check(name: str, *answer: Any, **named: Any) -> Feedback:
    """Judge a try at an exercise, note the points, and say why.

    Args:
        name: the exercise's id, such as "L01.1".
        *answer: what the exercise asks for.
        **named: the same, by name.

    Returns:
        The feedback, shown by a notebook as a card. A failed try brings the next hint.

    Raises:
        ValueError: for an id that no exercise has.
        TypeError: when not what the exercise asks for was handed in.
    """
    verdict = judge(name, *answer, **named)
    found = _exercises[name]
    if not verdict.passed:
        found.given = min(found.given + 1, found.hints + 1)
    best = progress.record_points(name, verdict.points)
    return Feedback(name, verdict, hint=found.given, hints=found.hints, best=best)


def judge(name: str, *answer: Any, **named: Any) -> Verdict:
    """The verdict on an answer, without hints, and without noting it.

    Raises:
        ValueError: for an id that no exercise has.
        TypeError: when not what the exercise asks for was handed in.
    """
    if name not in _exercises:
        near = difflib.get_close_matches(name, _exercises, n=1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        raise ValueError(f"No exercise has the id {name!r}; known are {', '.join(_exercises) or 'none'}.{hint}")
    return _exercises[name].judge(*answer, **named)


def known_exercises() -> tuple[str, ...]:
    """The ids of all exercises that are known here, in order."""
    return tuple(sorted(_exercises))
