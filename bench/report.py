from __future__ import annotations

import operator
from typing import Literal

_HOLDS = {"<=": operator.le, ">=": operator.ge}


class Report:
    """Figures, each printed with its goal as soon as it is known."""

    def __init__(self) -> None:
        self._passed: list[bool] = []

    def title(self, text: str) -> None:
        """Begins a group of figures."""
        print(f"\n{text}", flush=True)

    def figure(self, name: str, value: float, unit: str, goal: tuple[Literal["<=", ">="], float] | None = None) -> None:
        """Prints a figure, and whether it reaches its goal, if it has one."""
        line = f"  {name:<52}{value:>10,.4g} {unit:<12}"
        if goal is not None:
            sign, bound = goal
            self._passed.append(_HOLDS[sign](value, bound))
            line += f"goal {sign} {bound:<8g}{'pass' if self._passed[-1] else 'MISS'}"
        print(line.rstrip(), flush=True)

    def verdict(self) -> str:
        """How many goals were reached."""
        return f"\n{sum(self._passed)} of {len(self._passed)} goals reached"
