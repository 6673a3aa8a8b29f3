"""Texts: words as numbers."""

from __future__ import annotations

import json
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable
from typing import Any, Final

import numpy as np

from kcore.autodiff import Array
from kcore.files import Limits, read_json

__all__ = ["Tokenizer", "hashing_trick", "one_hot", "text_to_word_sequence", "tokenizer_from_json"]

FILTERS: Final = '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n'
Analyzer = Callable[[Any], list[str]]


def text_to_word_sequence(text: str, filters: str = FILTERS, lower: bool = True, split: str = " ") -> list[str]:
    """The words of a text.

    Args:
        text: the text.
        filters: characters that count as ``split``.
        lower: whether capitals become small letters.
        split: what stands between words.

    >>> text_to_word_sequence("Don't stop, me-now!")
    ["don't", 'stop', 'me', 'now']
    """
    if not isinstance(text, str):
        raise TypeError(f"text_to_word_sequence takes one text; got {type(text).__name__}.")
    if lower:
        text = text.lower()
    text = text.translate({ord(character): split for character in filters})
    return [word for word in text.split(split) if word]


def hashing_trick(
    text: str,
    n: int,
    hash_function: Any = None,
    filters: str = FILTERS,
    lower: bool = True,
    split: str = " ",
    analyzer: Analyzer | None = None,
) -> list[int]:
    """Words as numbers by a hash; different words may get one number.

    Args:
        text: the text.
        n: numbers run from 1 to n - 1.
        hash_function: None for Python's ``hash`` (another one in each process), 'md5', or a function.
        filters: see ``text_to_word_sequence``.
        lower: see ``text_to_word_sequence``.
        split: see ``text_to_word_sequence``.
        analyzer: a function that takes the text apart; None for ``text_to_word_sequence``.

    >>> hashing_trick("the cat sat", 50, "md5")
    [43, 32, 29]
    """
    import hashlib

    if hash_function is None:
        hash_function = hash
    elif hash_function == "md5":
        hash_function = lambda w: int(hashlib.md5(w.encode(), usedforsecurity=False).hexdigest(), 16)
    words = analyzer(text) if analyzer else text_to_word_sequence(text, filters, lower, split)
    return [hash_function(word) % (n - 1) + 1 for word in words]


def one_hot(
    text: str,
    n: int,
    filters: str = FILTERS,
    lower: bool = True,
    split: str = " ",
    analyzer: Analyzer | None = None,
) -> list[int]:
    """``hashing_trick`` with Python's hash. Despite its name it gives numbers, one for each word."""
    return hashing_trick(text, n, None, filters, lower, split, analyzer)


