"""The loss picture as a file."""

from __future__ import annotations

from collections.abc import Mapping

from kwidgets.pictures import Axis, Content
from kwidgets.pictures.loss import Curves, epochs_axis, loss_layers
from kwidgets.stills.chart import chart_still
from kwidgets.stills.look import Format


def loss_still(
    curves: Curves,
    lines: Mapping[str, tuple[float, str]] | None = None,
    *,
    title: str | None = None,
    unit: str = "",
    log: bool = False,
    language: str | None = None,
    file_format: Format = "png",
    size: tuple[float, float] = (7.2, 3.8),
) -> bytes:
    """The loss picture as a file: the same input gives the same bytes.

    Args:
        curves: what was measured, a `kwidgets.live.LossCurves`.
        lines: horizontal lines by name (`"baseline"`, `"guess"`): where they lie, and their label.
        title: title above the picture; without it the usual one.
        unit: unit of the loss, such as `"°C"`.
        log: whether the loss axis is logarithmic.
        language: `"ko"` or `"en"`; without it the current language.
        file_format: `"png"` (110 dots an inch) or `"svg"`.
        size: width and height in inches.

    Returns:
        The bytes of the file.
    """
    content = Content(
        title or "live.loss.title", epochs_axis((curves.train, curves.validation)), Axis(unit=unit, log=log)
    )
    content.show(loss_layers(curves, lines or {}))
    return chart_still(content, language=language, file_format=file_format, size=size)
