"""Random numbers with seeds of their own: NumPy's global generator is never touched."""

from __future__ import annotations

import threading

import numpy as np

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
