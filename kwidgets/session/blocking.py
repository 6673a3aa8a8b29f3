"""Whether a cell blocks the kernel while it trains: then messages go out to the page, and none comes in."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

_since: list[float] = []


def block() -> None:
    """A cell trains from now on, and the kernel hears nothing until `unblock`."""
    _since.append(time.monotonic())


def unblock() -> None:
    """The kernel hears again. Once for each `block`; once more does no harm."""
    if _since:
        _since.pop()


@contextmanager
def blocking() -> Iterator[None]:
    """A block of code that trains and lets the kernel hear nothing meanwhile."""
    block()
    try:
        yield
    finally:
        unblock()


def blocked_for() -> float | None:
    """For how many seconds the kernel has heard nothing; None if it hears."""
    return time.monotonic() - _since[0] if _since else None
