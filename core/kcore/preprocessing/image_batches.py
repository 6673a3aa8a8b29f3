"""The batches that ``ImageDataGenerator.flow`` gives."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from kcore.random import generator
from kcore.utils.py_dataset import PyDataset


class ImageBatches(PyDataset):
    """Pictures that a generator changes anew whenever they are asked for.

    Args:
        generator_: the ``ImageDataGenerator``.
        x: pictures, an array of 4 axes.
        y: targets, or None.
        batch_size: pictures in a batch.
        shuffle: whether each epoch has an order of its own.
        sample_weight: a factor of the loss for each picture, or None.
        seed: makes order and changes repeatable.
        subset: 'training', 'validation' or None.

    Raises:
        ValueError: for other shapes, lengths or subsets.
    """

    def __init__(
        self,
        generator_: Any,
        x: Any,
        y: Any,
        batch_size: int,
        shuffle: bool,
        sample_weight: Any,
        seed: Any,
        subset: Any,
    ) -> None:
        super().__init__()
        parts = [np.asarray(part) for part in (x, y, sample_weight) if part is not None]
        if parts[0].ndim != 4:
            raise ValueError(f"ImageDataGenerator: pictures are an array of 4 axes; got shape {parts[0].shape}.")
        if len({len(part) for part in parts}) > 1:
            raise ValueError(f"ImageDataGenerator: x, y and sample_weight differ in length: {[len(p) for p in parts]}.")
        if subset not in (None, "training", "validation"):
            raise ValueError(f"ImageDataGenerator: subset must be 'training' or 'validation'; got {subset!r}.")
        cut = int(len(parts[0]) * generator_.validation_split)
        span = {None: slice(None), "validation": slice(cut), "training": slice(cut, None)}[subset]
        self.parts = [part[span] for part in parts]
        self.generator, self.batch_size, self.shuffle = generator_, batch_size, shuffle
        self.n = len(self.parts[0])
        self._draws = generator(seed)
        self.on_epoch_end()

    def __len__(self) -> int:
        return math.ceil(self.n / self.batch_size)

    def __getitem__(self, index: int) -> Any:
        if not 0 <= index < len(self):
            raise IndexError(f"There are {len(self)} batches; there is no batch {index}.")
        rows = self._order[index * self.batch_size : (index + 1) * self.batch_size]
        change = self.generator
        pictures = [change.random_transform(self.parts[0][i].astype(change.dtype), self._draws) for i in rows]
        batch = (np.stack([change.standardize(picture) for picture in pictures]), *(p[rows] for p in self.parts[1:]))
        return batch[0] if len(batch) == 1 else batch

    def on_epoch_end(self) -> None:
        self._order = self._draws.permutation(self.n) if self.shuffle else np.arange(self.n)

    def __iter__(self) -> Iterator[Any]:
        while True:
            yield from (self[i] for i in range(len(self)))
            self.on_epoch_end()

    def __next__(self) -> Any:
        if not hasattr(self, "_turn"):
            self._turn = iter(self)
        return next(self._turn)
