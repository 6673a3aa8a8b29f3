"""A moment of a training: all that decides how it goes on, so that going back is exact to the last bit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from kcore.autodiff import Array
from kcore.training.aside import Gathered

_PLAIN = (bool, int, float, str, type(None))
_OVERHEAD = 4096  # bytes that the small objects of a moment take together, about


class Moment(NamedTuple):
    """What ``TrainingLoop.moment`` returns.

    Attributes:
        epoch: epoch being worked on, from 0.
        batch: batches done in it.
        step: batches done since the beginning.
        samples: samples seen in this epoch.
        ended: whether the epoch is over.
        model: weights and the optimizer's state, see ``Model.snapshot``.
        learning_rate: the optimizer's learning rate; None if a schedule gives it.
        source: where the source of batches is.
        chance: where the streams of random numbers are.
        gathered: loss and metrics so far.
        logs: loss and metrics of the epoch if it is over; else what a step of the model's own returned.
        lengths: how many numbers the history holds under each name, and for how many epochs (under an empty name).
        callbacks: plain values in the attributes of the callbacks.
    """

    epoch: int
    batch: int
    step: int
    samples: int
    ended: bool
    model: dict[str, Any]
    learning_rate: float | None
    source: Any
    chance: list[Any]
    gathered: Gathered
    logs: dict[str, float]
    lengths: dict[str, int]
    callbacks: list[dict[str, Any]]

    def __repr__(self) -> str:
        return f"<Moment after step {self.step}>"

    def nbytes(self, known: set[int]) -> int:
        """Memory that it takes.

        Args:
            known: identities of arrays that are counted already, as moments of one epoch share some; added to.
        """
        new = {id(array): array for array in _arrays((self.model, self.gathered)) if id(array) not in known}
        known.update(new)
        return _OVERHEAD + sum(array.nbytes for array in new.values())


def _arrays(thing: Any) -> Iterator[Array]:
    if isinstance(thing, np.ndarray):
        if thing.base is None:  # a view has no memory of its own
            yield thing
    elif isinstance(thing, dict):
        for part in thing.values():
            yield from _arrays(part)
    elif isinstance(thing, list | tuple):
        for part in thing:
            yield from _arrays(part)


def plain_values(callback: Any) -> dict[str, Any]:
    """Attributes of a callback that are numbers, texts, truth values or None, or lists of arrays."""
    return {
        name: value
        for name, value in vars(callback).items()
        if isinstance(value, _PLAIN) or (isinstance(value, list) and all(isinstance(v, np.ndarray) for v in value))
    }
