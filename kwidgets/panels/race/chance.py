from __future__ import annotations

from typing import Any, Self

from kcore import random


class Chance:
    """Random numbers as if one run were alone in the world: within the block the global stream is its own.

    Runs take turns, and some layers ask for numbers only at their first step. Without this, the second lane would
    draw others than the first, and the learner's own stream would be stirred.

    Args:
        seed: where the stream begins.
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._own: Any = None
        self._before: Any = None

    def __enter__(self) -> Self:
        self._before = random.global_state()
        if self._own is None:
            random.set_global_seed(self._seed)
        else:
            random.set_global_state(self._own)
        return self

    def __exit__(self, *exception: object) -> None:
        self._own = random.global_state()
        random.set_global_state(self._before)
