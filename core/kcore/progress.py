"""The progress display of ``fit`` and ``evaluate``: right in a terminal, in a notebook and in a file."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Mapping
from typing import Any


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


class Progbar:
    """How far something has got, with the newest numbers, on one line.

    Args:
        target: number of steps, or None if it is not known.
        width: characters of the bar.
        verbose: 0 nothing, 1 a line that moves, 2 one line at the end.
        interval: seconds between two drawings, at least.
        stateful_metrics: accepted as in Keras, like what follows: the newest number is shown of each.
        stateless_metrics: see ``stateful_metrics``.
        unit_name: what is counted.
    """

    def __init__(
        self,
        target: int | None,
        width: int = 20,
        verbose: Any = 1,
        interval: float = 0.05,
        stateful_metrics: Iterable[str] | None = None,
        stateless_metrics: Iterable[str] | None = None,
        unit_name: str = "step",
    ) -> None:
        self.target, self.width, self.verbose = target, width, verbosity(verbose)
        self.interval, self.unit_name = interval, unit_name
        self.stateful_metrics = set(stateful_metrics or ())
        self.stateless_metrics = set(stateless_metrics or ())
        self._values: dict[str, float] = {}
        self._seen = self._drawn = 0
        self._start = time.perf_counter()
        self._next = self._start + interval

    def due(self) -> bool:
        """Whether it is time to draw again."""
        return self.verbose == 1 and time.perf_counter() >= self._next

    def update(self, current: int, values: Any = None, finalize: bool | None = None) -> None:
        """Show that ``current`` steps are done.

        Args:
            current: steps done.
            values: pairs of name and number, or a dict.
            finalize: whether this ends the line; None: if all steps are done.
        """
        self._values.update(values or {})
        self._seen = current
        if finalize is None:
            finalize = self.target is not None and current >= self.target
        if finalize and self.verbose:
            self._draw(last=True)
        elif self.due():
            self._draw(last=False)

    def add(self, n: int, values: Any = None) -> None:
        """Show that ``n`` more steps are done; see ``update``."""
        self.update(self._seen + n, values)

    def _draw(self, last: bool) -> None:
        now, done = time.perf_counter(), self._seen
        self._next = now + self.interval
        spent, total = now - self._start, done if last else self.target
        pace = f" {duration(spent / done)}/{self.unit_name}" if done else ""
        left = spent if last or not done or total is None else spent / done * (total - done)
        count = f"{done}/{'Unknown' if total is None else total}"
        words = [numbers(self._values)] if self._values else []
        if self.verbose == 2:
            line = " - ".join([count, duration(spent), *([pace.strip()] if pace else []), *words])
        else:
            filled = 0 if total is None else self.width if not total else round(self.width * done / total)
            line = " - ".join([f"{count} {'━' * filled}{'─' * (self.width - filled)} {duration(left)}{pace}", *words])
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
