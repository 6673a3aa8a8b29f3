"""The numbers of a race that a form asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from kcore.annotations import Range


@dataclass(frozen=True)
class SurfaceSettings:
    """A race down a landscape.

    Args:
        start_x: where all lanes start, sideways.
        start_y: and upwards.
        steps: steps of each lane, 1 to 5000.
    """

    start_x: float = 0.0
    start_y: float = 0.0
    steps: Annotated[int, Range(1, 5000)] = 200


@dataclass(frozen=True)
class ModelSettings:
    """A race on a model.

    Args:
        epochs: epochs of each lane, 1 to 1000.
        seeds: how often the race is run, 1 to 20.
    """

    epochs: Annotated[int, Range(1, 1000)] = 20
    seeds: Annotated[int, Range(1, 20)] = 5
