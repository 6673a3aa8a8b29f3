from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from kwidgets import i18n
from kwidgets.pictures.axis import Axis, Limits, Span
from kwidgets.pictures.bars import Bars
from kwidgets.pictures.describe import in_words
from kwidgets.pictures.layer import Layer
from kwidgets.pictures.lines import Mark
from kwidgets.pictures.maps import Map
from kwidgets.pictures.points import Points
from kwidgets.pictures.words import Text, said


class Content:
    """What a chart shows: axes and layers, and where the axes begin and end.

    Args:
        title: the key of a text, plain words, or empty.
        x: horizontal axis.
        y: vertical axis.
        equal: whether a unit is as long on both axes.
        empty: what is written where there is nothing yet.

    Attributes:
        layers: what lies on top of each other, the lowest first.
        log: whether the y axis is logarithmic now.
    """

    def __init__(self, title: Text, x: Axis, y: Axis, *, equal: bool = False, empty: Text = "") -> None:
        self.title, self.y, self.equal, self.empty = title, y, equal, empty
        self._x = x
        self.layers: tuple[Layer, ...] = ()
        self.log = y.log
        self.ends: tuple[Span, Span, Span] = ((0.0, 1.0), (0.0, 1.0), (0.1, 10.0))
        self._forget()

    @property
    def x(self) -> Axis:
        """The horizontal axis; bars that have names are its categories."""
        if not self._x.categories:
            for layer in self.layers:
                if isinstance(layer, Bars) and layer.labels and layer.edges is None:
                    return replace(self._x, categories=tuple(said(label) for label in layer.labels))
        return self._x

    def show(self, layers: Iterable[Layer], x: Axis | None = None, y: Axis | None = None) -> None:
        """Show these layers, and from now on other axes where such are given.

        Raises:
            TypeError: for what is no layer.
            ValueError: for a map on a logarithmic axis, or two layers that can be dragged and have one name.
        """
        layers = tuple(layers)
        for layer in layers:
            if not isinstance(layer, Layer):
                raise TypeError(f"A chart shows Line, Points, Band, Bars, Map and Mark; got {type(layer).__name__}.")
        kinds = [layer.KIND for layer in layers]
        if kinds != [layer.KIND for layer in self.layers] or (x and x != self._x) or (y and y != self.y):
            self._forget()
        if x is not None:
            self._x = x
        if y is not None:
            if y != self.y:
                self.log = y.log
            self.y = y
        if "map" in kinds and (self._x.log or self.y.log or self.y.switch):
            raise ValueError("A Map has cells of one size: it needs axes that are linear, but log or switch was asked.")
        names = [layer.name for layer in layers if isinstance(layer, (Points, Mark)) and layer.draggable]
        if len(set(names)) < len(names):
            raise ValueError(f"Layers that can be dragged need names of their own; got {names}.")
        self.layers = layers
        self._fit()

    def structure(self) -> dict[str, Any]:
        """What seldom changes, words not looked up; `spoken` does that."""
        return {
            "title": self.title, "equal": self.equal, "empty": self.empty,
            "x": _axis(self.x), "y": _axis(self.y), "layers": [layer.structure() for layer in self.layers],
        }  # fmt: skip

    def drag(self, name: str, index: int, x: float, y: float) -> bool:
        """Move a point or a mark; returns whether there is such a thing."""
        layers = list(self.layers)
        for place, layer in enumerate(layers):
            if isinstance(layer, Mark) and layer.draggable and layer.name == name:
                layers[place] = replace(layer, value=x if layer.way == "vertical" else y)
            elif isinstance(layer, Points) and layer.draggable and layer.name == name:
                xs, ys = np.array(layer.x), np.array(layer.y)
                if not 0 <= index < len(xs):
                    return False
                xs[index], ys[index] = x, y
                layers[place] = replace(layer, x=xs, y=ys)
            else:
                continue
            self.layers = tuple(layers)  # the limits stay: what is under the finger must not slip away
            return True
        return False

    def words(self) -> str:
        """The picture in one line."""
        parts = [part for layer in self.layers if (part := in_words(layer, self.x, self.y))]
        if not parts:
            parts = [said(self.empty) or i18n.t("live.words.empty")]
        title = said(self.title) or i18n.t("live.words.chart")
        return i18n.t("live.words", title=title, parts=", ".join(parts))

    def __bool__(self) -> bool:
        """Whether there is anything to see."""
        return any(array.size for layer in self.layers if not isinstance(layer, Mark) for array in layer.arrays())

    def _forget(self) -> None:
        self._limits = (Limits(), Limits(), Limits())

    def _fit(self) -> None:
        spans = [layer.spans() for layer in self.layers]
        x, y = self.x, self.y
        tight = any(isinstance(layer, Map) for layer in self.layers)
        across, up = [s[0] for s in spans], [s[1] for s in spans]
        in_x, in_y, in_log = self._limits
        self.ends = (
            _fixed(x, in_x.fit(across, log=x.log, tight=tight or bool(x.categories)), log=x.log),
            _fixed(y, in_y.fit(up, zero=True, tight=tight or bool(y.categories)), log=False),
            _fixed(y, in_log.fit(up, log=True), log=True),
        )


def spoken(structure: Any, language: str | None = None) -> Any:
    """A structure with its words looked up."""
    words = {"title", "label", "empty"}
    lists = {"labels", "names", "categories"}
    if isinstance(structure, dict):
        return {
            key: said(value, language) if key in words
            else [said(text, language) for text in value] if key in lists
            else [[*mark, said(text, language)] for *mark, text in value] if key == "marks"
            else spoken(value, language)
            for key, value in structure.items()
        }  # fmt: skip
    return [spoken(part, language) for part in structure] if isinstance(structure, list) else structure


def _axis(axis: Axis) -> dict[str, Any]:
    return {"label": axis.label, "unit": axis.unit, "log": axis.log, "categories": list(axis.categories),
            "reverse": axis.reverse, "whole": axis.whole, "switch": axis.switch}  # fmt: skip


def _fixed(axis: Axis, ends: Span, *, log: bool) -> Span:
    """Limits where those that were asked for are kept, if they lead to an axis."""
    asked: Sequence[float | None] = axis.limits or (None, None)
    kept = [end if end is None or end > 0 or not log else None for end in asked]
    low, high = (end if want is None else want for end, want in zip(ends, kept, strict=True))
    if low < high and math.isfinite(low) and math.isfinite(high):
        return low, high
    # The data lie beyond the one end that was asked for.
    if kept[0] is not None:
        return (low, low * 10 if log else low + (abs(low) or 1.0))
    return (high / 10 if log else high - (abs(high) or 1.0), high)
