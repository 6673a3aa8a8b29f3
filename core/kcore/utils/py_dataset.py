"""Batches by number: data that are too large or too lively for one array."""

from __future__ import annotations

from typing import Any


class PyDataset:
    """Base of data that come batch by batch; ``fit``, ``evaluate`` and ``predict`` take one in place of x and y.

    One of your own defines ``__len__`` (number of batches) and ``__getitem__`` (batch number ``i`` as x, (x, y) or
    (x, y, sample_weight)).

    Args:
        workers: accepted for compatibility, like what follows: batches are asked for in this thread, when needed.
        use_multiprocessing: see ``workers``.
        max_queue_size: see ``workers``.
    """

    def __init__(self, workers: int = 1, use_multiprocessing: bool = False, max_queue_size: int = 10) -> None:
        self.workers, self.use_multiprocessing, self.max_queue_size = workers, use_multiprocessing, max_queue_size

    def __getitem__(self, index: int) -> Any:
        raise TypeError(f"{type(self).__name__} needs a method __getitem__(self, index) that returns a batch.")

    def __len__(self) -> int:
        raise TypeError(f"{type(self).__name__} needs a method __len__(self) that returns the number of batches.")

    @property
    def num_batches(self) -> int:
        """Number of batches in an epoch."""
        return len(self)

    def on_epoch_begin(self) -> None:
        """Before an epoch."""

    def on_epoch_end(self) -> None:
        """After an epoch: the place to put the samples in another order."""
