"""Things and what leads from one to another: layers of a model, units of a network. Plain data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from kwidgets.pictures.checks import check_look, floats
from kwidgets.pictures.words import Text


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A box with words, or a little image.

    Args:
        name: by which edges and callbacks know it; unique.
        title: its heading: the key of a text, or plain words; without it the name, or nothing below an image.
        lines: further lines.
        look: colour of its edge, one of `kwidgets.theme.LOOKS`; empty for none.
        image: a matrix, shape `(rows, columns)`, drawn as colours; all images of a graph have one shape.
        bias: a number shown as a dot whose colour and shape tell its sign; None for no dot.
        hint: words shown when the pointer is over it, or it has the focus.

    Raises:
        TypeError, ValueError: for an image that is no matrix of numbers, or an unknown look.
    """

    name: str
    title: Text = ""
    lines: Sequence[Text] = ()
    look: str = ""
    image: ArrayLike | None = None
    bias: float | None = None
    hint: Text = ""

    def __post_init__(self) -> None:
        if self.look:
            check_look(self.look)
        if self.image is not None:
            object.__setattr__(self, "image", floats("Node", "image", self.image, dimensions=(2,)))

    def structure(self) -> dict[str, Any]:
        """What seldom changes."""
        return {"name": self.name, "title": self.title, "lines": list(self.lines), "look": self.look,
                "image": self.image is not None, "bias": self.bias is not None, "hint": self.hint}  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Edge:
    """What leads from one node to another.

    Args:
        source: name of the node where it begins.
        target: name of the node where it ends.
        width: thickness in pixels.
        sign: below 0: orange and dashed; above: blue; 0: neither.
        label: words beside it.
        value: a number that is read out, such as a weight; with it, width and sign follow unless they are given.
    """

    source: str
    target: str
    width: float | None = None
    sign: int | None = None
    label: Text = ""
    value: float | None = None

    def structure(self) -> dict[str, Any]:
        """What seldom changes."""
        return {"source": self.source, "target": self.target, "label": self.label}


def edge_numbers(edges: Sequence[Edge]) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Width, sign and value of each edge, as float32."""
    values = np.array([np.nan if edge.value is None else edge.value for edge in edges], dtype=np.float32)
    widths, signs = weight_looks(values)
    for place, edge in enumerate(edges):
        if edge.width is not None:
            widths[place] = edge.width
        if edge.sign is not None:
            signs[place] = edge.sign
    return widths, signs, values


def weight_looks(values: np.ndarray[Any, Any]) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Widths and signs that show weights; an edge without a value (NaN) is a plain line."""
    signs = np.sign(np.nan_to_num(values, posinf=1.0, neginf=-1.0)).astype(np.float32)
    widths = np.minimum(0.5 + 2.5 * np.abs(np.nan_to_num(values, nan=0.4)), 8.0).astype(np.float32)
    return widths, signs
