"""Which views are on the screen, and whether a frame may be sent: pure accounting, no kernel needed."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from kwidgets.session.blocking import blocked_for

_IN_FLIGHT: Final = 2  # frames sent and not yet drawn
_PATIENCE: Final = 2.0  # seconds until a view that draws nothing is taken for asleep or gone
_UNHEARD: Final = 0.1  # seconds between frames while no view can answer,
_RARER: Final = 600  # and later on this part of the time that has passed: an hour makes some three thousand frames


@dataclass(slots=True)
class _View:
    drawn: int  # newest frame that this view has drawn
    heard: float  # when it last drew one, or caught up


class Gate:
    """Lets a frame through only if somebody looks and everybody keeps up.

    A view says `hello`, acknowledges every frame it has drawn, and says `bye`. One that falls silent while frames
    wait for it (a hidden tab, a laptop closed, a page gone without a word) is asleep after two seconds: it holds up
    nobody, and wakes with its next word. Frames that may not be sent are skipped by the sender, never queued.

    While a cell blocks the kernel, frames go out and nobody can answer: not even that somebody looks. Then frames are
    sent by the clock, the rarer the longer it takes, until the first answer comes in after all.

    Args:
        clock: a clock in seconds, for tests.
        blocked: for how many seconds the kernel has heard nothing, None if it hears; for tests.
    """

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, blocked: Callable[[], float | None] = blocked_for
    ) -> None:
        self._clock, self._blocked = clock, blocked
        self._views: dict[str, _View] = {}
        self._sent = self._heard = -math.inf
        self.frame = 0
        """Number of the newest frame sent; 0 is none."""

    @property
    def views(self) -> int:
        """How many views are displayed and awake; while none can say so, how many there were."""
        return len(self._views) if self._unheard else len(self._awake())

    def hello(self, view: str) -> None:
        """A view is displayed and shows what the state holds."""
        self.drawn(view, self.frame)

    def drawn(self, view: str, frame: int) -> None:
        """A view has drawn a frame."""
        self._heard = self._clock()
        self._views[view] = _View(frame, self._heard)

    def bye(self, view: str) -> None:
        """A view is gone."""
        self._views.pop(view, None)

    def open(self) -> bool:
        """Whether a frame may be sent now."""
        if self._unheard:
            return self._clock() - self._sent >= max(_UNHEARD, (self._blocked() or 0) / _RARER)
        awake = self._awake()
        return bool(awake) and all(self.frame - view.drawn < _IN_FLIGHT for view in awake)

    def next_frame(self) -> int:
        """Number of the frame that is sent now."""
        now = self._sent = self._clock()
        for view in self._views.values():
            if view.drawn == self.frame:  # had nothing to draw until now: its time runs from here
                view.heard = now
        self.frame += 1
        return self.frame

    @property
    def _unheard(self) -> bool:
        """Whether the kernel hears nothing, as far as we know."""
        blocked = self._blocked()
        return blocked is not None and self._heard < self._clock() - blocked

    def _awake(self) -> list[_View]:
        now = self._clock()
        return [v for v in self._views.values() if v.drawn >= self.frame or now - v.heard <= _PATIENCE]
