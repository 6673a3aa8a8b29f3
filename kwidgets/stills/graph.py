"""A graph as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kwidgets import i18n, theme
from kwidgets.pictures import Network
from kwidgets.stills.chart import colours
from kwidgets.stills.look import Format, figure, hatched, saved, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_DOTS = 96.0  # pixels of the live picture in an inch


def graph_still(
    network: Network, *, selected: str = "", language: str | None = None, file_format: Format = "png"
) -> bytes:
    """A graph as a file: the same input gives the same bytes.

    Args:
        network: what it shows.
        selected: name of a node that is outlined; empty for none.
        language: `"ko"` or `"en"`; without it the current language.
        file_format: `"png"` (110 dots an inch) or `"svg"`.

    Returns:
        The bytes of the file.
    """
    placed = network.placed(language or i18n.language())
    width, height = max(placed["width"], 120.0), max(placed["height"], 40.0)
    with styled():
        drawn = figure(((width + 24) / _DOTS, (height + (48 if placed["title"] else 24)) / _DOTS))
        axes = drawn.add_subplot()
        axes.set_axis_off()
        axes.set_xlim(-10, width + 10)
        axes.set_ylim(height + 10, -10)
        axes.set_aspect("equal")
        if placed["title"]:
            axes.set_title(placed["title"], loc="left", fontweight="normal")
        for edge, thick, sign in zip(placed["edges"], network.widths, network.signs, strict=True):
            _edge(axes, edge, float(thick), float(sign))
        images = iter(network.images)
        for node in placed["nodes"]:
            _node(axes, node, placed["image"], chosen=node["name"] == selected)
            if node["image"]:
                _image(axes, node, placed["image"], next(images), network)
        return saved(drawn, file_format)


def _edge(axes: Axes, edge: dict[str, Any], thick: float, sign: float) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    line = Path(edge["path"], [Path.MOVETO, *[Path.CURVE4] * (len(edge["path"]) - 1)])
    colour = theme.SERIES["b"] if sign < 0 else theme.SERIES["a"] if sign > 0 else "0.45"
    dash = (0, (5, 3)) if sign < 0 else "-"
    axes.add_patch(PathPatch(line, fill=False, edgecolor=colour, linewidth=max(0.4, 0.7 * thick), linestyle=dash))
    if edge["label"]:
        ground = {"facecolor": "white", "edgecolor": "none", "pad": 0.5}
        axes.annotate(edge["label"], edge["middle"], ha="center", va="center", fontsize=8.5, color="0.35", bbox=ground)


def _node(axes: Axes, node: dict[str, Any], side: float, *, chosen: bool) -> None:
    from matplotlib.patches import FancyBboxPatch

    left, top = node["x"] - node["w"] / 2, node["y"] - node["h"] / 2
    y = top + (side + 12 if node["image"] else 17 if node["lines"] else node["h"] / 2)
    if not node["image"]:
        edge = theme.LOOKS.get(node["look"], "black" if chosen else "0.45")
        box = FancyBboxPatch((left + 4, top + 4), node["w"] - 8, node["h"] - 8, boxstyle="round,pad=4")
        box.set(facecolor="0.97", edgecolor=edge, linewidth=2.2 if chosen else 1.2)
        axes.add_patch(box)
    if node["title"]:
        axes.annotate(node["title"], (node["x"], y), ha="center", va="center", fontsize=9.5)
    for line in node["lines"]:
        y += 16
        axes.annotate(line, (node["x"], y), ha="center", va="center", fontsize=8.5, color="0.3")


def _image(axes: Axes, node: dict[str, Any], side: float, values: Any, network: Network) -> None:
    low, high = network.ends()
    left, top = node["x"] - side / 2, node["y"] - node["h"] / 2
    ground = hatched(left, top, side, side)
    ground.set_zorder(1.5)
    axes.add_patch(ground)
    axes.imshow(
        np.ma.masked_invalid(values), extent=(left, left + side, top + side, top), origin="lower", vmin=low, vmax=high,
        cmap=colours(network.scale), aspect="auto", zorder=2,
    )  # fmt: skip
    axes.set_aspect("equal")
