from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import ipywidgets as widgets

from kwidgets.i18n import bind, language, on_language, set_language, t
from kwidgets.session import SPEEDS
from kwidgets.session.driver import Home

_LANGUAGES = (("한국어", "ko"), ("English", "en"))


class Bar:
    """The buttons below the cards: run or pause, one batch, one epoch, back to the start, speed.

    Args:
        show: names of the controls to show: "steps", "speed", "metric".
        speed: the speed shown first.
        asked: called with the name of what is asked for: "toggle", "step", "epoch", "reset".
        speed_chosen: called with the name of a speed.
        metric_chosen: called with "error" or "loss".

    Attributes:
        widget: the row of buttons.
    """

    def __init__(
        self,
        show: Collection[str],
        speed: str,
        *,
        asked: Callable[[str], None],
        speed_chosen: Callable[[str], None],
        metric_chosen: Callable[[str], None],
    ) -> None:
        self._run = _button("toggle", "triad.run", asked)
        self._run.add_class("kw-run")
        self._others = [_button(name, f"triad.{name}", asked) for name in ("step", "epoch", "reset")]
        self._speed = widgets.Dropdown()
        self._metric = widgets.Dropdown()
        self._running = False
        self._speaking = False
        bind(self._speed, "description", "triad.speed")
        bind(self._metric, "description", "triad.metric")
        for menu in (self._speed, self._metric):
            menu.style.description_width = "initial"
        self._options(speed, "error")
        self._speed.observe(self._telling(speed_chosen), "value")
        self._metric.observe(self._telling(metric_chosen), "value")
        steps = self._others if "steps" in show else self._others[-1:]
        menus = [menu for name, menu in (("speed", self._speed), ("metric", self._metric)) if name in show]
        self.widget = widgets.HBox([self._run, *steps, *menus])
        self.widget.add_class("kw-controls")
        on_language(self._speak)

    def follow(self, *, running: bool) -> None:
        """Show whether a press on the large button starts or pauses."""
        if running != self._running:
            self._running = running
            key = "triad.pause" if running else "triad.run"
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
        for control in (self._run, *self._others, self._speed):
            control.disabled = not on

    def _speak(self) -> None:
        self._options(self._speed.value, self._metric.value)

    def _telling(self, chosen: Callable[[str], None]) -> Callable[[Any], None]:
        def tell(change: Any) -> None:
            if not self._speaking:
                chosen(change.new)

        return tell

    def _options(self, speed: str, metric: str) -> None:
        self._speaking = True  # new labels make a menu jump to its first value on the way
        for menu, room, values, value in (
            (self._speed, "speed", tuple(SPEEDS), speed),
            (self._metric, "metric", ("error", "loss"), metric),
        ):
            menu.options = [(t(f"triad.{room}.{name}"), name) for name in values]
            menu.value = value
        self._speaking = False


class LanguageSwitch:
    """한국어 or English, for everything on the screen.

    Attributes:
        widget: the two buttons.
    """

    def __init__(self) -> None:
        self.widget = widgets.ToggleButtons(options=_LANGUAGES, value=language())
        self.widget.style.button_width = "auto"
        self.widget.add_class("kw-language")
        self.widget.tooltips = [name for name, _ in _LANGUAGES]
        self._home = Home()
        self.widget.observe(lambda change: self._home.do(partial(set_language, change.new)), "value")
        on_language(self._follow)

    def _follow(self) -> None:
        self.widget.value = language()


def _button(name: str, key: str, asked: Callable[[str], None]) -> widgets.Button:
    button = widgets.Button()
    bind(button, "description", key)
    bind(button, "tooltip", f"{key}.tooltip")
    button.on_click(lambda _: asked(name))
    return button
