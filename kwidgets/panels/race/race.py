from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence

import numpy as np

from kcore.threads import training_threads
from kwidgets.panels.race.courses import Course
from kwidgets.panels.race.lanes import Lane
from kwidgets.panels.race.runs import Run
from kwidgets.session.slices import Sliced


class Race(Sliced):
    """All lanes of a race side by side, round by round: in a round every run takes one step, or one batch.

    A lane that diverges or raises drops out; the others go on.

    Args:
        course: what is raced on.
        lanes: the optimizers.
        speed: a key of `kwidgets.session.SPEEDS`.
        clock: seconds as a float; for tests.

    Attributes:
        runs: the runs of each lane, one a seed.
        rounds: whole rounds since the start.

    Raises:
        TypeError, ValueError: for lanes or data that do not fit the course (the engine's words).
    """

    def __init__(
        self,
        course: Course,
        lanes: Sequence[Lane],
        *,
        speed: str = "full",
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        super().__init__(speed, clock)
        self.course, self.lanes = course, tuple(lanes)
        with _quiet():
            self.runs: list[Sequence[Run]] = [course.runs(lane) for lane in self.lanes]
        self.rounds = 0
        self._waiting: deque[Run] = deque()

    @property
    def finished(self) -> bool:
        """Whether every run has arrived or dropped out."""
        return not self._waiting and all(run.done for runs in self.runs for run in runs)

    @property
    def begun(self) -> bool:
        """Whether a step was taken."""
        return self.rounds > 0 or bool(self._waiting)

    def play(self) -> None:
        """Race on the event loop, to the end.

        Raises:
            RuntimeError: where there is no event loop (a plain script).
        """
        self._drive(lambda: self._go(lambda: False))

    def step(self, rounds: int = 1) -> None:
        """Race so many rounds on the event loop, then pause.

        Raises:
            RuntimeError: where there is no event loop (a plain script).
        """

        def begin() -> None:
            goal = self.rounds + rounds
            self._go(lambda: self.rounds >= goal)

        self._drive(begin)

    def run(self, rounds: int | None = None) -> None:
        """Race to the end, or so many rounds, and return only then.

        Raises:
            BaseException: what stopped the race; a lane that raises does not stop it.
        """
        goal = None if rounds is None else self.rounds + rounds
        self.do(lambda: self._go(lambda: goal is not None and self.rounds >= goal))
        while self.advance(0.05, paced=False):
            pass
        if self.error is not None:
            raise self.error

    def advance(self, budget: float, *, paced: bool = True) -> bool:
        """As `Sliced.advance`, with matrix products on as many threads as training should use."""
        # Steps that are too long end in values that are no numbers: the panel says so, NumPy need not.
        with training_threads(), _quiet():
            return super().advance(budget, paced=paced)

    def _go(self, until: Callable[[], bool]) -> None:
        self.error = None
        if not self.finished:
            self._until = lambda: not self._waiting and until()

    def _drive(self, command: Callable[[], None]) -> None:
        if self._home.loop is None:
            raise RuntimeError(
                "This races in the background of a notebook, and no event loop is running here. "
                "Use run(), which races first and then returns."
            )
        self.do(command)

    @property
    def _turns_per_epoch(self) -> int:
        return self.course.pace

    def _due(self) -> bool:
        return bool(self._waiting) or super()._due()  # a round that has begun is ended at once

    def _turn(self) -> bool:
        if not self._waiting:
            self._waiting.extend(run for runs in self.runs for run in runs if not run.done)
        run = self._waiting.popleft()
        try:
            run.turn()
        except Exception as error:
            run.error = error
        if not self._waiting:
            self.rounds += 1
        return not self.finished


def _quiet() -> np.errstate:
    return np.errstate(over="ignore", invalid="ignore", divide="ignore")
