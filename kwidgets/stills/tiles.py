"""Tiles as a file."""

from __future__ import annotations

import numpy as np

from kwidgets import i18n
from kwidgets.pictures import Sheet, said
from kwidgets.stills.chart import colours
from kwidgets.stills.look import Format, figure, hatched, saved, styled

_SIDE = 0.85  # inches of a tile
_MOST = 128  # tiles on a still; more would be dust


def tiles_still(sheet: Sheet, *, columns: int = 8, language: str | None = None, file_format: Format = "png") -> bytes:
    """Tiles as a file: the same input gives the same bytes.

    Args:
        sheet: what they show; the first 128 images are drawn.
        columns: images in a row.
        language: `"ko"` or `"en"`; without it the current language.
        file_format: `"png"` (110 dots an inch) or `"svg"`.

    Returns:
        The bytes of the file.
    """
    language = language or i18n.language()
    images = sheet.images[:_MOST]
    columns = max(1, min(columns, len(images)))
    rows = max(1, -(-len(images) // columns))
    ratio = images.shape[1] / images.shape[2]
    with styled():
        drawn = figure((columns * _SIDE + 0.9, rows * (_SIDE * min(max(ratio, 0.3), 2.0) + 0.28) + 0.4))
        axes = drawn.subplots(rows, columns, squeeze=False).ravel()
        for place in axes:
            place.set_axis_off()
        shown = None
        for index, (place, image, ends) in enumerate(zip(axes, images, sheet.ends(), strict=False)):
            shown = place.imshow(
                np.ma.masked_invalid(image),
                cmap=colours(sheet.scale),
                vmin=ends[0],
                vmax=ends[1],
                interpolation="nearest",
                zorder=1,  # over the hatching, which is seen where a cell has no value
            )
            place.add_patch(hatched(-0.5, -0.5, image.shape[1], image.shape[0]))
            if sheet.captions:
                place.set_title(said(sheet.captions[index], language), fontsize=8.5, pad=2)
        title = said(sheet.title, language)
        if title:
            drawn.suptitle(title, x=0.02, ha="left", fontsize=12)
        if shown is not None and sheet.common:
            drawn.colorbar(shown, ax=list(axes), shrink=0.8, aspect=30)
        return saved(drawn, file_format)
