"""Small tasks from the data sets of the lessons, ready to be learned: scaled, and in the right form."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import numpy as np

import kcore
from kcore.datasets import animals, bikes, chicago_air, digits, fashion_5k, mnist_5k, penguins, seattle_weather


@dataclass(frozen=True)
class Task:
    """Data to learn from.

    Args:
        name: what it is called in the table.
        kind: "numbers", "binary" or "classes".
        x: training inputs.
        y: training targets: numbers, 0 and 1, or class numbers.
        vx: validation inputs.
        vy: validation targets.
    """

    name: str
    kind: str
    x: np.ndarray
    y: np.ndarray
    vx: np.ndarray
    vy: np.ndarray

    @property
    def classes(self):
        return int(max(self.y.max(), self.vy.max())) + 1 if self.kind == "classes" else 1

    def with_(self, **changes):
        return replace(self, **changes)

    @property
    def one_hot(self):
        y, vy = (kcore.utils.to_categorical(part, self.classes) for part in (self.y, self.vy))
        return self.with_(y=y, vy=vy)


def _scaled(x, vx):
    mean, deviation = x.mean(axis=0), x.std(axis=0)
    deviation = np.where(deviation == 0, 1, deviation)
    return (x - mean) / deviation, (vx - mean) / deviation


def _table(name, kind, x, y, vx, vy, *, raw=False):
    if not raw:
        x, vx = _scaled(x, vx)
        if kind == "numbers":
            y, vy = _scaled(y, vy)
    return Task(name, kind, x.astype("float32"), y, vx.astype("float32"), vy)


def _pictures(name, loaded, train, validation, side, *, flat=True, top=255.0):
    (x, y), (vx, vy) = loaded
    order = np.random.default_rng(0).permutation(len(x))[:train]
    some = slice(None, None, max(len(vx) // validation, 1))
    x, y, vx, vy = x[order] / top, y[order].astype(int), vx[some] / top, vy[some].astype(int)
    shape = (-1, side * side) if flat else (-1, side, side, 1)
    return Task(name, "classes", x.reshape(shape).astype("float32"), y, vx.reshape(shape).astype("float32"), vy)


@cache
def warmth(raw=False):
    """Tomorrow's highest temperature in Seattle."""
    (x, y), (vx, vy) = seattle_weather.load_data()
    return _table("warmth", "numbers", x, y, vx, vy, raw=raw)


@cache
def rain(raw=False):
    """Rain tomorrow in Seattle, yes or no."""
    (x, _), (vx, _) = seattle_weather.load_data()
    rows = [(part[:-1], (part[1:, 2:3] > 0).astype("float32")) for part in (x, vx)]
    return _table("rain", "binary", *rows[0], *rows[1], raw=raw)


@cache
def warm(raw=False):
    """More than 16 degrees tomorrow in Seattle, yes or no."""
    (x, y), (vx, vy) = seattle_weather.load_data()
    return _table("warm", "binary", x, (y > 16).astype("float32"), vx, (vy > 16).astype("float32"), raw=raw)


@cache
def season(raw=False):
    """The season of a day in Seattle, from its weather alone."""
    (x, _), (vx, _) = seattle_weather.load_data()
    parts = [(part[:, :4], ((part[:, 4] % 366) // 91.6).astype(int)) for part in (x, vx)]
    return _table("season", "classes", *parts[0], *parts[1], raw=raw)


@cache
def week(raw=False):
    """Tomorrow's highest temperature from the last seven days, as a sequence."""
    task = warmth(raw)

    def windows(x, y):
        return np.stack([x[i : len(x) - 6 + i, :4] for i in range(7)], axis=1), y[6:]

    return Task("week", "numbers", *windows(task.x, task.y), *windows(task.vx, task.vy))


@cache
def rides(raw=False, every=4):
    """Riders in an hour."""
    (x, y), (vx, vy) = bikes.load_data()
    return _table("rides", "numbers", x[::every], y[::every], vx[::every], vy[::every], raw=raw)


@cache
def busy(raw=False):
    """More than 200 riders in an hour, yes or no."""
    (x, y), (vx, vy) = bikes.load_data()
    y, vy = (y > 200).astype("float32"), (vy > 200).astype("float32")
    return _table("busy", "binary", x[::4], y[::4], vx[::4], vy[::4], raw=raw)


@cache
def dust(raw=False):
    """Tomorrow's fine dust in Chicago."""
    (x, y), (vx, vy) = chicago_air.load_data()
    return _table("dust", "numbers", x[::3], y[::3], vx[::2], vy[::2], raw=raw)


@cache
def sex(raw=False):
    """Male or female penguin."""
    (x, y), (vx, vy) = penguins.load_data(target="sex")
    return _table("sex", "binary", x, y, vx, vy, raw=raw)


@cache
def species(raw=False):
    """Which species of penguin."""
    (x, y), (vx, vy) = penguins.load_data(target="species")
    return _table("species", "classes", x, y, vx, vy, raw=raw)


@cache
def mass(raw=False):
    """How heavy a penguin is."""
    (x, y), (vx, vy) = penguins.load_data(target="body_mass")
    return _table("mass", "numbers", x, y, vx, vy, raw=raw)


@cache
def ciphers(train=900, *, flat=True, raw=False):
    """Handwritten digits, 8 x 8."""
    return _pictures("digits", digits.load_data(), train, 300, 8, flat=flat, top=1.0 if raw else 16.0)


@cache
def mnist(train=1000, *, flat=True, raw=False):
    """Handwritten digits, 28 x 28."""
    return _pictures("mnist", mnist_5k.load_data(), train, 400, 28, flat=flat, top=1.0 if raw else 255.0)


@cache
def clothes(train=1000, *, flat=True, raw=False):
    """Clothes, 28 x 28."""
    return _pictures("clothes", fashion_5k.load_data(), train, 400, 28, flat=flat, top=1.0 if raw else 255.0)


@cache
def beasts(train=1000, *, flat=True, raw=False):
    """Silhouettes of ten animals."""
    return _pictures("animals", animals.load_data(), train, 400, 28, flat=flat, top=1.0 if raw else 255.0)


@cache
def cats(raw=False):
    """Cat or dog."""
    (x, y), (vx, vy) = animals.load_data(names=("cat", "dog"))
    parts = [(part.reshape(-1, 784) / (1.0 if raw else 255.0)).astype("float32") for part in (x, vx)]
    y, vy = y[:, None].astype("float32"), vy[:, None].astype("float32")
    return Task("cats", "binary", parts[0][::2], y[::2], parts[1], vy)
