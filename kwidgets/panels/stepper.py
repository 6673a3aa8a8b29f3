from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from kwidgets.i18n import on_language, raw
from kwidgets.session.driver import Home

_HERE = Path(__file__).parent


class Stepper(anywidget.AnyWidget):
    """Goes forth and back, step by step: by buttons, and by the left and right arrow keys anywhere in its panel.

    Args:
        chosen: called with the number of the step that was asked for in the page, from 0.

    Attributes:
        step: where it stands.
        last: number of the last step.
    """

    # Texts: anywidget keeps every widget whose script is given as a path.
    _esm = (_HERE / "stepper.js").read_text(encoding="utf-8")
    _css = (_HERE / "stepper.css").read_text(encoding="utf-8")
    step = traitlets.Int(0).tag(sync=True)
    last = traitlets.Int(0).tag(sync=True)
    labels = traitlets.Dict().tag(sync=True)

    def __init__(self, chosen: Callable[[int], None]) -> None:
        super().__init__()
        self._chosen = chosen
        self._home = Home()
        self.on_msg(self._hear)
        self._speak()
        on_language(self._speak)

    def show(self, step: int, last: int) -> None:
        """Stand at another step, or on a way of another length."""
        with self.hold_sync():
            self.last, self.step = last, step

    def _hear(self, _: object, content: dict[str, Any], __: object) -> None:
        # What is asked for is told as a way from where the page stood: two quick presses are two steps.
        if content.get("kind") == "by":
            self._home.do(partial(self._go, int(content["by"])))

    def _go(self, by: int) -> None:
        step = min(max(self.step + by, 0), self.last)
        if step != self.step:
            self.step = step
            self._chosen(step)

    def _speak(self) -> None:
        self.labels = {name: raw(f"stepper.{name}") for name in ("back", "on", "first", "place", "keys")}
