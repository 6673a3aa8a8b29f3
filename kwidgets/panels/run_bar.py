from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager

import ipywidgets as widgets

from kwidgets.i18n import bind
from kwidgets.panels.button import button
from kwidgets.panels.menu import Menu
from kwidgets.session import SPEEDS


class RunBar:
    """The buttons of a training: run or pause, one batch, one epoch, back to the start, speed.

    Args:
        speed: the speed shown first.
        asked: called with the name of what is asked for: "toggle", "step", "epoch", "reset".
        speed_chosen: called with the name of a speed.
        show: what is shown beside run and reset: "steps", "speed".
        more: widgets that stand behind them.
        room: room of its words, with a dot behind it.

    Attributes:
        widget: the row of buttons.
    """

    def __init__(
        self,
        speed: str,
        *,
        asked: Callable[[str], None],
        speed_chosen: Callable[[str], None],
        show: Collection[str] = ("steps", "speed"),
        more: Sequence[widgets.Widget] = (),
        room: str = "run.",
    ) -> None:
        self._room = room
        self._run = button(f"{room}toggle", lambda: asked("toggle"))
        self._run.add_class("kw-run")
        self._step = button(f"{room}step", lambda: asked("step"))
        self._epoch = button(f"{room}epoch", lambda: asked("epoch"))
        self._reset = button(f"{room}reset", lambda: asked("reset"))
        self._speed = Menu(f"{room}speed", tuple(SPEEDS), speed, speed_chosen)
        self._running = False
        steps = [self._step, self._epoch] if "steps" in show else []
        menu = [self._speed.widget] if "speed" in show else []
        self.widget = widgets.HBox([self._run, *steps, self._reset, *menu, *more])
        self.widget.add_class("kw-controls")

    def follow(self, *, running: bool) -> None:
        """Show whether a press on the large button starts or pauses."""
        if running != self._running:
            self._running = running
            key = f"{self._room}{'pause' if running else 'toggle'}"
            bind(self._run, "description", key)
            bind(self._run, "tooltip", f"{key}.tooltip")

    def disable(self) -> None:
        """Take no more clicks."""
        self._take_clicks(on=False)

    @contextmanager
    def resting(self) -> Iterator[None]:
        """Within the block no clicks are taken, because the kernel could answer them only when it is too late."""
        self._take_clicks(on=False)
        try:
            yield
        finally:
            self._take_clicks(on=True)

    def _take_clicks(self, *, on: bool) -> None:
        for control in (self._run, self._step, self._epoch, self._reset, self._speed.widget):
            control.disabled = not on
