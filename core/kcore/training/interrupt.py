"""A click on "interrupt" stops training between two steps, never inside one."""

from __future__ import annotations

import signal
import threading
from types import FrameType
from typing import Any, Self


class BetweenSteps:
    """Inside the block an interrupt (SIGINT) is kept back until ``check`` is called or the block ends.

    Python lets only the main thread decide about signals; in other threads the block changes nothing.
    """

    def __init__(self) -> None:
        self._asked = False
        self._active = False
        self._before: Any = None

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            self._before = signal.getsignal(signal.SIGINT)
            if self._before is signal.default_int_handler:
                signal.signal(signal.SIGINT, self._keep_back)
                self._active = True
        return self

    def _keep_back(self, _signal: int, _frame: FrameType | None) -> None:
        if self._asked:  # a second click: the step itself seems to hang
            raise KeyboardInterrupt
        self._asked = True

    def check(self) -> None:
        """Raise KeyboardInterrupt if an interrupt has come in."""
        if self._asked:
            self._asked = False
            raise KeyboardInterrupt

    def __exit__(self, *exception: object) -> None:
        if self._active:
            signal.signal(signal.SIGINT, self._before)
            self._active = False
        if exception[0] is None:
            self.check()
