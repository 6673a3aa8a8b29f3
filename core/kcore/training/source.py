"""Where batches come from: arrays that are shuffled and cut here, or batches that somebody else makes."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

import numpy as np

from kcore.autodiff import Array
from kcore.random import generator
from kcore.training.samples import Samples

GATHERED = 8 * 2**20  # bytes of data up to which a whole epoch is shuffled at once


class ArraySource:
    """Batches of arrays.

    Args:
        data: checked samples.
        batch_size: samples per batch; may be changed at any time, the next batch has the new size.
        shuffle: whether each epoch has an order of its own.
        limit: at most so many batches make an epoch; None: all.
    """

    repeatable = True  # whether ``go_to`` brings back the very same batches

    def __init__(self, data: Samples, batch_size: int, shuffle: bool, limit: int | None) -> None:
        self._data = data
        self._size = batch_size
        self.changed = False  # whether the batches being handed out have the old size
        self._limit = limit
        self._current = data  # the samples in this epoch's order
        self._order: Array | None = None
        self._views: tuple[int, Samples, list[Samples]] = (0, data, [])  # batch size, samples, their batches
        self._random = generator() if shuffle else None
        self._before = _where(self._random)  # as it was before this epoch's order was drawn

    @property
    def samples(self) -> Samples:
        """All samples, in the order in which they came."""
        return self._data

    @property
    def shuffles(self) -> bool:
        """Whether each epoch has an order of its own."""
        return self._random is not None

    @property
    def share(self) -> float | None:
        """What part of an epoch a sample is; None if nobody knows, or batches are counted."""
        return 1 / self._data.number if self._limit is None else None

    def place(self) -> Any:
        """Where the source is, for ``go_to``."""
        return self._size, self._before, _where(self._random)

    def go_to(self, place: Any, batch: int | None) -> None:
        """Go back, or forth.

        Args:
            place: what ``place`` returned.
            batch: how many batches of the epoch were handed out; None between two epochs.
        """
        self._size, before, now = place
        if self._random is not None:
            self._random.bit_generator.state = now if batch is None else before
        if batch is not None:
            self.begin_epoch()

    @property
    def batch_size(self) -> int:
        """Samples per batch."""
        return self._size

    @batch_size.setter
    def batch_size(self, value: int) -> None:
        self._size, self.changed = value, True

    @property
    def steps(self) -> int:
        """Batches in an epoch of the present batch size."""
        steps = -(-self._data.number // self._size)
        return steps if self._limit is None else min(steps, self._limit)

    @property
    def whole(self) -> bool:
        """Whether all samples are in an epoch, so that the size of the batches is free."""
        return self._limit is None

    def begin_epoch(self) -> None:
        """Put the samples in this epoch's order: all at once if they are few, batch by batch if they are many."""
        if self._random is None:
            return
        self._before = _where(self._random)
        order = self._random.permutation(self._data.number)
        if self._data.nbytes > GATHERED:
            self._order = order
        elif self._current is self._data:
            self._current = self._data.taken(order)
        else:
            self._data.taken(order, self._current)

    def batches(self, start: int) -> Iterable[Samples]:
        """Batches from sample ``start`` on. Those of a whole epoch stay valid: they are views, filled anew."""
        size, self.changed = self._size, False
        count, order = self._data.number, self._order
        if order is not None:
            return (self._data.taken(order[i : i + size]) for i in range(start, count, size))
        if start == 0 and self._views[0] == size and self._views[1] is self._current:
            return self._views[2]
        views = [self._current.part(slice(i, i + size)) for i in range(start, count, size)]
        if start == 0:
            self._views = (size, self._current, views)
        return views

    def ended(self, start: int, batch: int) -> bool:
        """Whether ``start`` samples in ``batch`` batches make an epoch."""
        return start >= self._data.number or batch == self._limit

    def end_epoch(self) -> None:
        """Nothing is left over."""


