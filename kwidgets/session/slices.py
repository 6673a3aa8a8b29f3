"""Work cut into slices between which commands are carried out and listeners are told."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Self

from kwidgets.session.driver import Command, Driver, Home
from kwidgets.session.pace import Pace


class ReplacedError(RuntimeError):
    """The session was closed, mostly because its cell was run again."""


class Sliced:
    """Something that goes forward turn by turn, on the kernel's event loop or blocking.

    A subclass says what a turn is (`_turn`) and sets `_until`, which is asked after each turn whether
    this was the last one. Commands may come from any thread: they wait in a queue and are carried out
    between two turns.

    Args:
        speed: a key of `SPEEDS`.
        clock: seconds as a float.
    """

    def __init__(self, speed: str, clock: Callable[[], float]) -> None:
        self.error: BaseException | None = None
        self._clock = clock
        self._pace = Pace(speed, clock)
        self._commands: deque[Command] = deque()
        self._listeners: list[_Listening] = []
        self._onlookers: list[Command] = []
        self._until: Callable[[], bool] | None = None
        self._home = Home()
        self._busy = False
        self._closed = False
        self._interrupted = False
        self._driver = Driver(self._home, self.advance, self._interrupt)

    @property
    def running(self) -> bool:
        """Whether turns are being taken."""
        return self._until is not None

    @property
    def closed(self) -> bool:
        """Whether it has ended for good."""
        return self._closed

    @property
    def speed(self) -> str:
        """The speed on the event loop, a key of `SPEEDS`; a blocking run never waits."""
        return self._pace.speed

    def set_speed(self, speed: str) -> None:
        """Go at another speed.

        Raises:
            ValueError: for a name that is no key of `SPEEDS`.
        """
        Pace(speed, self._clock)
        self.do(lambda: setattr(self._pace, "speed", speed))

    def pause(self) -> None:
        """Stop after the turn at work."""
        self.do(self._pause)

    def listen(self, listener: Callable[[Self], None], hertz: float = 20.0) -> Callable[[], None]:
        """Call `listener(self)` while it runs, and at once after each command and at the end.

        Args:
            listener: called between two turns, in the thread that made this object.
            hertz: at most so many calls a second while it runs, 1 to 60.

        Returns:
            A function that ends the listening.
        """
        listening = _Listening(partial(listener, self), 1.0 / min(max(hertz, 1.0), 60.0))
        self._listeners.append(listening)

        def stop() -> None:
            if listening in self._listeners:
                self._listeners.remove(listening)

        return stop

    def attend(self, onlooker: Callable[[Self], None]) -> Callable[[], None]:
        """Call `onlooker(self)` after each turn, which waits for it: it should be quick, and leave things alone.

        Returns:
            A function that ends this.
        """
        look = partial(onlooker, self)
        self._onlookers.append(look)

        def stop() -> None:
            if look in self._onlookers:
                self._onlookers.remove(look)

        return stop

    def do(self, command: Command) -> None:
        """Carry out `command` between two turns: at once if nothing is at work in this thread.

        Raises:
            ReplacedError: when it has been closed.
        """
        if self._closed:
            raise ReplacedError("A newer run of this cell took over. Use the panel of the newest run.")
        self._commands.append(command)
        if self._home.here and not self._busy:
            self.advance(0.0)
        if self.running or self._commands:
            self._driver.wake()

    def advance(self, budget: float, *, paced: bool = True) -> bool:
        """Carry out what was asked for and take turns for about `budget` seconds.

        Args:
            budget: seconds; with 0 only commands are carried out.
            paced: whether to wait as the speed says.

        Returns:
            Whether there is more to do.
        """
        if self._busy or self._closed:
            return False
        self._busy = True
        told = False
        try:
            end = self._clock() + budget
            while True:
                while self._commands and not self.closed:
                    self._commands.popleft()()
                    told = True
                if self.closed or self._until is None or self._clock() >= end:
                    break
                if paced and not self._due():
                    break
                goes_on = self._turn()
                for onlooker in tuple(self._onlookers):
                    onlooker()
                if not goes_on or not self.running or self._until():
                    self._until = None
                    told = True
            self._tell(now=told)
        except (Exception, KeyboardInterrupt) as error:
            self._fail(error)
        finally:
            self._busy = False
        return self.running

    def close(self) -> None:
        """End for good; closing twice does nothing."""
        self._closed = True
        self._until = None
        self._commands.clear()
        self._listeners.clear()
        self._onlookers.clear()

    @property
    def _turns_per_epoch(self) -> int:
        raise NotImplementedError

    def _due(self) -> bool:
        """Whether a turn may be taken now, at the speed chosen."""
        # To ask what an epoch is costs something: not where nothing waits.
        return self._pace.free or self._pace.due(self._turns_per_epoch)

    def _turn(self) -> bool:
        """Take a turn and say whether another may follow."""
        raise NotImplementedError

    def _pause(self) -> None:
        self._until = None

    def _tell(self, *, now: bool) -> None:
        time = self._clock()
        for listening in tuple(self._listeners):
            if now or time >= listening.due:
                listening.due = time + listening.interval
                listening.tell()

    def _fail(self, error: BaseException) -> None:
        """Pause, keep the error, and tell everyone who can still be told."""
        self._until = None
        self._interrupted = False
        self.error = error
        for listening in tuple(self._listeners):
            try:
                listening.tell()
            except Exception as second:
                error.add_note(f"A listener was dropped, because it raised {second!r}.")
                self._listeners.remove(listening)

    def _interrupt(self) -> None:
        # Called by a signal handler. The turn at work is let finish; if it never does (a learner's layer
        # that loops for ever), the second interrupt breaks into it.
        if self._interrupted and self._busy:
            raise KeyboardInterrupt
        self._interrupted = True
        self._commands.append(self._raise_interrupt)

    def _raise_interrupt(self) -> None:
        raise KeyboardInterrupt


@dataclass(eq=False)
class _Listening:
    """What a listener is told with, its least interval in seconds, and when it may be told next."""

    tell: Callable[[], None]
    interval: float
    due: float = 0.0
