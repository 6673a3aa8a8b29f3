"""A sheet of little images: filters, activations, maps of units."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

import numpy as np
import traitlets
from numpy.typing import ArrayLike

from kwidgets import stills
from kwidgets.live.picture import Picture
from kwidgets.live.script import script, style
from kwidgets.pictures import Sheet, said
from kwidgets.pictures.words import Text


class Tiles(Picture):
    """Little images side by side, each with a caption.

    Args:
        title: the key of a text, plain words, a function that gives words, or empty.
        columns: images in a row, where there is room.
        size: pixels of the longer side of an image.

    Attributes:
        selected: number of the image that is chosen; -1 for none.
    """

    LABELS: ClassVar[tuple[str, ...]] = (*Picture.LABELS, "live.tiles.", "live.chart.nan")

    selected = traitlets.Int(-1).tag(sync=True)

    _esm = script("live.js", "axes.js", "paint.js", "tiles.js")
    _css = style("live.css", "tiles.css")

    def __init__(self, title: Text = "", *, columns: int = 8, size: int = 72) -> None:
        self._sheet = Sheet(title)
        self._columns, self._size = columns, size
        self._on_select: Callable[[int], object] | None = None
        super().__init__()

    def show(
        self,
        images: ArrayLike,
        captions: Sequence[Text] = (),
        *,
        scale: str = "sequential",
        common: bool = True,
        low: float | None = None,
        high: float | None = None,
        selected: int | None = None,
        running: bool = False,
    ) -> None:
        """Show images, now or as soon as a view is there and has drawn what it was sent before.

        Args:
            images: shape `(n, rows, columns)`; the first row of an image is at the top.
            captions: one for each image, or none.
            scale: `"sequential"`, `"diverging"` or `"grey"`.
            common: whether all images share one scale, so that they can be compared; else each has its own.
            low: value of the first colour; None: the lowest.
            high: value of the last colour; None: the highest.
            selected: number of the image that is chosen; -1 for none; None leaves it as it is.
            running: whether more is to come by itself, at least twice a second.

        Raises:
            TypeError: for what is not numbers.
            ValueError: for images of several shapes, or another number of captions.
        """
        self._sheet.show(images, captions, scale, common=common, low=low, high=high)
        wanted = self.selected if selected is None else selected
        self.selected = wanted if 0 <= wanted < len(self._sheet.images) else -1
        self._running = running
        self._news()

    @property
    def title(self) -> str:
        """The title in the current language."""
        return said(self._sheet.title)

    def set_title(self, title: Text) -> None:
        """Show another title."""
        self._sheet.title = title
        self._news()

    def on_select(self, method: Callable[[int], object] | None) -> None:
        """Call `method(index)` when an image is chosen in the page."""
        self._on_select = method

    def still(self) -> bytes:
        """The same picture as the bytes of a PNG file."""
        return stills.tiles_still(self._sheet, columns=self._columns)

    def __repr__(self) -> str:
        """The picture in one line of words, as a screen reader reads it."""
        return self._sheet.words(self.selected if self.selected >= 0 else None)

    def _empty(self) -> bool:
        return not len(self._sheet.images)

    def _make(self) -> dict[str, Any]:
        sheet = self._sheet
        return {"title": sheet.title, "captions": list(sheet.captions), "scale": sheet.scale, "common": sheet.common,
                "columns": self._columns, "size": self._size}  # fmt: skip

    def _write(self, structure: dict[str, Any]) -> dict[str, Any]:
        captions = [said(caption) for caption in structure["captions"]]
        return structure | {"title": said(structure["title"]), "captions": captions}

    def _pack(self) -> bytes:
        """Numbers of the images as float32, and behind them their cells as uint16.

        Whether it runs; number of images, rows, columns; for each image the values of the first and the last colour,
        the lowest and the highest.
        """
        sheet = self._sheet
        head = np.concatenate([[self._pace, *sheet.images.shape], sheet.ends().ravel()]).astype("<f4")
        return head.tobytes() + sheet.cells()

    def _said(self, kind: str, content: dict[str, Any]) -> None:
        index = int(content.get("index", -1))
        if kind == "select" and 0 <= index < len(self._sheet.images):
            self.selected = index
            self.words = repr(self)
            if self._on_select is not None:
                self._on_select(index)
