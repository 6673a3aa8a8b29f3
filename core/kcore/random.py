"""Random numbers with seeds of their own: NumPy's global generator is never touched."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np

from kcore.autodiff import Array

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


def fresh_seed() -> int:
    """The next seed of the global stream, below 2**31."""
    with _lock:
        return int(_seeds.integers(2**31))


def generator(seed: int | None = None) -> np.random.Generator:
    """A generator of its own; from the global stream if ``seed`` is None."""
    return np.random.Generator(np.random.SFC64(fresh_seed() if seed is None else seed))


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
