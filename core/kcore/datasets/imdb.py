"""IMDB: film reviews as numbers of their words, good or bad."""

from __future__ import annotations

from typing import Any

from kcore.datasets.numbered_texts import begun, order, short, shuffled, trimmed, words
from kcore.datasets.sources import located
from kcore.files.arrays import read_npz
from kcore.words import takes_old_words


@takes_old_words
def load_data(
    path: str = "imdb.npz",
    num_words: int | None = None,
    skip_top: int = 0,
    maxlen: int | None = None,
    seed: int = 113,
    start_char: int | None = 1,
    oov_char: int | None = 2,
    index_from: int = 3,
) -> tuple[tuple[Any, Any], tuple[Any, Any]]:
    """25,000 reviews to learn from and 25,000 to test with.

    Args:
        path: the file, or its name in the cache folder.
        num_words: only the numbers below it are kept, which are the most frequent words; None for all.
        skip_top: numbers below it are not kept either.
        maxlen: longer reviews are left out; None for none.
        seed: of the order of the reviews.
        start_char: in front of each review; None for nothing.
        oov_char: in place of words that are not kept; None leaves them out.
        index_from: numbers of words are moved up by so much.

    Returns:
        (x_train, y_train), (x_test, y_test): arrays of lists of numbers; 1 for good, 0 for bad.

    Raises:
        FileNotFoundError: if the file is not here; the message says how to get it.

    Source: A. Maas et al. (2011), "Learning Word Vectors for Sentiment Analysis".
    """
    found, draws = read_npz(located("imdb", path)), order(seed)
    parts = []
    for part in ("train", "test"):
        x, y = shuffled(draws, found[f"x_{part}"], found[f"y_{part}"])
        parts.append(short(begun(x, start_char, index_from), y, maxlen))
    (x_train, y_train), (x_test, y_test) = parts
    if not x_train + x_test:
        raise ValueError(f"imdb.load_data: no review has less than maxlen={maxlen} words. Take a larger maxlen.")
    texts = trimmed(x_train + x_test, num_words, skip_top, oov_char)
    return (texts[: len(x_train)], y_train), (texts[len(x_train) :], y_test)


def get_word_index(path: str = "imdb_word_index.json") -> dict[str, int]:
    """The number of each word, before ``index_from`` is added."""
    return words("imdb", path)
