from __future__ import annotations

import math
from collections.abc import Callable
from html import escape

import ipywidgets as widgets

from kwidgets.i18n import on_language, t
from kwidgets.panels.playground.features import FEATURES
from kwidgets.panels.playground.state import PlaygroundState


class WeightEditor:
    """The numbers that go into one unit, in boxes: weights and bias.

    Args:
        state: whose numbers they are.
        changed: called with the layer, the source (None for the bias), the unit and the new value.

    Attributes:
        widget: what is shown.
        place: layer with weights (from 0) and unit; None while none is chosen.
    """

    def __init__(self, state: PlaygroundState, changed: Callable[[int, int | None, int, float], None]) -> None:
        self._state, self._changed = state, changed
        self.place: tuple[int, int] | None = None
        self._following = False
        self._title, self._boxes = widgets.HTML(), widgets.HBox()
        self._boxes.add_class("kw-weights")
        self.widget = widgets.VBox([self._title, self._boxes])
        self.choose(None)
        on_language(self._speak)

    def choose(self, place: tuple[int, int] | None) -> None:
        """Show the numbers of another unit, or none."""
        self.place = place
        boxes = []
        for source in self._sources():
            box = widgets.FloatText(step=0.1)
            box.style.description_width = "initial"
            box.observe(self._teller(source), "value")
            boxes.append(box)
        self._boxes.children = tuple(boxes)
        self._speak()
        self.follow()

    def follow(self) -> None:
        """Bring the boxes up to date."""
        if self.place is None:
            return
        layer, unit = self.place
        self._following = True
        try:
            for source, box in zip(self._sources(), self._boxes.children, strict=True):
                value = self._state.weight(layer, source, unit)
                box.value = float(f"{value:.4g}") if math.isfinite(value) else value
        finally:
            self._following = False

    def _sources(self) -> list[int | None]:
        if self.place is None:
            return []
        before = self._state.dense[self.place[0]].get_weights()[0].shape[0]
        return [*range(before), None]

    def _teller(self, source: int | None) -> Callable[[object], None]:
        def tell(_: object) -> None:
            place = self.place
            if not self._following and place is not None:
                number = self._sources().index(source)
                self._changed(place[0], source, place[1], float(self._boxes.children[number].value))

        return tell

    def _speak(self) -> None:
        if self.place is None:
            title = t("playground.weights.none")
        elif self.place[0] == len(self._state.dense) - 1:
            title = t("playground.weights.output")
        else:
            title = t("playground.weights.unit", layer=self.place[0] + 1, unit=self.place[1] + 1)
        self._title.value = f"<p>{escape(title)}</p>"
        for source, box in zip(self._sources(), self._boxes.children, strict=True):
            name = self._name(source)
            box.description = name
            box.tooltip = (
                t("playground.weights.bias") if source is None else t("playground.weights.weight", source=name)
            )

    def _name(self, source: int | None) -> str:
        if source is None:
            return t("playground.weights.bias")
        if self.place is not None and self.place[0] == 0:
            return FEATURES[self._state.settings.features[source]].title
        return t("playground.weights.source", unit=source + 1)
