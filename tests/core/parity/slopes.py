"""Gradients against differences, along random directions, in float64."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

from kcore import tree
from kcore.autodiff import Tape, Variable, value_of

STEP = 1e-6


def check(answer: Callable[[], Any], variables: Sequence[Variable], rng: np.random.Generator, said: Any = "") -> None:
    """The gradient of a random sum of what ``answer`` computes (an array or several) with respect to variables."""

    def several() -> list[Any]:
        return tree.flatten(answer())

    weights = [rng.normal(size=np.shape(value_of(part))) for part in several()]

    def total() -> float:
        return sum(float((value_of(a) * w).sum()) for a, w in zip(several(), weights, strict=True))

    with Tape() as tape:
        roots = list(zip(several(), weights, strict=True))
    stamp = tape.backward(roots)
    for variable in variables:
        direction, start = rng.normal(size=variable.shape), variable.value.copy()
        reached = variable.grad if variable.stamp == stamp else None
        found = 0.0 if reached is None else float((reached * direction).sum())
        sides = []
        for step in (STEP, -STEP):
            variable.value[...] = start + step * direction
            sides.append(total())
        variable.value[...] = start
        slope = (sides[0] - sides[1]) / (2 * STEP)
        assert found == pytest.approx(slope, rel=1e-5, abs=1e-6), (variable, said)
