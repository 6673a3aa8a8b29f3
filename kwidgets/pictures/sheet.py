from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kwidgets.i18n import number, t
from kwidgets.pictures.axis import span
from kwidgets.pictures.checks import check_scale, floats
from kwidgets.pictures.maps import colour_ends, levels
from kwidgets.pictures.words import Text, said


class Sheet:
    """What tiles show: little images of one shape, each with a caption.

    Args:
        title: the key of a text, plain words, or empty.

    Attributes:
        images: shape `(n, rows, columns)`, float32.
        captions: one for each image.
        scale: name of the colours.
        common: whether all images share one scale; else each has its own.
    """

    def __init__(self, title: Text) -> None:
        self.title = title
        self.images: NDArray[np.float32] = np.zeros((0, 1, 1), dtype=np.float32)
        self.captions: tuple[Text, ...] = ()
        self.scale = "sequential"
        self.common = True
        self._low: float | None = None
        self._high: float | None = None

    def show(
        self,
        images: ArrayLike,
        captions: Sequence[Text],
        scale: str,
        *,
        common: bool,
        low: float | None,
        high: float | None,
    ) -> None:
        """Show these.

        Raises:
            TypeError: for what is not numbers.
            ValueError: for images of several shapes, or another number of captions.
        """
        check_scale(scale, classes=False)
        if isinstance(images, Sequence) and len(images):
            shapes = {np.shape(image) for image in images}
            if len(shapes) > 1:
                raise ValueError(f"Tiles wants images of one shape; got {sorted(shapes)}.")
        made = floats("Tiles", "images", images, dimensions=(3,) if np.size(images) else (1, 2, 3))
        made = made if made.size else np.zeros((0, 1, 1), dtype=np.float32)
        if captions and len(captions) != len(made):
            raise ValueError(
                f"Tiles has {len(made)} images and {len(captions)} captions: one caption an image is wanted."
            )
        self.images, self.captions, self.scale, self.common = made, tuple(captions), scale, common
        self._low, self._high = low, high

    def ends(self) -> NDArray[np.float32]:
        """For each image the values of the first and the last colour, and the lowest and highest; shape `(n, 4)`."""
        found = []
        every = colour_ends(self.images, self.scale, self._low, self._high)
        for image in self.images:
            low, high = span(image)
            held = (0.0, 1.0) if np.isnan(low) else (low, high)
            own = every if self.common else colour_ends(image, self.scale, self._low, self._high)
            found.append((*own, *held))
        return np.array(found, dtype=np.float32).reshape(-1, 4)

    def cells(self) -> bytes:
        """The cells of all images as uint16, each between the lowest and highest of its image."""
        return b"".join(
            levels(image, float(low), float(high)).tobytes()
            for image, (_, _, low, high) in zip(self.images, self.ends(), strict=True)
        )

    def words(self, selected: int | None = None) -> str:
        """The tiles in one line."""
        title = said(self.title) or t("live.words.tiles")
        if not len(self.images):
            return t("live.words", title=title, parts=t("live.words.empty"))
        count, rows, columns = self.images.shape
        low, high = span(self.images)
        parts = [t("live.words.images", count=count, rows=rows, columns=columns, low=number(low), high=number(high))]
        if selected is not None:
            parts.append(t("live.words.selected", name=self.caption(selected)))
        return t("live.words", title=title, parts=", ".join(parts))

    def caption(self, index: int) -> str:
        """What an image is called: its caption, or its number."""
        return said(self.captions[index]) if self.captions else str(index)
