"""How fast a training may go, so that eyes can follow it."""

from __future__ import annotations

from collections.abc import Callable

# Batches a second as a function of the batches in an epoch; None: as fast as the machine can.
SPEEDS: dict[str, Callable[[int], float] | None] = {
    "full": None,
    "epochs": lambda steps_per_epoch: 10.0 * steps_per_epoch,
    "batches": lambda _: 5.0,
}

# After a longer wait (a pause, a busy kernel) the clock starts afresh instead of catching up in a burst.
_LAG = 0.1


class Pace:
    """Says when the next batch is due.

    Args:
        speed: a key of `SPEEDS`: "full" does not wait, "epochs" makes ten epochs a second,
            "batches" five batches a second.
        clock: seconds as a float; it may start anywhere but never runs backwards.

    Raises:
        ValueError: for an unknown speed.
    """

    def __init__(self, speed: str, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._due = clock()
        self._speed = "full"
        self.speed = speed

    @property
    def speed(self) -> str:
        """The name of the speed, a key of `SPEEDS`."""
        return self._speed

    @speed.setter
    def speed(self, speed: str) -> None:
        if speed not in SPEEDS:
            raise ValueError(f"speed must be one of {', '.join(map(repr, SPEEDS))}; got {speed!r}.")
        self._speed = speed
        self._due = self._clock()

    @property
    def free(self) -> bool:
        """Whether no batch ever waits."""
        return SPEEDS[self._speed] is None

    def due(self, steps_per_epoch: int) -> bool:
        """Whether a batch may be trained now; saying yes counts as having trained it."""
        rate = SPEEDS[self._speed]
        if rate is None:
            return True
        now = self._clock()
        if now < self._due:
            return False
        if now - self._due > _LAG:
            self._due = now
        self._due += 1.0 / rate(steps_per_epoch)
        return True
