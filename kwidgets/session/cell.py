"""Which notebook cell is being run: what an earlier run of the same cell made is replaced."""

from __future__ import annotations

import sys
import weakref
from typing import Any, Protocol


class Closeable(Protocol):
    """Anything that can be put to rest for good."""

    def close(self) -> None:
        """Stop; closing twice does nothing."""


_living: dict[str, tuple[int, list[weakref.ref[Closeable]]]] = {}


def claim(thing: Closeable) -> None:
    """Close what earlier runs of the running cell claimed, and remember `thing` for the next run.

    Several things claimed in one run of a cell live side by side. Outside a notebook nothing happens.
    """
    place = _place()
    if place is None:
        return
    cell, run = place
    last_run, things = _living.get(cell, (run, []))
    if run != last_run:
        for reference in things:
            old = reference()
            if old is not None:
                old.close()
        things = []
    _living[cell] = (run, [*things, weakref.ref(thing)])


def notebook() -> Any:
    """The shell of the kernel of a notebook; None elsewhere."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return shell if hasattr(shell, "get_parent") else None


def _place() -> tuple[str, int] | None:
    """The running cell's id and execution count."""
    shell = notebook()
    if shell is None:
        return None
    parent = shell.get_parent()
    # A message of a widget has no cell: what it makes belongs to the panel that asked for it.
    if parent.get("header", {}).get("msg_type") != "execute_request":
        return None
    cell = parent.get("metadata", {}).get("cellId")
    return None if cell is None else (str(cell), int(shell.execution_count))
