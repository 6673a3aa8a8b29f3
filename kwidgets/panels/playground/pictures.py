from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final

import numpy as np

from kwidgets.i18n import t
from kwidgets.live import Axis, Chart, Line, Map, Points
from kwidgets.panels.playground.features import FEATURES
from kwidgets.panels.playground.maps import EXTENT, REACH
from kwidgets.panels.playground.network import OUTPUT, NetworkPicture
from kwidgets.panels.playground.state import PlaygroundState

_AXIS: Final = (-REACH, REACH)
_MOST_POINTS: Final = 150  # of each kind that are drawn


class Pictures:
    """The network, what it answers everywhere, and the losses.

    Args:
        state: what is shown.

    Attributes:
        network: the picture of the network.
        output: the map of the answers, with the points.
        losses: the curves.
        tests: whether the points that test are shown.
        sharp: whether the map shows only which class is chosen.
    """

    def __init__(self, state: PlaygroundState) -> None:
        self._state = state
        self._pointed = ""
        self.tests = self.sharp = False
        self.network = NetworkPicture(state)
        self.output = Chart(self._title, x=Axis("x₁", limits=_AXIS), y=Axis("x₂", limits=_AXIS), equal=True, zoom=False)
        self.losses = Chart("playground.losses.title", y=Axis("playground.losses.loss", switch=True), height=200)
        self.network.view.on_point(self._point)

    def show(self, *, selected: str | None = None, running: bool = False) -> None:
        """Draw the present state; what nobody looks at is not computed.

        Args:
            selected: the node of the network that is chosen; None leaves it as it is.
            running: whether more is to come by itself.
        """
        seen = [view for view in (self.network.view, self.output) if view.views or not running]
        answers = self._state.maps.of_layers() if seen else []
        if self.network.view in seen:
            self.network.show(answers, selected=selected, running=running)
        if self.output in seen:
            self.output.show([self._map(answers), *self._points()], running=running)
        if self.losses.views or not running:
            self._show_losses(running=running)

    def forget(self) -> None:
        """Units have come or gone: none is pointed at any more."""
        self._pointed = ""

    def _point(self, name: str) -> None:
        """Show large what a unit answers, for as long as it is pointed at."""
        off = name == OUTPUT or (name in FEATURES and name not in self._state.settings.features)
        wanted = "" if off else name
        if wanted != self._pointed:
            self._pointed = wanted
            self.output.set_title(self._title)
            if not self._state.session.running:
                self.output.show([self._map(self._state.maps.of_layers()), *self._points()])

    def _title(self) -> str:
        name = self._pointed
        if not name:
            return t("playground.output.all")
        if name in FEATURES:
            return t("playground.output.feature", feature=FEATURES[name].title)
        layer, unit = name.split(".")
        return t("playground.output.unit", layer=layer, unit=unit)

    def _map(self, answers: list[Any]) -> Map:
        settings, name = self._state.settings, self._pointed
        if not name:
            values = answers[-1][:, :, 0]
            if settings.problem == "classification":
                return self._of(values, 0, 1, steps=2 if self.sharp else 0)
            return self._of(values, -1, 1)
        column = 0 if name in FEATURES else int(name.split(".")[0])
        values = answers[column][:, :, self.network.source(name)]
        most = float(np.abs(values).max()) or 1.0
        return self._of(values, -most, most)

    @staticmethod
    def _of(values: Any, low: float, high: float, *, steps: int = 0) -> Map:
        return Map(
            values, extent=EXTENT, scale="boundary", low=low, high=high, steps=steps, smooth=not steps,
            label="playground.output.answer",
        )  # fmt: skip

    def _points(self) -> list[Points]:
        data = self._state.data
        shown = []
        for test in (False, True)[: 1 + self.tests]:
            which = slice(data.train, data.train + _MOST_POINTS) if test else slice(min(data.train, _MOST_POINTS))
            places, targets = data.places[which], data.targets[which]
            name = "test" if test else "train"
            look: dict[str, Any] = {
                "label": f"playground.losses.{name}", "size": 5.5 if test else 8.5, "keys": not test, "name": name,
            }  # fmt: skip
            if self._state.settings.problem == "classification":  # blue circles and orange squares, as the map has them
                look |= {"groups": 1 - targets, "labels": [_class_words(1), _class_words(0)]}
            else:
                look |= {"values": targets, "low": -1, "high": 1}
            shown.append(Points(*places.T, **look))
        return shown

    def _show_losses(self, *, running: bool) -> None:
        train, test = self._state.losses()
        epochs = np.arange(1, len(train) + 1)
        self.losses.show(
            [
                Line(epochs, train, look="train", label="playground.losses.train", name="train"),
                Line(epochs[: len(test)], test, look="validation", label="playground.losses.test", name="test"),
            ],
            running=running,
            x=Axis("playground.losses.axis", limits=(0, _horizon(len(train))), whole=True),
        )


def _class_words(number: int) -> Callable[[], str]:
    return lambda: t("playground.output.class", number=number)


def _horizon(done: int) -> int:
    """The end of the axis of epochs: a round number that is not moved too often."""
    wanted = max(done, 10)
    power = 10 ** math.floor(math.log10(wanted))
    return next(int(factor * power) for factor in (1, 2, 5, 10) if factor * power >= wanted)