class BatchSource:
    """Batches that come ready from a generator, a ``PyDataset`` or anything that can be iterated over.

    Args:
        data: the source.
        check: makes checked samples from what the source hands out.
        shuffle: whether the batches of a ``PyDataset`` come in another order in each epoch.
        limit: so many batches make an epoch; None: until the source ends.
    """

    changed = False
    samples = None  # nobody knows them before they come
    shuffles = True  # or so it is hoped: whoever makes the batches sees to it
    share = None

    def __init__(self, data: Any, check: Callable[[Any], Samples], shuffle: bool, limit: int | None) -> None:
        self._data, self._check, self._limit = data, check, limit
        self._indexed = hasattr(data, "__getitem__") and hasattr(data, "__len__")
        self._random = generator() if shuffle and self._indexed else None
        self._before = _where(self._random)
        self._batches: Iterator[Any] | None = None
        self._next: Samples | None = None
        self._size = 0
        self._fetched = 0  # batches of this epoch

    @property
    def repeatable(self) -> bool:
        """Whether ``go_to`` brings back the very same batches: not those of an iterator, which are gone."""
        return self._indexed or (self._limit is None and iter(self._data) is not self._data)

    def place(self) -> Any:
        """Where the source is, for ``go_to``."""
        return self._before, _where(self._random)

    def go_to(self, place: Any, batch: int | None) -> None:
        """Go back, or forth, as far as the source can. Arguments: see ``ArraySource``."""
        if not self.repeatable:
            return
        before, now = place
        if self._random is not None:
            self._random.bit_generator.state = now if batch is None else before
        self._next = None
        self._batches = None if batch is None else self._started(batch)
        if batch is not None:
            self._fetched = batch
            self._fetch()

    @property
    def batch_size(self) -> int:
        """Samples in the latest batch: the source decides."""
        return self._size

    @batch_size.setter
    def batch_size(self, value: int) -> None:
        raise ValueError(f"batch_size={value}: this source makes its own batches. Change it there.")

    @property
    def steps(self) -> int | None:
        """Batches in an epoch; None if nobody knows."""
        if self._limit is not None:
            return self._limit
        length = getattr(self._data, "num_batches", None)
        if length is not None:
            return int(length)
        return len(self._data) if hasattr(self._data, "__len__") else None

    def begin_epoch(self) -> None:
        """Start the source again, unless it goes on by itself."""
        self._fetched = 0
        if hasattr(self._data, "on_epoch_begin"):
            self._data.on_epoch_begin()
        if self._batches is None:
            self._batches = self._started()
            self._next = None

    def _started(self, skipped: int = 0) -> Iterator[Any]:
        if not self._indexed:
            return islice(self._data, skipped, None) if skipped else iter(self._data)
        count = self.steps or 0
        self._before = _where(self._random)
        order = range(count) if self._random is None else self._random.permutation(count)
        return (self._data[int(i)] for i in order[skipped:])

    def batches(self, start: int) -> Iterable[Samples]:
        """Batches until the epoch is over. One is fetched ahead, to know which one is the last."""
        if self._next is None:
            self._fetch()
        if self._next is None and start == 0:
            raise ValueError(
                "The source of batches is empty: it ended before the first batch of this epoch. A generator can be "
                "walked through once only; give steps_per_epoch or a PyDataset."
            )
        handed = 0
        while self._next is not None:
            batch, self._next = self._next, None
            self._size, handed = batch.number, handed + 1
            if self._limit is None or handed < self._limit:
                self._fetch()
            yield batch

    def _fetch(self) -> None:
        try:
            item = next(self._batches) if self._batches is not None else None
        except StopIteration:
            self._batches, item = None, None
            if self._limit is not None and 0 < self._fetched < self._limit:
                warnings.warn(
                    f"The source ran out of data after {self._fetched} of {self._limit} batches, so this epoch is "
                    f"shorter. Let it make steps_per_epoch * epochs batches, or ask for fewer steps.",
                    stacklevel=2,
                )
        self._fetched += item is not None
        self._next = None if item is None else self._check(item)

    def ended(self, start: int, batch: int) -> bool:
        """Whether the batch handed out last was the last one of the epoch."""
        return self._next is None or batch == self._limit

    def end_epoch(self) -> None:
        """Tell the source; one that ended or can be indexed starts again in the next epoch."""
        if self._indexed or self._limit is None:
            self._batches = None
        if hasattr(self._data, "on_epoch_end"):
            self._data.on_epoch_end()


def _where(random: np.random.Generator | None) -> Any:
    return None if random is None else random.bit_generator.state


def is_source(data: Any) -> bool:
    """Whether data come as ready batches: not as arrays, nor as lists, tuples or dicts of them."""
    if isinstance(data, list | tuple | dict | str) or hasattr(data, "__array__") or hasattr(data, "to_numpy"):
        return False
    return hasattr(data, "__next__") or hasattr(data, "__iter__") or hasattr(data, "__getitem__")
