"""How the lanes stand: who leads, who dropped out, who has won."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kwidgets.panels.race.lanes import NAMES
from kwidgets.panels.race.runs import Run, spread

NOBODY = "nobody"
_CLOSE, _CLOSE_SHARE = 1e-6, 1e-3  # losses nearer than this are equal to the eye


@dataclass(frozen=True)
class Standing:
    """How a lane stands.

    Args:
        name: the letter of the lane.
        loss: median over the seeds of the newest loss.
        low: the lowest, and `high` the highest over the seeds.
        diverged: seeds in which a loss was no finite number.
        first: the step or epoch at which this happened first, or None.
        error: what the lane raised, or None.
        seeds: how many seeds there are.
        curve: the median over the seeds at each step or epoch so far.
    """

    name: str
    loss: float
    low: float
    high: float
    diverged: int
    first: int | None
    error: Exception | None
    seeds: int
    curve: NDArray[np.float64] = field(compare=False, repr=False)

    @property
    def out(self) -> bool:
        """Whether the lane cannot win: most of its runs have no finite loss."""
        return self.error is not None or 2 * self.diverged > self.seeds or not np.isfinite(self.loss)


def standings(runs: Sequence[Sequence[Run]]) -> list[Standing]:
    """How each lane stands now."""
    found = []
    for name, lane in zip(NAMES, runs, strict=False):
        broken = [run.diverged for run in lane if run.diverged is not None]
        low, middle, high = spread(lane)
        error = next((run.error for run in lane if run.error is not None), None)
        found.append(
            Standing(
                name,
                loss=float(middle[-1]),
                low=float(low[-1]),
                high=float(high[-1]),
                diverged=len(broken),
                first=min(broken, default=None),
                error=error,
                seeds=len(lane),
                curve=middle,
            )
        )
    return found


def winner(found: Sequence[Standing]) -> str | None:
    """The letter of the lane with the lowest median; of lanes as low as each other the one that was there first.

    Returns:
        The letter; `NOBODY` if all dropped out, None if two were there at the same time.
    """
    racing = [standing for standing in found if not standing.out]
    if not racing:
        return NOBODY
    best = min(standing.loss for standing in racing)
    goal = best + max(_CLOSE, _CLOSE_SHARE * abs(best))
    there = sorted((int(np.argmax(s.curve <= goal)), s.name) for s in racing if s.loss <= goal)
    return None if len(there) > 1 and there[0][0] == there[1][0] else there[0][1]
