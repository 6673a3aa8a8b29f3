"""The numbers that are sent through activations: a normal sample, the sums of a Dense layer, or the learner's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from kcore import initializers
from kcore.autodiff import Array, value_of
from kcore.layers import Dense

MOST = 20_000  # numbers looked at; more would not change a histogram
FLAT = 0.01  # a slope below this hands on next to nothing
_SAMPLES = 2_000
_SEED = 7


def normal(mean: float = 0.0, deviation: float = 1.0) -> Array:
    """A built-in sample of 2,000 normally distributed numbers, the same ones each time, moved and stretched.

    Each number has its mirror image, so that exactly half of them lie below the mean.
    """
    half = np.random.default_rng(_SEED).standard_normal(_SAMPLES // 2)
    both = np.concatenate([half, -half])
    return mean + deviation * both / both.std()


def dense(inputs: int = 100, initializer: Any = "glorot_uniform", *, deviation: float = 1.0) -> Array:
    """What the units of a fresh Dense layer sum up before their activation.

    Args:
        inputs: how many numbers each of its 64 units sees.
        initializer: of its kernel, by name or as an object.
        deviation: of the normal numbers that come in; their mean is 0.

    Raises:
        ValueError: for an initializer that there is not, or that cannot fill a kernel.
    """
    made = initializers.get(initializer)
    config = made.get_config()
    if "seed" in config:  # the same layer each time, so that a change on the screen is due to what was changed
        made = type(made).from_config({**config, "seed": _SEED})
    layer = Dense(64, kernel_initializer=made)
    x = deviation * np.random.default_rng(_SEED).standard_normal((_SAMPLES // 64, inputs)).astype("float32")
    return np.asarray(value_of(layer(x)), dtype=float).ravel()


def sums(layer: Dense, x: Array) -> Array:
    """What the units of a given Dense layer sum up for given inputs, before its activation.

    Raises:
        TypeError: for another layer than Dense.
        ValueError: for inputs that do not fit it.
    """
    if not isinstance(layer, Dense):
        raise TypeError(f"layer must be a Dense layer, whose sums are shown; got {layer!r}.")
    array = np.asarray(x, dtype="float32")
    layer(array)  # builds it where it is not built yet, and refuses inputs that do not fit
    bias = 0.0 if layer.bias is None else layer.bias.value
    return numbers(array @ layer.kernel.value + bias)


def numbers(data: object) -> Array:
    """Data as one row of numbers, at most `MOST` of them, spread evenly over what was given.

    Raises:
        ValueError: unless there is at least one number, and all are finite.
    """
    try:
        row = np.asarray(value_of(data), dtype=float).ravel()
    except (TypeError, ValueError):
        raise ValueError(f"data must be numbers, such as an array or a list; got {type(data).__name__}.") from None
    if not row.size or not np.isfinite(row).all():
        found = "none" if not row.size else f"{int((~np.isfinite(row)).sum())} that are NaN or infinite"
        raise ValueError(f"data must hold at least one number and only finite ones; got {found}.")
    return row[:: -(-row.size // MOST)]


@dataclass(frozen=True)
class Effect:
    """What an activation does to data.

    Args:
        after: the values that come out.
        mean: their mean.
        deviation: their standard deviation.
        flat: share of the data at which the slope is next to 0 (below `FLAT`); None where there is no slope.
    """

    after: Array
    mean: float
    deviation: float
    flat: float | None


def effect(after: Array, slope: Array | None) -> Effect:
    """Sum up what came out; values that are no finite numbers are left out of mean and deviation."""
    finite = after[np.isfinite(after)]
    mean, deviation = (float(finite.mean()), float(finite.std())) if finite.size else (np.nan, np.nan)
    return Effect(after, mean, deviation, None if slope is None else float((np.abs(slope) < FLAT).mean()))


def histogram(values: Array, edges: Array) -> Array:
    """The share of the values in each bin, in percent; those beyond the edges count in the outermost bins."""
    finite = np.clip(values[np.isfinite(values)], edges[0], edges[-1])
    return 100.0 * np.histogram(finite, edges)[0] / max(values.size, 1)


def edges_for(columns: list[Array], reach: float = np.inf, bins: int = 48) -> Array:
    """Edges of bins in which nearly all of several columns of values can be seen.

    Args:
        columns: the values.
        reach: how far from 0 the bins go at most.
        bins: how many.
    """
    ends = [np.quantile(c[np.isfinite(c)], (0.005, 0.995)) for c in columns if np.isfinite(c).any()]
    low, high = (min(e[0] for e in ends), max(e[1] for e in ends)) if ends else (-1.0, 1.0)
    low, high = (float(np.clip(end, -reach, reach)) for end in (low, high))
    room = 0.04 * (high - low) or 1.0
    return np.linspace(low - room, high + room, bins + 1)
