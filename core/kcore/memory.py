"""Memory that one training step gives back serves the next one.

Linux's C library hands large pieces back to the system as soon as they are free, and the system clears each page
before it gives it out again: up to a third of the time of a training step. From the first large piece that comes
back the library learns which sizes are usual here, and keeps up to twice as much.
"""

from __future__ import annotations

import functools

import numpy as np

USUAL = 31 << 20  # bytes; the library learns from pieces of up to 32 MB


@functools.cache
def keep_freed() -> None:
    """Let the C library keep up to 62 MB of freed memory; the piece itself is never touched. Works once a process."""
    np.empty(USUAL, np.uint8)
