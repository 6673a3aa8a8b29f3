from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Verdict:
    """What a check found.

    Args:
        passed: whether the exercise is solved.
        points: how much of it is solved, 0 to 1; a passed exercise may have fewer than 1.
        reason: key of the sentence that says why, in the exercise's texts under `reason`.
        slots: values for the `{names}` in that sentence.

    Raises:
        ValueError: when the points lie outside 0 to 1, or an exercise passes with none.
    """

    passed: bool
    points: float
    reason: str
    slots: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not 0.0 <= self.points <= 1.0:
            raise ValueError(f"points must lie between 0 and 1; got {self.points!r}.")
        if self.passed and self.points == 0.0:
            raise ValueError("An exercise that is passed earns points; got passed=True with points=0.")
