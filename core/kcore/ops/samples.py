"""Arguments on which the test of the table checks each gradient: small, float64, away from kinks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from kcore.autodiff import Array

Sample = Callable[[np.random.Generator], tuple[tuple[Any, ...], dict[str, Any]]]


def away_from_zero(rng: np.random.Generator, shape: tuple[int, ...]) -> Array:
    """Numbers of both signs, none within 0.1 of zero, where relu and abs have their kinks."""
    return rng.choice([-1.0, 1.0], shape) * rng.uniform(0.1, 1.5, shape)


def arrays(*shapes: tuple[int, ...], positive: bool = False, **options: Any) -> Sample:
    """A sample of float arrays of the given shapes."""

    def sample(rng: np.random.Generator) -> tuple[tuple[Any, ...], dict[str, Any]]:
        if positive:
            return tuple(rng.uniform(0.2, 2.0, shape) for shape in shapes), options
        return tuple(away_from_zero(rng, shape) for shape in shapes), options

    return sample
