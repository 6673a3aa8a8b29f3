"""Automatic names, as Keras gives them: ``dense``, ``dense_1``, ``max_pooling2d`` ..."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

_WORD = re.compile(r"(?<=.)(?=[A-Z][a-z])|(?<=[a-z])(?=[A-Z])")
_lock = threading.Lock()
_used: Counter[str] = Counter()


def snake_case(name: str) -> str:
    """'BatchNormalization' becomes 'batch_normalization', 'RMSprop' becomes 'rm_sprop'.

    >>> snake_case("MaxPooling2D")
    'max_pooling2d'
    """
    return _WORD.sub("_", name).lower()


def auto_name(class_name: str) -> str:
    """The next free name for an object of this class: 'dense' first, then 'dense_1', 'dense_2' ..."""
    stem = snake_case(class_name)
    with _lock:
        count = _used[stem]
        _used[stem] += 1
    return f"{stem}_{count}" if count else stem


@contextmanager
def own_names() -> Iterator[None]:
    """Within the block automatic names start from the beginning; afterwards they go on as if nothing had been named."""
    with _lock:
        before = _used.copy()
        _used.clear()
    try:
        yield
    finally:
        with _lock:
            _used.clear()
            _used.update(before)


def clear_session() -> None:
    """Let automatic names start from the beginning again."""
    with _lock:
        _used.clear()
