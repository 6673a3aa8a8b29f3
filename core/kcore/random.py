"""Random numbers with seeds of their own, as ``keras.random`` has them. NumPy's global generator is never touched.

A ``seed`` is a whole number (the same numbers at each call), a ``SeedGenerator`` (others at each call, the same in
each run), or None (the global stream).
"""

from __future__ import annotations

import sys
import threading
from typing import Any

import numpy as np

from kcore import elsewhere
from kcore.autodiff import Array, value_of
from kcore.config import floatx
from kcore.naming import auto_name

_lock = threading.Lock()
_seeds = np.random.default_rng()


def set_global_seed(seed: int) -> None:
    """Restart the stream from which unseeded initializers, shuffles and dropouts draw their seeds.

    Args:
        seed: whole number of at least 0.
    """
    global _seeds  # noqa: PLW0603 - the one place where the stream lives
    with _lock:
        _seeds = np.random.default_rng(seed)


def global_state() -> dict[str, Any]:
    """Where the global stream is now, for ``set_global_state``."""
    with _lock:
        return dict(_seeds.bit_generator.state)


def set_global_state(state: dict[str, Any]) -> None:
    """Let the global stream go on from where ``global_state`` found it."""
    with _lock:
        _seeds.bit_generator.state = state


def fresh_seed() -> int:
    """The next seed of the global stream, below 2**31."""
    with _lock:
        return int(_seeds.integers(2**31))


def stream_state() -> Any:
    """Where the stream of seeds stands, for ``set_stream_state``."""
    with _lock:
        return _seeds.bit_generator.state


def set_stream_state(state: Any) -> None:
    """Put the stream of seeds back to where it stood."""
    with _lock:
        _seeds.bit_generator.state = state


class SeedGenerator:
    """A stream of seeds.

    Args:
        seed: where the stream begins, a whole number of at least 0; from the global stream if None.
        name: name of the stream; automatic if None.

    Raises:
        ValueError: if the seed is no such number.
    """

    def __init__(self, seed: Any = None, name: str | None = None) -> None:
        if seed is not None and (isinstance(seed, bool) or not isinstance(seed, int | np.integer) or seed < 0):
            raise ValueError(f"SeedGenerator(seed): a whole number of at least 0 is asked for; got {seed!r}.")
        self.seed = fresh_seed() if seed is None else int(seed)
        self.name = name or auto_name("SeedGenerator")
        self.state = np.array([self.seed, 0], "int64")

    def next(self, ordered: bool = True) -> Array:
        """The next seed: the stream's own, and how many have been taken before."""
        seed = self.state.copy()
        self.state[1] += 1
        return seed

    def get_config(self) -> dict[str, Any]:
        """Seed and name, as plain values."""
        return {"seed": self.seed, "name": self.name}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> SeedGenerator:
        """A stream that begins where the one began whose config this is."""
        return cls(**config)


Seed = int | SeedGenerator | None
Size = int | tuple[int, ...] | list[int]


def generator(seed: Seed = None) -> np.random.Generator:
    """A generator of its own; from the global stream if ``seed`` is None."""
    start: Any = fresh_seed() if seed is None else seed.next() if isinstance(seed, SeedGenerator) else seed
    return np.random.Generator(np.random.SFC64(start))


def normal(shape: Size, mean: float = 0.0, stddev: float = 1.0, dtype: Any = None, seed: Seed = None) -> Array:
    """Normally distributed numbers."""
    return generator(seed).normal(mean, stddev, shape).astype(dtype or floatx())


def uniform(shape: Size, minval: float = 0.0, maxval: float = 1.0, dtype: Any = None, seed: Seed = None) -> Array:
    """Numbers spread evenly from minval to below maxval."""
    return generator(seed).uniform(minval, maxval, shape).astype(dtype or floatx())


def truncated_normal(
    shape: Size, mean: float = 0.0, stddev: float = 1.0, dtype: Any = None, seed: Seed = None
) -> Array:
    """Normally distributed numbers; those more than 2 standard deviations away are drawn again."""
    random = generator(seed)
    values = np.asarray(random.standard_normal(shape))
    while (far := np.abs(values) > 2).any():
        values[far] = random.standard_normal(int(far.sum()))
    return (mean + stddev * values).astype(dtype or floatx())


def randint(shape: Size, minval: int, maxval: int, dtype: Any = "int32", seed: Seed = None) -> Array:
    """Whole numbers from minval to below maxval."""
    return generator(seed).integers(minval, maxval, shape).astype(dtype)


def categorical(logits: Any, num_samples: int, dtype: Any = "int32", seed: Seed = None) -> Array:
    """Class numbers drawn with the probabilities softmax(logits).

    Args:
        logits: array (rows, classes).
        num_samples: how many are drawn for each row.
        dtype: element type of the result.
        seed: see this module.

    Returns:
        Array (rows, num_samples).
    """
    scores = np.asarray(value_of(logits))
    noise = generator(seed).gumbel(size=(scores.shape[0], num_samples, scores.shape[1]))
    return np.argmax(scores[:, None] + noise, axis=-1).astype(dtype)


def gamma(shape: Size, alpha: Any, dtype: Any = None, seed: Seed = None) -> Array:
    """Numbers of the gamma distribution of shape ``alpha`` and scale 1."""
    return generator(seed).gamma(alpha, size=shape).astype(dtype or floatx())


def beta(shape: Size, alpha: Any, beta: Any, dtype: Any = None, seed: Seed = None) -> Array:
    """Numbers of the beta distribution, between 0 and 1."""
    return generator(seed).beta(alpha, beta, shape).astype(dtype or floatx())


def binomial(shape: Size, counts: Any, probabilities: Any, dtype: Any = None, seed: Seed = None) -> Array:
    """How often of ``counts`` times something happened that has these probabilities."""
    return generator(seed).binomial(counts, probabilities, shape).astype(dtype or floatx())


def shuffle(x: Any, axis: int = 0, seed: Seed = None) -> Array:
    """x with the slices along ``axis`` in another order."""
    return generator(seed).permutation(np.asarray(value_of(x)), axis=axis)


def dropout(inputs: Any, rate: float, noise_shape: Any = None, seed: Seed = None) -> Any:
    """Inputs of which a share ``rate`` is set to 0; the others are enlarged by 1 / (1 - rate)."""
    shape = tuple(own if n is None else n for own, n in zip(inputs.shape, noise_shape or inputs.shape, strict=True))
    return inputs * dropout_mask(generator(seed), rate, shape, inputs.dtype)


def dropout_mask(random: np.random.Generator, rate: float, shape: tuple[int, ...], dtype: Any) -> Array:
    """Factors of dropout: 0 for a share ``rate`` of the elements, 1 / (1 - rate) for the others.

    Args:
        random: where the chance comes from.
        rate: share that is dropped, 0 to 1, exact to 1/65536.
        shape: shape of the mask.
        dtype: its element type.
    """
    # 16 random bits each: a quarter of the cost of random floats
    mask = (random.integers(0, 65536, shape, dtype=np.uint16) >= round(rate * 65536)).astype(dtype)
    if rate < 1:
        mask *= np.asarray(1 / (1 - rate), mask.dtype)
    return mask


elsewhere.teach(sys.modules[__name__])