class Tokenizer:
    """Gives words numbers, the most frequent first, from 1.

    Args:
        num_words: only numbers below it are used; None for all.
        filters: see ``text_to_word_sequence``.
        lower: see ``text_to_word_sequence``.
        split: see ``text_to_word_sequence``.
        char_level: whether characters are the words.
        oov_token: what stands for words without a number; it gets number 1. Left out if None.
        analyzer: a function that takes a text apart; None for ``text_to_word_sequence``.

    >>> tokenizer = Tokenizer()
    >>> tokenizer.fit_on_texts(["the cat", "the dog"])
    >>> tokenizer.texts_to_sequences(["the dog barks"])
    [[1, 3]]
    """

    def __init__(
        self,
        num_words: int | None = None,
        filters: str = FILTERS,
        lower: bool = True,
        split: str = " ",
        char_level: bool = False,
        oov_token: str | None = None,
        analyzer: Analyzer | None = None,
        **kwargs: Any,
    ) -> None:
        if "nb_words" in kwargs:
            num_words = kwargs.pop("nb_words")
        self.document_count: int = kwargs.pop("document_count", 0)
        if kwargs:
            raise TypeError(f"Tokenizer has no argument {next(iter(kwargs))!r}.")
        self.num_words, self.filters, self.lower, self.split = num_words, filters, lower, split
        self.char_level, self.oov_token, self.analyzer = char_level, oov_token, analyzer
        self.word_counts: OrderedDict[str, int] = OrderedDict()
        self.word_docs: Counter[str] = Counter()
        self.word_index: dict[str, int] = {}
        self.index_word: dict[int, str] = {}
        self.index_docs: Counter[int] = Counter()

    def _words(self, text: Any) -> list[str]:
        if self.char_level or isinstance(text, list):
            if self.lower:
                text = [part.lower() for part in text] if isinstance(text, list) else text.lower()
            return list(text)
        if self.analyzer is not None:
            return self.analyzer(text)
        return text_to_word_sequence(text, self.filters, self.lower, self.split)

    def fit_on_texts(self, texts: Iterable[Any]) -> None:
        """Count words and number them; texts may be lists of words. To be called again with further texts."""
        if isinstance(texts, str):
            raise TypeError("Tokenizer.fit_on_texts takes several texts: fit_on_texts([text]).")
        for text in texts:
            self.document_count += 1
            words = self._words(text)
            for word in words:
                self.word_counts[word] = self.word_counts.get(word, 0) + 1
            self.word_docs.update(set(words))
        ordered = sorted(self.word_counts, key=lambda word: -self.word_counts[word])
        if self.oov_token is not None:
            ordered.insert(0, self.oov_token)
        self.word_index = {word: number for number, word in enumerate(ordered, 1)}
        self.index_word = {number: word for word, number in self.word_index.items()}
        self.index_docs = Counter({self.word_index[word]: count for word, count in self.word_docs.items()})

    def fit_on_sequences(self, sequences: Iterable[list[int]]) -> None:
        """Count documents for 'tfidf', if only ``sequences_to_matrix`` is used."""
        for sequence in sequences:
            self.document_count += 1
            self.index_docs.update(set(sequence))

    def texts_to_sequences(self, texts: Iterable[Any]) -> list[list[int]]:
        """Each text as numbers of its words; words without one are left out, or become ``oov_token``."""
        unknown = self.word_index.get(self.oov_token) if self.oov_token is not None else None
        limit = self.num_words or len(self.word_index) + 1

        def number(word: str) -> int | None:
            found = self.word_index.get(word)
            return unknown if found is None or found >= limit else found

        return [[n for word in self._words(text) if (n := number(word)) is not None] for text in texts]

    def sequences_to_texts(self, sequences: Iterable[Iterable[int]]) -> list[str]:
        """Numbers back to words, with spaces between."""
        limit = self.num_words or len(self.word_index) + 1
        texts = []
        for sequence in sequences:
            words = [self.index_word.get(n) if n < limit else self.oov_token for n in sequence]
            words = [self.oov_token if word is None else word for word in words]
            texts.append(" ".join(word for word in words if word is not None))
        return texts

    def texts_to_matrix(self, texts: Iterable[Any], mode: str = "binary") -> Array:
        """One row for each text. Arguments and result: see ``sequences_to_matrix``."""
        return self.sequences_to_matrix(self.texts_to_sequences(texts), mode)

    def sequences_to_matrix(self, sequences: Iterable[Iterable[int]], mode: str = "binary") -> Array:
        """One row for each sequence, one column for each number.

        Args:
            sequences: numbers of words.
            mode: 'binary' (is it there), 'count', 'freq' (share) or 'tfidf' (weighed by rareness).

        Returns:
            Array of shape (sequences, num_words).

        Raises:
            ValueError: for another mode, or before ``fit_on_texts`` if there is no ``num_words``.
        """
        if mode not in ("binary", "count", "freq", "tfidf"):
            raise ValueError(f"Tokenizer: mode must be 'binary', 'count', 'freq' or 'tfidf'; got {mode!r}.")
        if not self.num_words and not self.word_index:
            raise ValueError("Tokenizer: call fit_on_texts first, or give num_words: the number of columns is open.")
        if mode == "tfidf" and not self.document_count:
            raise ValueError("Tokenizer: mode 'tfidf' needs fit_on_texts first, to know which words are rare.")
        columns = self.num_words or len(self.word_index) + 1
        rows = []
        for sequence in sequences:
            counts = np.bincount([n for n in sequence if n < columns], minlength=columns).astype("float64")
            if mode == "binary":
                rows.append((counts > 0) * 1.0)
            elif mode == "freq":
                rows.append(counts / max(1, len(list(sequence))))
            elif mode == "tfidf":
                documents = np.array([self.index_docs.get(n, 0) for n in range(columns)])
                rarity = np.log(1 + self.document_count / (1 + documents))
                rows.append(np.where(counts > 0, 1 + np.log(np.maximum(counts, 1)), 0) * rarity)
            else:
                rows.append(counts)
        return np.array(rows).reshape(-1, columns)

    def get_config(self) -> dict[str, Any]:
        """Arguments and counts as plain values; the dictionaries as JSON, as Keras 2 writes them."""
        return {
            "num_words": self.num_words, "filters": self.filters, "lower": self.lower, "split": self.split,
            "char_level": self.char_level, "oov_token": self.oov_token, "document_count": self.document_count,
            **{name: json.dumps(getattr(self, name)) for name in _COUNTS},
        }  # fmt: skip

    def to_json(self, **kwargs: Any) -> str:
        """The tokenizer as JSON, for ``tokenizer_from_json``."""
        return json.dumps({"class_name": "Tokenizer", "config": self.get_config()}, **kwargs)


_COUNTS: Final = ("word_counts", "word_docs", "index_docs", "index_word", "word_index")
_LIMITS: Final = Limits(string=1 << 26)  # a dictionary is one text in the text


def tokenizer_from_json(json_string: str) -> Tokenizer:
    """The tokenizer that ``Tokenizer.to_json`` (of Keras 2, too) has written.

    Raises:
        ModelFileError, ValueError: if the text is not that.
    """
    tree = read_json(json_string, limits=_LIMITS)
    config = tree.get("config") if isinstance(tree, dict) else None
    if not isinstance(config, dict) or not all(isinstance(config.get(name), str) for name in _COUNTS):
        raise ValueError("tokenizer_from_json takes what Tokenizer.to_json() returns; this text is something else.")
    counts = {name: read_json(config.pop(name), limits=_LIMITS) for name in _COUNTS}
    tokenizer = Tokenizer(**config)
    tokenizer.word_counts = OrderedDict(counts["word_counts"])
    tokenizer.word_docs = Counter(counts["word_docs"])
    tokenizer.index_docs = Counter({int(n): count for n, count in counts["index_docs"].items()})
    tokenizer.index_word = {int(n): word for n, word in counts["index_word"].items()}
    tokenizer.word_index = dict(counts["word_index"])
    return tokenizer
