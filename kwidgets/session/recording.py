"""The moments of a run that are kept, so that a learner can go back to them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from kcore.training.moment import Moment

_MOST: Final = 240  # moments: more places than a slider has


class Kept(NamedTuple):
    """A moment that is kept.

    Args:
        place: where it is, in epochs since the start.
        moment: all that decides how the training goes on from there.
    """

    place: float
    moment: Moment

    @property
    def step(self) -> int:
        """Batches done since the start."""
        return self.moment.step


class Recording:
    """Moments of one run, evenly spread: at first after every batch, then after every second, and so on.

    When there are too many, or they take too much memory, every second one is let go. In the end whole epochs are
    kept, then every second epoch. The first moment and the newest stay.
    """

    def __init__(self) -> None:
        self._kept: list[Kept] = []
        self._batches = 1  # after how many batches of an epoch a moment is kept; 0: at the ends of epochs only
        self._epochs = 1

    def __len__(self) -> int:
        return len(self._kept)

    def __iter__(self) -> Iterator[Kept]:
        return iter(self._kept)

    def __getitem__(self, index: int) -> Kept:
        return self._kept[index]

    @property
    def full(self) -> bool:
        """Whether there are more moments than anybody can look at."""
        return len(self._kept) > _MOST

    def due(self, loop: Any) -> bool:
        """Whether the moment that a training loop is at should be kept."""
        if self._batches:
            return loop.epoch_ended or loop.batch % self._batches == 0
        return loop.epoch_ended and (loop.epoch + 1) % self._epochs == 0

    def keep(self, loop: Any) -> Kept:
        """Keep the moment that a training loop is at, in place of what was kept of the same step."""
        kept = Kept(loop.done, loop.moment())
        while self._kept and self._kept[-1].step >= kept.step:
            self._kept.pop()
        self._kept.append(kept)
        return kept

    def nearest(self, step: int) -> Kept:
        """The kept moment that is nearest to a step."""
        return min(self._kept, key=lambda kept: abs(kept.step - step))

    def cut(self, step: int) -> None:
        """Forget what came after a step."""
        self._kept = [kept for kept in self._kept if kept.step <= step]

    def thin(self) -> bool:
        """Let about every second moment go; whether there was any to let go."""
        if len(self._kept) <= 2:
            return False
        longest = max(kept.moment.batch for kept in self._kept)
        if self._batches:
            self._batches = 2 * self._batches if 2 * self._batches < longest else 0
        else:
            self._epochs *= 2
        before, (first, *between, last) = len(self._kept), self._kept
        self._kept = [first, *(kept for kept in between if self._stays(kept.moment)), last]
        return len(self._kept) < before or self.thin()

    def nbytes(self, known: set[int]) -> int:
        """Memory that the moments take. Argument: see `Moment.nbytes`."""
        return sum(kept.moment.nbytes(known) for kept in self._kept)

    def _stays(self, moment: Moment) -> bool:
        if self._batches:
            return moment.ended or moment.batch % self._batches == 0
        return moment.ended and (moment.epoch + 1) % self._epochs == 0
