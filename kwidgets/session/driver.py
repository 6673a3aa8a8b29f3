"""Advances a session on the kernel's event loop, in slices short enough that clicks get through."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

Command = Callable[[], None]

SLICE = 0.015  # seconds of training before the kernel may look at its messages
REST = 0.005  # asyncio.sleep(0) would starve the messages of the page


class Home:
    """The thread, and where there is one the event loop, in which an object was made and does its work."""

    def __init__(self) -> None:
        self._thread = threading.get_ident()
        self._loop = _running_loop()

    @property
    def here(self) -> bool:
        """Whether the caller is in the home thread."""
        return threading.get_ident() == self._thread

    @property
    def loop(self) -> asyncio.AbstractEventLoop | None:
        """The event loop; None in a plain script."""
        if self._loop is None or self._loop.is_closed():
            self._loop = _running_loop() if self.here else None
        return self._loop

    def do(self, command: Command) -> None:
        """Carry out a command at home: at once if the caller is there, else as soon as the loop can."""
        if self.here or self.loop is None:
            command()
        else:
            self.loop.call_soon_threadsafe(command)


class Driver:
    """Calls `advance(SLICE)` again and again while it returns True, in one task at most.

    Args:
        home: where to work.
        advance: trains for about so many seconds; returns whether there is more to do.
        interrupt: called from a signal handler when the kernel is interrupted while the task lives;
            it may only note the fact.
    """

    def __init__(self, home: Home, advance: Callable[[float], bool], interrupt: Command) -> None:
        self._home = home
        self._advance = advance
        self._interrupt = interrupt
        self._task: asyncio.Task[None] | None = None

    @property
    def active(self) -> bool:
        """Whether the task lives."""
        return self._task is not None and not self._task.done()

    def wake(self) -> None:
        """See to it that the task lives, if there is a loop; may be called from any thread."""
        loop = self._home.loop
        if loop is not None:
            loop.call_soon_threadsafe(self._ensure, loop)

    def _ensure(self, loop: asyncio.AbstractEventLoop) -> None:
        if not self.active:
            self._task = loop.create_task(self._drive())

    async def _drive(self) -> None:
        with _on_interrupt(self._interrupt):
            while self._advance(SLICE):
                await asyncio.sleep(REST)


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


# Between cells a Jupyter kernel ignores the interrupt signal. While a training runs there we listen to
# it, so that the kernel's stop button pauses the training. All live tasks share one handler.
_listening: list[Command] = []
_before: list[signal.Handlers | Callable[[int, FrameType | None], object] | int | None] = []


def _handle(_signal: int, _frame: FrameType | None) -> None:
    for note in tuple(_listening):
        note()


@contextmanager
def _on_interrupt(note: Command) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield  # Python delivers signals to the main thread only
        return
    if not _listening and signal.getsignal(signal.SIGINT) is not _handle:
        _before[:] = [signal.signal(signal.SIGINT, _handle)]
    _listening.append(note)
    try:
        yield
    finally:
        _listening.remove(note)
        # A cell that runs meanwhile has put its own handler in place: leave that one alone.
        if not _listening and signal.getsignal(signal.SIGINT) is _handle:
            signal.signal(signal.SIGINT, _before[0] or signal.SIG_DFL)
