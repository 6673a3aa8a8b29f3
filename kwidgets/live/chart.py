"""Axes with lines, points, bands, bars, maps and marks, drawn in the page from numbers."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any, ClassVar, Final

import numpy as np
import traitlets

from kwidgets import stills
from kwidgets.live.picture import Picture
from kwidgets.live.script import script, style
from kwidgets.pictures import Axis, Content, Layer, Map, said
from kwidgets.pictures.content import spoken
from kwidgets.pictures.words import Text

_PLAIN: Final = Axis()
SCRIPTS: Final = ("live.js", "axes.js", "paint.js", "layers.js", "plot.js", "cursor.js", "hand.js", "chart.js")


class Chart(Picture):
    """A picture with axes.

    Args:
        title: the key of a text, plain words, a function that gives words, or empty.
        x: horizontal axis.
        y: vertical axis.
        equal: whether a unit is as long on both axes.
        height: height in pixels of a wide picture; None: as fits the width.
        zoom: whether a viewer may zoom and pan.
        empty: what is written where there is nothing yet.

    Attributes:
        log: whether the y axis is logarithmic; with `Axis(switch=True)` the viewer may change it.
    """

    LABELS: ClassVar[tuple[str, ...]] = (*Picture.LABELS, "live.chart.")

    log = traitlets.Bool(False).tag(sync=True)

    _esm = script(*SCRIPTS, "chart_view.js")
    _css = style("live.css", "chart.css")

    def __init__(
        self,
        title: Text = "",
        *,
        x: Axis = _PLAIN,
        y: Axis = _PLAIN,
        equal: bool = False,
        height: int | None = None,
        zoom: bool = True,
        empty: Text = "",
    ) -> None:
        self._content = Content(title, x, y, equal=equal, empty=empty)
        self._look = {"height": height or 0, "zoom": zoom, "click": False}
        self._heard = 0.0
        self._on_click: Callable[[float, float], object] | None = None
        self._on_drag: Callable[[str, int, float, float], object] | None = None
        super().__init__()
        self.log = y.log
        self.observe(self._follow_log, "log")

    def show(
        self, layers: Iterable[Layer], *, running: bool = False, x: Axis | None = None, y: Axis | None = None
    ) -> None:
        """Show these layers, now or as soon as a view is there and has drawn what it was sent before.

        Args:
            layers: what lies on top of each other, the lowest first.
            running: whether more is to come by itself. While it is, show something at least twice a second, or the
                view asks whether the kernel is still there.
            x: another horizontal axis from now on.
            y: another vertical axis from now on.

        Raises:
            TypeError: for what is no layer.
            ValueError: for layers that do not go with the axes, or with each other.
        """
        self._content.show(layers, x, y)
        self.log = self._content.log
        self._running = running
        self._news()

    @property
    def title(self) -> str:
        """The title in the current language."""
        return said(self._content.title)

    def set_title(self, title: Text) -> None:
        """Show another title."""
        self._content.title = title
        self._news()

    def on_click(self, method: Callable[[float, float], object] | None) -> None:
        """Call `method(x, y)` when a place is clicked, or chosen with the arrow keys and Enter."""
        self._on_click = method
        self._look["click"] = method is not None
        self._restructure()

    def on_drag(self, method: Callable[[str, int, float, float], object] | None) -> None:
        """Call `method(name, index, x, y)` while a point or mark is moved, by pointer or arrow keys.

        The chart shows the thing at its new place by itself; `method` may show something else.
        """
        self._on_drag = method

    def still(self) -> bytes:
        """The same picture as the bytes of a PNG file."""
        self._lay()
        return stills.chart_still(self._content)

    def __repr__(self) -> str:
        """The picture in one line of words, as a screen reader reads it."""
        return self._content.words()

    def _empty(self) -> bool:
        return not self._content

    def _make(self) -> dict[str, Any]:
        return self._content.structure() | self._look

    def _write(self, structure: dict[str, Any]) -> dict[str, Any]:
        made: dict[str, Any] = spoken(structure)
        return made

    def _pack(self) -> bytes:
        return packed(self._content, running=self._pace, heard=self._heard, extra=self._extra())

    def _extra(self) -> Iterable[float]:
        """Further numbers of a subclass's picture."""
        return ()

    def _follow_log(self, change: Any) -> None:
        self._content.log = change.new

    def _said(self, kind: str, content: dict[str, Any]) -> None:
        x, y = float(content.get("x", math.nan)), float(content.get("y", math.nan))
        if not (math.isfinite(x) and math.isfinite(y)):
            return
        if kind == "click" and self._on_click is not None:
            self._on_click(x, y)
        elif kind == "drag":
            name, index = str(content.get("name")), int(content.get("index", 0))
            self._heard = float(content.get("turn", 0))
            if self._content.drag(name, index, x, y) and self._on_drag is not None:
                self._on_drag(name, index, x, y)
            self._news()


def packed(content: Content, *, running: int, heard: float, extra: Iterable[float] = ()) -> bytes:
    """The numbers of a chart.

    Float32, little endian: how many float32 there are; whether it runs (1, or 2 in a cell that blocks the kernel);
    the last drag that was heard; limits of x, of y, and of y on a logarithmic scale; the number of further numbers,
    and these. Then, for each layer, its arrays, before each its length. Behind all that the cells of maps as uint16.
    """
    extra = list(extra)
    arrays: list[Any] = []
    cells = b""
    for layer in content.layers:
        for array in layer.arrays():
            arrays += ([len(array)], array)
        if isinstance(layer, Map):
            cells += layer.cells().tobytes()
    (x0, x1), (y0, y1), (log0, log1) = content.ends
    head = [0, running, heard, x0, x1, y0, y1, log0, log1, len(extra), *extra]
    with np.errstate(over="ignore"):
        numbers = np.concatenate([head, *arrays]).astype("<f4")
    numbers[0] = len(numbers)
    return numbers.tobytes() + cells
