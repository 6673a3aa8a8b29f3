from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

import ipywidgets as widgets
import numpy as np

from kwidgets.live import Axis, Bars, Chart, Line, Map, Tiles
from kwidgets.panels.inspector.matrices import Array, Images, Matrix, histogram, matrix, square
from kwidgets.pictures.words import Text

MOST_BARS = 128
_HEIGHT = 300
_AROUND = (-0.5, 0.5, 0.5, -0.5, -0.5), (-0.5, -0.5, 0.5, 0.5, -0.5)  # the corners of a cell


class ArrayPicture:
    """An array as a heatmap, a histogram, bars or images; one picture is there at a time.

    Args:
        picked: called with row and column of a cell of the heatmap that was clicked, or None.

    Attributes:
        title: what stands above it from the next picture on.
        widget: the box that holds the picture.
    """

    def __init__(self, picked: Callable[[int, int], None] | None = None) -> None:
        self.title = ""
        self._picked = picked
        self.widget = widgets.VBox()
        self._shown: Any = None

    def heatmap(
        self, array: Array, *, rows: Text, columns: Text, cell: tuple[int, int] | None = None, running: bool = False
    ) -> Matrix:
        """Show it as a matrix in colours.

        Args:
            array: of any shape.
            rows: what the rows are.
            columns: what the columns are.
            cell: row and column of a cell that is marked.
            running: whether more is to come by itself.

        Returns:
            The matrix that is drawn.
        """
        found = matrix(array)
        height, width = found.shape
        layers: list[Any] = [
            Map(found.values, (-0.5, width - 0.5, -0.5, height - 0.5), scale="diverging", numbers=True,
                label="inspector.axis.value")
        ]  # fmt: skip
        if cell is not None:
            x, y = ([centre + side for side in sides] for centre, sides in zip(reversed(cell), _AROUND, strict=True))
            layers.append(Line(x, y, look="alarm", label="inspector.edit.cell"))
        self._heatmap.show(layers, running=running, x=_places(columns, width), y=_places(rows, height, down=True))
        self._put(self._heatmap)
        return found

    def histogram(self, array: Array, *, running: bool = False) -> None:
        """Show how many numbers lie where."""
        counts, edges = histogram(array)
        self._histogram.show([Bars(counts, edges=edges)], running=running)
        self._put(self._histogram)

    def images(self, images: Images, *, running: bool = False) -> None:
        """Show images side by side, in colours that can be compared."""
        top = max((float(np.nanmax(np.abs(p), initial=0.0)) for p in images.pictures), default=0.0) or 1.0
        captions = [str(i) for i in range(len(images.pictures))]
        self._tiles.show(images.pictures, captions, scale="diverging", low=-top, high=top, running=running)
        self._put(self._tiles)

    def output(self, array: Array, *, rows: Text, columns: Text, running: bool = False) -> None:
        """Show what came out of a layer: a vector as bars, a sequence or a long vector as a heatmap."""
        if array.ndim == 1 and array.size <= MOST_BARS:
            self._bars.show(
                [Bars(array.astype("float32"), labels=[str(i) for i in range(array.size)])], running=running
            )
            self._put(self._bars)
        else:
            shown = array if array.ndim > 1 else square(array)
            self.heatmap(shown, rows=rows, columns=columns, running=running)

    def still(self) -> bytes | None:
        """The picture as the bytes of a PNG file; None before there is one."""
        return None if self._shown is None else self._shown.still()

    def parts(self) -> list[widgets.Widget]:
        """The pictures that were made, also those that are not seen now."""
        return [made for name, made in vars(self).items() if name in {"_heatmap", "_histogram", "_bars", "_tiles"}]

    def _put(self, picture: Any) -> None:
        if picture.title != self.title:
            picture.set_title(self.title)
        if self._shown is not picture:
            self._shown = picture
            self.widget.children = [picture]

    # Each is made when it is first needed: a picture brings its script with it.

    @cached_property
    def _heatmap(self) -> Chart:
        chart = Chart(height=_HEIGHT)
        if self._picked is not None:
            chart.on_click(self._clicked)
        return chart

    @cached_property
    def _histogram(self) -> Chart:
        x, y = Axis("inspector.axis.value"), Axis("inspector.axis.count", whole=True)
        return Chart(x=x, y=y, height=_HEIGHT)

    @cached_property
    def _bars(self) -> Chart:
        return Chart(x=Axis("inspector.axis.number"), y=Axis("inspector.axis.value"), height=_HEIGHT)

    @cached_property
    def _tiles(self) -> Tiles:
        return Tiles(columns=6, size=112)

    def _clicked(self, x: float, y: float) -> None:
        if self._picked is not None:
            self._picked(round(y), round(x))


def _places(label: Text, count: int, *, down: bool = False) -> Axis:
    return Axis(label, whole=True, limits=(-0.5, count - 0.5), reverse=down)
