from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import ipywidgets as widgets

from kwidgets.forms import Slider
from kwidgets.i18n import Slot, bind


class Dial:
    """A number with a box to type it and a slider to turn it.

    Args:
        key: key of its name; its tooltip stands at `<key>.tooltip`.
        low: value at the slider's left end.
        high: value at its right end.
        value: the first value.
        turned: called with the new value after each change in the page.
        log: whether equal ways of the slider are equal factors.
        **slots: what fills the slots of its name and tooltip.

    Attributes:
        widget: box and slider side by side.
    """

    def __init__(
        self,
        key: str,
        low: float,
        high: float,
        value: float,
        turned: Callable[[float], None],
        *,
        log: bool = False,
        **slots: Slot,
    ) -> None:
        step = 0.02 if log else 10.0 ** (math.floor(math.log10(high - low)) - 2)
        self._turned = turned
        self._writing = False
        self._box = widgets.BoundedFloatText(min=low, max=high, value=value, step=None)
        self._box.style.description_width = "initial"
        self._slider = Slider(low, high, step, log=log, value=value)
        bind(self._box, "description", key, **slots)
        bind(self._box, "tooltip", f"{key}.tooltip", **slots)
        bind(self._slider, "description", f"{key}.tooltip", **slots)
        for control in (self._box, self._slider):
            control.observe(self._changed, "value")
        self.widget = widgets.HBox([self._box, self._slider])
        self.widget.add_class("kw-dial")

    def set(self, value: float) -> None:
        """Show another value without telling anyone."""
        self._writing = True
        shown = float(f"{value:.4g}")  # as many digits as can be read
        for control in (self._box, self._slider):
            if control.value != shown:
                control.value = shown
        self._writing = False

    def _changed(self, change: Any) -> None:
        if not self._writing:
            self.set(change.new)
            self._turned(float(change.new))
