from __future__ import annotations

from typing import Any

from kwidgets.checks.exercises import judge


def grade(name: str, *answer: Any, points: float = 1.0, **named: Any) -> float:
    """Judge an answer for a mark: no hints, and nothing is noted as the learner's progress.

    As the last line of a test cell this gives partial credit under nbgrader, which takes the number that such a cell
    ends in for the points.

    Args:
        name: the exercise's id, such as "L01.1".
        *answer: what the exercise asks for.
        points: points of a whole solution.
        **named: the answer, by name.

    Returns:
        Points of this answer, 0 to `points`, with two decimals.

    Raises:
        ValueError: for an id that no exercise has, or points that are not above 0.
    """
    if not points > 0:
        raise ValueError(f"points must be above 0; got {points!r}.")
    return round(points * judge(name, *answer, **named).points, 2)
