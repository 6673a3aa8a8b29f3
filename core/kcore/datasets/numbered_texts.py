"""What imdb and reuters share: texts as lists of numbers, the most frequent word first."""

from __future__ import annotations

from typing import Any

import numpy as np

from kcore.autodiff import Array
from kcore.datasets.sources import located
from kcore.files import Limits, read_bytes, read_json


def shuffled(draws: np.random.RandomState, x: Any, y: Any) -> tuple[Any, Any]:
    """Texts and labels in an order that is the same everywhere."""
    order = np.arange(len(x))
    draws.shuffle(order)
    return x[order], y[order]


def order(seed: int) -> np.random.RandomState:
    """The source of that order."""
    return np.random.RandomState(seed)


def begun(texts: Any, start_char: int | None, index_from: int) -> list[list[int]]:
    """Numbers moved up, with a sign in front of each text."""
    first = [] if start_char is None else [start_char]
    return [first + [word + (index_from or 0) for word in text] for text in texts]


def short(texts: list[list[int]], labels: Any, maxlen: int | None) -> tuple[list[list[int]], Any]:
    """Texts of less than ``maxlen`` words, and their labels."""
    if not maxlen:
        return texts, labels
    keep = [i for i, text in enumerate(texts) if len(text) < maxlen]
    return [texts[i] for i in keep], labels[keep]


def trimmed(texts: list[list[int]], num_words: int | None, skip_top: int, oov_char: int | None) -> Array:
    """Words that are too rare or too frequent become ``oov_char``, or are left out if that is None."""
    limit = num_words or max((max(text) for text in texts if text), default=0)  # Keras, too, drops the last word then

    def known(word: int) -> bool:
        return skip_top <= word < limit

    array = np.empty(len(texts), dtype=object)
    for i, text in enumerate(texts):
        array[i] = [w for w in text if known(w)] if oov_char is None else [w if known(w) else oov_char for w in text]
    return array


def words(name: str, path: str) -> dict[str, int]:
    """The number of each word."""
    limits = Limits()
    index: Any = read_json(read_bytes(located(name, path), limits.text), limits=limits)
    return {str(word): int(number) for word, number in index.items()}
