"""What all stills have in common: type, frame, bytes. The user's own settings of matplotlib are left as they were."""

from __future__ import annotations

import contextlib
import functools
import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.patches import Rectangle

FONTS: Final = ("Noto Sans KR", "DejaVu Sans")
Format = Literal["png", "svg"]
_STYLE: Final[dict[str, Any]] = {
    "font.family": list(FONTS),
    "font.size": 11.0,
    "axes.unicode_minus": False,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "lines.scale_dashes": False,
    "svg.hashsalt": "kwidgets",
}


@contextlib.contextmanager
def styled() -> Iterator[None]:
    """Our fonts and settings for a while; the user's own settings are what they were afterwards."""
    from matplotlib import style

    _register_font()
    with style.context(["default", _STYLE]):
        yield


def figure(size: tuple[float, float]) -> Figure:
    """An empty figure of a size in inches."""
    from matplotlib.figure import Figure

    return Figure(figsize=size, dpi=110, layout="constrained", facecolor="white")


def saved(drawn: Figure, file_format: Format) -> bytes:
    """The bytes of a file: the same picture gives the same bytes."""
    file = io.BytesIO()
    drawn.savefig(file, format=file_format, metadata={"Software": None} if file_format == "png" else {"Date": None})
    return file.getvalue()


def hatched(x: float, y: float, width: float, height: float) -> Rectangle:
    """A ground that is seen where a map has no value."""
    from matplotlib.patches import Rectangle

    return Rectangle((x, y), width, height, facecolor="white", edgecolor="0.45", hatch="////", linewidth=0, zorder=0.5)


@functools.cache
def _register_font() -> None:
    from matplotlib import font_manager

    fonts = Path(__file__).parents[1] / "fonts"
    font_manager.fontManager.addfont(fonts / "NotoSansKR-subset.otf")
