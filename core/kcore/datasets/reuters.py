"""Reuters: news as numbers of their words, in 46 topics."""

from __future__ import annotations

from typing import Any

from kcore.datasets.numbered_texts import begun, order, short, shuffled, trimmed, words
from kcore.datasets.sources import located
from kcore.files.arrays import read_npz
from kcore.words import takes_old_words


@takes_old_words
def load_data(
    path: str = "reuters.npz",
    num_words: int | None = None,
    skip_top: int = 0,
    maxlen: int | None = None,
    test_split: float = 0.2,
    seed: int = 113,
    start_char: int | None = 1,
    oov_char: int | None = 2,
    index_from: int = 3,
) -> tuple[tuple[Any, Any], tuple[Any, Any]]:
    """11,228 pieces of news, a share of them to test with.

    Args:
        path: the file, or its name in the cache folder.
        num_words: see ``imdb.load_data``.
        skip_top: see ``imdb.load_data``.
        maxlen: see ``imdb.load_data``.
        test_split: share to test with, 0 to 1.
        seed: of the order of the news.
        start_char: see ``imdb.load_data``.
        oov_char: see ``imdb.load_data``.
        index_from: see ``imdb.load_data``.

    Returns:
        (x_train, y_train), (x_test, y_test): arrays of lists of numbers; topics.

    Raises:
        FileNotFoundError: if the file is not here; the message says how to get it.

    Source: D. Lewis, Reuters-21578.
    """
    found = read_npz(located("reuters", path))
    x, y = shuffled(order(seed), found["x"], found["y"])
    lists, y = short(begun(x, start_char, index_from), y, maxlen)
    texts = trimmed(lists, num_words, skip_top, oov_char)
    cut = int(len(texts) * (1 - test_split))
    return (texts[:cut], y[:cut]), (texts[cut:], y[cut:])


def get_word_index(path: str = "reuters_word_index.json") -> dict[str, int]:
    """The number of each word, before ``index_from`` is added."""
    return words("reuters", path)
