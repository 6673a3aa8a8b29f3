"""Arguments on which the test of the table checks each gradient: small, float64, away from kinks."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np

from kcore.autodiff import Array

Sample = Callable[[np.random.Generator], tuple[tuple[Any, ...], dict[str, Any]]]


def away_from_zero(rng: np.random.Generator, shape: tuple[int, ...]) -> Array:
    """Numbers of both signs, none within 0.1 of zero, where relu and abs have their kinks."""
    return rng.choice([-1.0, 1.0], shape) * rng.uniform(0.1, 1.5, shape)


def between(low: float, high: float, *shapes: tuple[int, ...], **options: Any) -> Sample:
    """A sample of float arrays of the given shapes, all numbers within bounds."""

    def sample(rng: np.random.Generator) -> tuple[tuple[Any, ...], dict[str, Any]]:
        return tuple(rng.uniform(low, high, shape) for shape in shapes), options

    return sample


def arrays(*shapes: tuple[int, ...], positive: bool = False, **options: Any) -> Sample:
    """A sample of float arrays of the given shapes."""

    def sample(rng: np.random.Generator) -> tuple[tuple[Any, ...], dict[str, Any]]:
        if positive:
            return tuple(rng.uniform(0.2, 2.0, shape) for shape in shapes), options
        return tuple(away_from_zero(rng, shape) for shape in shapes), options

    return sample


def recurrent(gates: int, states: int, biases: int = 0) -> Sample:
    """A sample for a recurrent operation: one time with a mask and everything else, one time bare.

    Args:
        gates: times that the units lie side by side in the kernels.
        states: number of states.
        biases: rows of the bias; 0 for a bias that is a row itself.
    """
    kinds = itertools.cycle((True, False))

    def sample(rng: np.random.Generator) -> tuple[tuple[Any, ...], dict[str, Any]]:
        batch, steps, inputs, units, everything = 3, 10, 2, 2, next(kinds)
        shapes = [(batch, steps, inputs), (inputs, gates * units), (units, gates * units)]
        shapes += [(biases, gates * units) if biases else (gates * units,)] if everything else []
        shapes += [(batch, units)] * states if everything else []
        options: dict[str, Any] = {"sequences": everything, "states": everything, "backwards": everything}
        if everything:
            options["mask"] = rng.random((batch, steps)) < 0.7
            options["zeros"] = bool(rng.random() < 0.5)
            options["dropped"] = rng.choice([0.0, 2.0], (batch, units))
        return tuple(rng.normal(size=shape) for shape in shapes), options

    return sample
