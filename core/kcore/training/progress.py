"""The progress display of ``fit`` and ``evaluate``: right in a terminal, in a notebook and in a file."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from typing import Any

WIDTH = 20
REFRESH = 0.1  # seconds between two drawings


def duration(seconds: float) -> str:
    """Seconds in few characters: '3ms', '12s', '2:05'.

    >>> duration(0.0031), duration(12.2), duration(125)
    ('3ms', '12s', '2:05')
    """
    if seconds < 1:
        return f"{seconds * 1000:.0f}ms" if seconds >= 1e-3 else f"{seconds * 1e6:.0f}us"
    return f"{seconds:.0f}s" if seconds < 60 else f"{int(seconds // 60)}:{int(seconds % 60):02d}"


def numbers(logs: Mapping[str, float]) -> str:
    """'loss: 0.1234 - accuracy: 0.9876', very small numbers with an exponent."""
    return " - ".join(f"{k}: {v:.4f}" if abs(v) > 1e-3 or v == 0 else f"{k}: {v:.4e}" for k, v in logs.items())


class Progress:
    """Draws the state of one epoch on one line, at most ten times a second.

    Args:
        verbose: 0 nothing, 1 a line that moves, 2 one line at the end.
        total: number of batches in the epoch, or None.
    """

    def __init__(self, verbose: int, total: int | None) -> None:
        self.verbose, self.total = verbose, total
        self._start = time.perf_counter()
        self._next = self._start + REFRESH
        self._drawn = 0

    def due(self) -> bool:
        """Whether it is time to draw again."""
        return self.verbose == 1 and time.perf_counter() >= self._next

    def draw(self, done: int, logs: Mapping[str, float], last: bool = False) -> None:
        """Draw ``done`` of ``total`` batches with the numbers so far; ``last`` ends the line."""
        if self.verbose == 0 or (self.verbose != 1 and not last):
            return
        now = time.perf_counter()
        self._next = now + REFRESH
        spent = now - self._start
        total = self.total or done
        filled = WIDTH if not total else round(WIDTH * done / total)
        bar = "━" * filled + "─" * (WIDTH - filled)
        per_step = f" {duration(spent / done)}/step" if done else ""
        left = "" if last or not done else f" {duration(spent / done * (total - done))}"
        head = f"{done}/{total}" + (f" {bar}" if self.verbose == 1 else "")
        line = f"{head} -{left or ' ' + duration(spent)}{per_step} - {numbers(logs)}"
        start, end = ("\r" if self.verbose == 1 else ""), ("\n" if last else "")
        sys.stdout.write(start + line + " " * max(0, self._drawn - len(line)) + end)
        sys.stdout.flush()
        self._drawn = len(line)


def verbosity(verbose: Any) -> int:
    """'auto', 0, 1 or 2 as a number.

    Raises:
        ValueError: for anything else.
    """
    if verbose == "auto":
        return 1
    if verbose in (0, 1, 2):
        return int(verbose)
    raise ValueError(f"verbose must be 'auto', 0 (silent), 1 (a moving line) or 2 (a line per epoch); got {verbose!r}.")
