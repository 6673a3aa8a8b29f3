"""The data sets of the playground: each takes a generator, a number of points and noise, and gives points and targets.

The functions are shown to learners as they stand, so each is whole by itself and short. Points lie between -6 and 6.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from kcore import datasets

Floats = NDArray[np.float64]
Made = tuple[Floats, Floats]
Maker = Callable[[np.random.Generator, int, float], Made]
Problem = Literal["classification", "regression"]


def circle(rng: np.random.Generator, count: int, noise: float) -> Made:
    """Inside or outside."""
    inside = np.arange(count) % 2 == 0
    radius = np.where(inside, rng.uniform(0, 2.5, count), rng.uniform(3.5, 5, count))
    angle = rng.uniform(0, 2 * np.pi, count)
    points = np.stack([radius * np.sin(angle), radius * np.cos(angle)], axis=1)
    seen = points + noise * rng.uniform(-5, 5, points.shape)
    return points, (np.hypot(seen[:, 0], seen[:, 1]) < 3).astype(float)


def xor(rng: np.random.Generator, count: int, noise: float) -> Made:
    """Two numbers of the same sign, or not."""
    points = rng.uniform(-5, 5, (count, 2))
    points += 0.3 * np.sign(points)  # some room along the axes
    seen = points + noise * rng.uniform(-5, 5, points.shape)
    return points, (seen[:, 0] * seen[:, 1] >= 0).astype(float)


def gauss(rng: np.random.Generator, count: int, noise: float) -> Made:
    """Two clouds."""
    target = np.arange(count) % 2
    centre = np.where(target == 1, 2.0, -2.0)
    return centre[:, None] + rng.normal(0, (0.7 + 5 * noise) ** 0.5, (count, 2)), target.astype(float)


def spiral(rng: np.random.Generator, count: int, noise: float) -> Made:
    """Two arms."""
    target = np.arange(count) % 2
    way = rng.uniform(0, 1, count)
    angle = 1.75 * way * 2 * np.pi + np.pi * target
    points = np.stack([5 * way * np.sin(angle), 5 * way * np.cos(angle)], axis=1)
    return points + noise * rng.uniform(-1, 1, points.shape), target.astype(float)


def moons(rng: np.random.Generator, count: int, noise: float) -> Made:
    """Two half moons that reach into each other."""
    target = np.arange(count) % 2
    angle = rng.uniform(0, np.pi, count)
    x = np.where(target == 1, 2 - 3.4 * np.cos(angle), -1.5 + 3.4 * np.cos(angle))
    y = np.where(target == 1, 1 - 3.4 * np.sin(angle), -1 + 3.4 * np.sin(angle))
    return np.stack([x, y], axis=1) + rng.normal(0, 0.25 + 2 * noise, (count, 2)), target.astype(float)


def penguins(rng: np.random.Generator, count: int, noise: float) -> Made:
    """How long the bill is (mm) and how heavy the penguin (g): female (0) or male (1)?"""
    (points, target), _ = datasets.penguins.load_data(target="sex", test_split=0)
    points = points[:, [0, 3]]
    points = 2 * (points - points.mean(axis=0)) / points.std(axis=0)
    order = rng.permutation(len(points))[:count]
    return points[order] + rng.normal(0, 2 * noise, (len(order), 2)), target[order, 0]


def weather(rng: np.random.Generator, count: int, noise: float) -> Made:
    """The day of the year and Seattle's wind (m/s): will tomorrow be warmer than 16 °C?"""
    (points, tomorrow), _ = datasets.seattle_weather.load_data()
    points, target = points[:, [4, 3]], (tomorrow[:, 0] > 16).astype(float)
    points = 2 * (points - points.mean(axis=0)) / points.std(axis=0)
    order = rng.permutation(len(points))[:count]
    return points[order] + rng.normal(0, 2 * noise, (len(order), 2)), target[order]


def plane(rng: np.random.Generator, count: int, noise: float) -> Made:
    """A slope."""
    points = rng.uniform(-6, 6, (count, 2))
    seen = points + noise * rng.uniform(-6, 6, points.shape)
    return points, (seen[:, 0] + seen[:, 1]) / 12


def hills(rng: np.random.Generator, count: int, noise: float) -> Made:
    """Three hills and three hollows."""
    points = rng.uniform(-6, 6, (count, 2))
    seen = points + noise * rng.uniform(-6, 6, points.shape)
    centres = np.array([[-4, 2.5], [0, 2.5], [4, 2.5], [-4, -2.5], [0, -2.5], [4, -2.5]])
    distance = np.linalg.norm(seen[:, None] - centres, axis=2)
    return points, np.maximum(1 - distance / 2, 0) @ np.array([1.0, -1, 1, -1, 1, -1])


def penguin_mass(rng: np.random.Generator, count: int, noise: float) -> Made:
    """How long the bill and the flippers are (mm): how heavy is the penguin (from lightest, -1, to heaviest, 1)?"""
    (points, mass), _ = datasets.penguins.load_data(target="body_mass", test_split=0)
    points = points[:, [0, 2]]
    points = 2 * (points - points.mean(axis=0)) / points.std(axis=0)
    target = 2 * (mass[:, 0] - mass.min()) / (mass.max() - mass.min()) - 1
    order = rng.permutation(len(points))[:count]
    return points[order] + rng.normal(0, 2 * noise, (len(order), 2)), target[order]


def temperature(rng: np.random.Generator, count: int, noise: float) -> Made:
    """The day of the year and Seattle's wind (m/s): how warm will tomorrow be (from coldest, -1, to warmest, 1)?"""
    (points, tomorrow), _ = datasets.seattle_weather.load_data()
    points = points[:, [4, 3]]
    target = 2 * (tomorrow[:, 0] - tomorrow.min()) / (tomorrow.max() - tomorrow.min()) - 1
    points = 2 * (points - points.mean(axis=0)) / points.std(axis=0)
    order = rng.permutation(len(points))[:count]
    return points[order] + rng.normal(0, 2 * noise, (len(order), 2)), target[order]


MAKERS: Final[dict[Problem, dict[str, Maker]]] = {
    "classification": {made.__name__: made for made in (circle, xor, gauss, spiral, moons, penguins, weather)},
    "regression": {made.__name__: made for made in (plane, hills, penguin_mass, temperature)},
}
REAL: Final = ("penguins", "weather", "penguin_mass", "temperature")


def maker(name: str) -> Maker:
    """The function that makes a data set."""
    return next(makers[name] for makers in MAKERS.values() if name in makers)


def problem_of(name: str) -> Problem:
    """Whether a data set asks for a class or for a number."""
    return next(problem for problem, makers in MAKERS.items() if name in makers)


def source(name: str) -> str:
    """The text of the function, as a learner may copy it: without the words about types."""
    text = inspect.getsource(maker(name))
    return re.sub(r"^def .*$", f"def {name}(rng, count, noise):", text, count=1, flags=re.MULTILINE).rstrip()
