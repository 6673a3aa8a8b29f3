"""Names of lines at their right ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes

GAP = 0.075  # of the height of the axes


def write_names(axes: Axes, names: list[tuple[float, str, str]]) -> None:
    """Write names at the right, apart from each other.

    Args:
        axes: whose limits are settled.
        names: for each line where it ends (y), its words, its colour.
    """
    places: list[tuple[float, float, str, str]] = []  # where the line ends, where its name goes, name, colour
    edge = -GAP
    for value, text, colour in sorted(names):
        end = float(axes.transAxes.inverted().transform(axes.transData.transform((1.0, value)))[1])
        end = min(max(end, 0.0), 1.0)  # a log axis has no place for 0
        edge = max(min(end, 0.98), edge + GAP)
        places.append((end, edge, text, colour))
    edge = 1.0
    for end, place, text, colour in reversed(places):
        height = min(place, edge)
        edge = height - GAP
        axes.plot((1.005, 1.025), (end, height), color=colour, linewidth=1.0, transform=axes.transAxes, clip_on=False)
        axes.annotate(text, (1.035, height), xycoords="axes fraction", va="center", fontsize=10)
