"""The pictures of the live views as files: for saved notebooks, GitHub, and print. Drawn by matplotlib.

matplotlib is imported when the first still is drawn, and its global settings are left as they were.
"""

from __future__ import annotations

import contextlib
import functools
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from kwidgets import i18n, theme

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FONTS: Final = ("Noto Sans KR", "DejaVu Sans")
_STYLE: Final[dict[str, Any]] = {
    "font.family": list(FONTS),
    "font.size": 11.0,
    "axes.unicode_minus": False,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "svg.hashsalt": "kwidgets",
}
_DASHES: Final = {"baseline": (0, (7, 3, 1, 3)), "guess": (0, (1, 2.5))}


class _Curve(Protocol):
    last: tuple[float, float] | None
    best: tuple[float, float] | None
    diverged: float | None

    def points(self) -> NDArray[np.float32]: ...


class _Curves(Protocol):
    @property
    def train(self) -> _Curve: ...
    @property
    def validation(self) -> _Curve: ...


def loss_still(
    curves: _Curves,
    lines: Mapping[str, tuple[float, str]] | None = None,
    *,
    title: str | None = None,
    unit: str = "",
    log: bool = False,
    language: str | None = None,
    file_format: Literal["png", "svg"] = "png",
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
    language = language or i18n.language()
    with _style():
        from matplotlib.figure import Figure
        from matplotlib.ticker import MaxNLocator

        figure = Figure(figsize=size, dpi=110, layout="constrained", facecolor="white")
        axes = figure.add_subplot()
        labels = _draw_lines(axes, lines or {})
        labels += _draw_curves(axes, curves, language)
        if log:
            axes.set_yscale("log", nonpositive="clip")
        axes.set_title(title or i18n.text("live.loss.title", language), loc="left", fontweight="normal")
        axes.set_xlabel(i18n.text("live.loss.axis", language))
        axes.set_ylabel(unit)
        axes.grid(axis="y", color="0.9")
        axes.set_axisbelow(True)
        axes.margins(x=0)
        axes.set_xlim(left=0)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        low, high = axes.get_ylim()  # also settles where values lie, which the labels ask for
        if not log and 0 <= low < 0.6 * high:
            axes.set_ylim(bottom=0)
        _write_labels(axes, labels)
        file = io.BytesIO()
        figure.savefig(
            file, format=file_format, metadata={"Software": None} if file_format == "png" else {"Date": None}
        )
    return file.getvalue()


def _draw_lines(axes: Axes, lines: Mapping[str, tuple[float, str]]) -> list[tuple[float, str, str]]:
    labels = []
    for name, (value, label) in lines.items():
        axes.axhline(value, color=theme.COLOURS[name], linewidth=1.6, linestyle=_DASHES[name])
        labels.append((value, f"{label} {i18n.number(value)}", theme.COLOURS[name]))
    return labels


def _draw_curves(axes: Axes, curves: _Curves, language: str) -> list[tuple[float, str, str]]:
    labels = []
    for name, curve, look in (
        ("train", curves.train, {"linestyle": "-"}),
        ("validation", curves.validation, {"linestyle": "--", "marker": "D", "markersize": 4.0}),
    ):
        points = curve.points()
        colour = theme.COLOURS[name]
        finite = points[np.isfinite(points[:, 1])]
        if len(finite):
            every = max(1, len(points) // 25)
            axes.plot(*np.where(np.isfinite(points), points, np.nan).T, color=colour, linewidth=2.0,
                      markevery=every, **look)  # fmt: skip
            value = float(finite[-1, 1])
            labels.append((value, f"{i18n.text(f'live.loss.{name}', language)} {i18n.number(value)}", colour))
        if curve.diverged is not None:
            axes.axvline(curve.diverged, color=theme.COLOURS["alarm"], linestyle=":", linewidth=1.6)
            axes.annotate(f"× {i18n.text('live.loss.diverged', language)}", (curve.diverged, 1),
                          xycoords=("data", "axes fraction"), xytext=(-4, -12), textcoords="offset points",
                          ha="right", bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5})  # fmt: skip
    return labels


def _write_labels(axes: Axes, labels: list[tuple[float, str, str]]) -> None:
    """Write the names of the lines at their right ends, apart from each other."""
    gap = 0.075  # of the height of the axes
    places: list[tuple[float, float, str, str]] = []  # where the line ends, where its name goes, name, colour
    edge = -gap
    for value, text, colour in sorted(labels):
        end = float(axes.transAxes.inverted().transform(axes.transData.transform((1.0, value)))[1])
        end = min(max(end, 0.0), 1.0)  # a log axis has no place for 0
        edge = max(min(end, 0.98), edge + gap)
        places.append((end, edge, text, colour))
    edge = 1.0
    for end, place, text, colour in reversed(places):
        height = min(place, edge)
        edge = height - gap
        axes.plot((1.005, 1.025), (end, height), color=colour, linewidth=1.0, transform=axes.transAxes, clip_on=False)
        axes.annotate(text, (1.035, height), xycoords="axes fraction", va="center", fontsize=10)


@contextlib.contextmanager
def _style() -> Iterator[None]:
    """Our fonts and settings for a while; the user's own settings are what they were afterwards."""
    from matplotlib import style

    _register_font()
    with style.context(["default", _STYLE]):
        yield


@functools.cache
def _register_font() -> None:
    from matplotlib import font_manager

    font_manager.fontManager.addfont(Path(__file__).with_name("fonts") / "NotoSansKR-subset.otf")
