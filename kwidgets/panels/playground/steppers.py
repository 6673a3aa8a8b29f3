from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import ipywidgets as widgets

from kwidgets.i18n import bind
from kwidgets.panels.playground.settings import MOST_LAYERS, MOST_UNITS


class _Stepper:
    """A number between a minus and a plus."""

    def __init__(self, key: str, stepped: Callable[[int], None], **slots: int) -> None:
        self._number = widgets.Label()
        self._name = widgets.Label()
        self._less, self._more = widgets.Button(description="−"), widgets.Button(description="+")
        for button, end, by in ((self._less, "less", -1), (self._more, "more", 1)):
            bind(button, "tooltip", f"{key}.{end}", **slots)
            button.on_click(lambda _, by=by: stepped(by))
        bind(self._name, "value", key, **slots)
        buttons = widgets.HBox([self._less, self._number, self._more])
        self.widget = widgets.VBox([self._name, buttons])
        self.widget.add_class("kw-stepper")

    def follow(self, number: int, low: int, high: int) -> None:
        self._number.value = str(number)
        self._less.disabled, self._more.disabled = number <= low, number >= high


class Steppers:
    """The numbers of hidden layers and of the units of each, above the picture of the network.

    Args:
        layers: called with 1 or -1 when a hidden layer shall come or go.
        units: called with the number of a hidden layer (from 0), and 1 or -1.

    Attributes:
        widget: the row.
    """

    def __init__(self, layers: Callable[[int], None], units: Callable[[int, int], None]) -> None:
        self._layers = _Stepper("playground.step.layers", layers)
        self._units = [
            _Stepper("playground.step.units", partial(units, number), layer=number + 1) for number in range(MOST_LAYERS)
        ]
        self.widget = widgets.HBox()
        self.widget.add_class("kw-steppers")

    def follow(self, hidden: Sequence[int]) -> None:
        """Show other numbers."""
        self._layers.follow(len(hidden), 0, MOST_LAYERS)
        for stepper, units in zip(self._units, hidden, strict=False):
            stepper.follow(units, 1, MOST_UNITS)
        self.widget.children = (self._layers.widget, *(stepper.widget for stepper in self._units[: len(hidden)]))
