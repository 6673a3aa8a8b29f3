"""Sequences: padding, and windows over time series."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from kcore.autodiff import Array
from kcore.random import generator
from kcore.utils.pad_sequences import pad_sequences
from kcore.utils.py_dataset import PyDataset

__all__ = ["TimeseriesGenerator", "make_sampling_table", "pad_sequences", "skipgrams"]


class TimeseriesGenerator(PyDataset):
    """Windows over a time series, and what follows each of them.

    Args:
        data: the series, one row for each time.
        targets: one row for each time; that of the time after a window belongs to it.
        length: number of times that a window spans.
        sampling_rate: distance of the rows inside a window.
        stride: distance between the beginnings of windows.
        start_index: times before this one are left out.
        end_index: times after this one are left out; the last one if None.
        shuffle: whether windows are drawn at random.
        reverse: whether time runs backwards inside a window.
        batch_size: windows in a batch.

    Raises:
        ValueError: if data and targets differ in length, or no window fits.

    >>> x, y = TimeseriesGenerator(np.arange(5), np.arange(5), length=2)[0]
    >>> x.tolist(), y.tolist()
    ([[0, 1], [1, 2], [2, 3]], [2, 3, 4])
    """

    def __init__(
        self,
        data: Any,
        targets: Any,
        length: int,
        sampling_rate: int = 1,
        stride: int = 1,
        start_index: int = 0,
        end_index: int | None = None,
        shuffle: bool = False,
        reverse: bool = False,
        batch_size: int = 128,
    ) -> None:
        super().__init__()
        if len(data) != len(targets):
            raise ValueError(
                f"TimeseriesGenerator: data and targets have one row for each time; got {len(data)} and {len(targets)}."
            )
        self.data, self.targets, self.length = data, targets, length
        self.sampling_rate, self.stride, self.batch_size = sampling_rate, stride, batch_size
        self.shuffle, self.reverse = shuffle, reverse
        self.start_index = start_index + length
        self.end_index = len(data) - 1 if end_index is None else end_index
        if self.start_index > self.end_index:
            raise ValueError(
                f"TimeseriesGenerator: no window of length {length} fits between start_index={start_index} and "
                f"end_index={self.end_index}, with a time after it to tell. Take a shorter one or more data."
            )
        self._draws = generator() if shuffle else None

    def __len__(self) -> int:
        windows = self.end_index - self.start_index + 1
        return math.ceil(windows / (self.batch_size * self.stride))

    def __getitem__(self, index: int) -> tuple[Array, Array]:
        if not -len(self) <= index < len(self):
            raise IndexError(f"TimeseriesGenerator has {len(self)} batches; there is no batch {index}.")
        if self._draws is not None:
            ends = self._draws.integers(self.start_index, self.end_index + 1, self.batch_size)
        else:
            first = self.start_index + self.batch_size * self.stride * (index % len(self))
            ends = np.arange(first, min(first + self.batch_size * self.stride, self.end_index + 1), self.stride)
        windows = np.array([self.data[end - self.length : end : self.sampling_rate] for end in ends])
        return windows[:, ::-1] if self.reverse else windows, np.array([self.targets[end] for end in ends])

    def get_config(self) -> dict[str, Any]:
        """The arguments; data and targets as lists."""
        return {
            "data": np.asarray(self.data).tolist(), "targets": np.asarray(self.targets).tolist(), "length": self.length,
            "sampling_rate": self.sampling_rate, "stride": self.stride, "start_index": self.start_index,
            "end_index": self.end_index, "shuffle": self.shuffle, "reverse": self.reverse,
            "batch_size": self.batch_size,
        }  # fmt: skip


def make_sampling_table(size: int, sampling_factor: float = 1e-5) -> Array:
    """For the words of a vocabulary by rank, the share of their occurrences that ``skipgrams`` keeps.

    Args:
        size: number of words.
        sampling_factor: the smaller, the fewer frequent words are kept.

    Returns:
        Array of shape (size,), 0 to 1. Frequencies follow Zipf's law.

    Source: T. Mikolov et al. (2013), "Distributed Representations of Words and Phrases".
    """
    rank = np.arange(size)
    rank[0] = 1
    inverse = rank * (np.log(rank) + 0.577) + 0.5 - 1.0 / (12.0 * rank)  # of the frequency
    share = sampling_factor * inverse
    return np.minimum(1.0, share / np.sqrt(share))


def skipgrams(
    sequence: Any,
    vocabulary_size: int,
    window_size: int = 4,
    negative_samples: float = 1.0,
    shuffle: bool = True,
    categorical: bool = False,
    sampling_table: Any = None,
    seed: int | None = None,
) -> tuple[list[list[int]], list[Any]]:
    """Pairs of a word and a neighbour (label 1), and of a word and any word (label 0).

    Args:
        sequence: numbers of words; 0 stands for none.
        vocabulary_size: one more than the largest number.
        window_size: how far neighbours may be.
        negative_samples: pairs with label 0 for each with label 1.
        shuffle: whether pairs come in random order.
        categorical: whether labels are [0, 1] and [1, 0].
        sampling_table: see ``make_sampling_table``; None keeps all words.
        seed: makes the draws repeatable.

    Returns:
        Pairs and labels.
    """
    draws = generator(seed)
    pairs = [
        [int(word), int(sequence[j])]
        for i, word in enumerate(sequence)
        if word and (sampling_table is None or sampling_table[word] >= draws.random())
        for j in range(max(0, i - window_size), min(len(sequence), i + window_size + 1))
        if j != i and sequence[j]
    ]
    labels: list[Any] = [[0, 1] if categorical else 1] * len(pairs)
    words = draws.permutation([pair[0] for pair in pairs]) if pairs else np.zeros(0, int)
    for i in range(int(len(pairs) * negative_samples)):
        pairs.append([int(words[i % len(words)]), int(draws.integers(1, vocabulary_size))])
        labels.append([1, 0] if categorical else 0)
    if shuffle:
        order = draws.permutation(len(pairs))
        pairs, labels = [pairs[i] for i in order], [labels[i] for i in order]
    return pairs, labels
