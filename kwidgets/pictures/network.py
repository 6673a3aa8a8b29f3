from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kwidgets.i18n import t
from kwidgets.pictures.graph import Edge, Node, edge_numbers
from kwidgets.pictures.layout import Point, check_layers, lay_out
from kwidgets.pictures.maps import colour_ends
from kwidgets.pictures.words import Text, said

IMAGE: Final = 46.0  # pixels of a side of a node's image
_TITLE, _LINE = 20.0, 16.0  # heights of lines of text
_LEVELS: Final = 254  # of an image's cell; one more stands for no value


class Network:
    """What a graph shows: nodes and edges, and where they lie.

    Args:
        title: the key of a text, plain words, or empty.
        vertical: whether edges lead downwards; else to the right.
        scale: colours of the images.
        low: value of the first colour; None: the lowest.
        high: value of the last colour; None: the highest.

    Attributes:
        nodes: as shown.
        edges: as shown.
        widths: of the edges, float32.
        signs: of the edges, float32.
        values: of the edges, float32, NaN where there is none.
        biases: of the nodes, float32, NaN where there is none.
        images: of the nodes that have one, shape `(n, rows, columns)`.
    """

    def __init__(self, title: Text, *, vertical: bool, scale: str, low: float | None, high: float | None) -> None:
        self.title, self.vertical, self.scale = title, vertical, scale
        self._low, self._high = low, high
        self.nodes: tuple[Node, ...] = ()
        self.edges: tuple[Edge, ...] = ()
        self.show((), ())

    def show(self, nodes: Sequence[Node], edges: Sequence[Edge]) -> None:
        """Show these.

        Raises:
            KeyError: an edge names a node that is not there.
            ValueError: two nodes with one name, edges in a circle, images of several shapes.
        """
        nodes, edges = tuple(nodes), tuple(edges)
        names = [node.name for node in nodes]
        if len(set(names)) < len(names):
            twice = sorted({name for name in names if names.count(name) > 1})
            raise ValueError(f"Each node of a graph has a name of its own; twice there are {twice}.")
        images = [np.asarray(node.image) for node in nodes if node.image is not None]
        if len({image.shape for image in images}) > 1:
            raise ValueError(f"The images of a graph have one shape; got {sorted({i.shape for i in images})}.")
        check_layers(names, [(edge.source, edge.target) for edge in edges])
        self.nodes, self.edges = nodes, edges
        self.widths, self.signs, self.values = edge_numbers(edges)
        self.biases = np.array([np.nan if node.bias is None else node.bias for node in nodes], dtype=np.float32)
        self.images: NDArray[np.float32] = np.stack(images) if images else np.zeros((0, 0, 0), dtype=np.float32)

    def structure(self) -> dict[str, Any]:
        """What seldom changes, words not looked up."""
        return {
            "title": self.title,
            "nodes": [node.structure() for node in self.nodes],
            "edges": [edge.structure() for edge in self.edges],
        }

    def placed(self, language: str | None = None) -> dict[str, Any]:
        """The structure with its words looked up, and where everything lies."""
        written = [_written(node, language) for node in self.nodes]
        sizes = {node["name"]: _size(node) for node in written}
        layout = lay_out(
            sizes, [(edge.source, edge.target) for edge in self.edges], vertical=self.vertical,
            gap=14.0, rank_gap=110.0 if len(self.images) else 34.0,
        )  # fmt: skip
        nodes = [
            node | dict(zip("xywh", (*layout.places[node["name"]], *sizes[node["name"]]), strict=True))
            for node in written
        ]
        # Sideways, edges begin and end at the image, not at the image with the words below it.
        lift = {node["name"]: (node["h"] - IMAGE) / 2 for node in nodes if node["image"] and not self.vertical}
        paths = [
            _lifted(path, lift.get(edge.source, 0.0), lift.get(edge.target, 0.0))
            for edge, path in zip(self.edges, layout.paths, strict=True)
        ]
        titles = {node["name"]: node["title"] or node["name"] for node in nodes}
        edges = [
            edge.structure()
            | {"label": (label := said(edge.label, language)), "path": path, "middle": _middle(path)}
            | {"words": f"{titles[edge.source]} → {titles[edge.target]}: {label}".removesuffix(": ")}
            for edge, path in zip(self.edges, paths, strict=True)
        ]
        return {
            "title": said(self.title, language), "vertical": self.vertical, "scale": self.scale, "nodes": nodes,
            "edges": edges, "width": layout.width, "height": layout.height, "image": IMAGE,
        }  # fmt: skip

    def ends(self) -> tuple[float, float]:
        """Values of the first and the last colour of the images."""
        return colour_ends(self.images, self.scale, self._low, self._high)

    def cells(self) -> bytes:
        """The cells of all images as uint8: levels from low to high, 255 for no value."""
        low, high = self.ends()
        with np.errstate(invalid="ignore", over="ignore"):
            levels = np.clip((self.images - low) * np.float32(_LEVELS / (high - low)), 0, _LEVELS)
        broken = np.isnan(levels)
        if broken.any():
            levels[broken] = _LEVELS + 1
        return levels.astype(np.uint8).tobytes()

    def words(self, selected: str = "") -> str:
        """The graph in one line."""
        title = said(self.title) or t("live.words.graph")
        names = [said(node.title) or node.name for node in self.nodes]
        parts = (
            [t("live.words.nodes", nodes=len(self.nodes), edges=len(self.edges))] if names else [t("live.words.empty")]
        )
        if 0 < len(names) <= 12:
            parts.append(", ".join(names))
        if selected:
            parts.append(t("live.words.selected", name=selected))
        return t("live.words", title=title, parts="; ".join(parts))


def _lifted(path: Sequence[Point], first: float, last: float) -> list[Point]:
    """A path whose first and last point, and what steers the curve there, lie higher."""
    lifts = [first, first, *[0.0] * (len(path) - 4), last, last]
    return [(x, y - lift) for (x, y), lift in zip(path, lifts, strict=True)]


def _middle(path: Sequence[Point]) -> Point:
    """A point halfway, where the label stands."""
    pieces = (len(path) - 1) // 3
    if pieces % 2 == 0:
        return path[3 * (pieces // 2)]
    start = 3 * (pieces // 2)
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = path[start : start + 4]
    return (ax + 3 * bx + 3 * cx + dx) / 8, (ay + 3 * by + 3 * cy + dy) / 8


def _written(node: Node, language: str | None) -> dict[str, Any]:
    """A node with its words looked up."""
    made = node.structure()
    made["title"] = said(node.title, language) or ("" if made["image"] else node.name)
    made["lines"] = [said(line, language) for line in node.lines]
    hint = said(made.pop("hint"), language)
    made["words"] = " · ".join(filter(None, (made["title"] or node.name, *made["lines"], hint)))
    return made


def _size(node: Mapping[str, Any]) -> tuple[float, float]:
    wide = max([_wide(node["title"]) * 7.6, *(_wide(line) * 6.7 for line in node["lines"])])
    high = (_TITLE if node["title"] else 0.0) + _LINE * len(node["lines"])
    if node["image"]:
        return max(IMAGE, wide), IMAGE + high
    return max(56.0, wide + 24), high + 14


def _wide(text: str) -> float:
    """Widths of letters: those of Korean count nearly twice."""
    return sum(1.75 if unicodedata.east_asian_width(letter) in "WF" else 1.0 for letter in text)
