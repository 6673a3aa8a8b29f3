"""Boxes and little images joined by lines: layers of a model, units of a network."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

import numpy as np
import traitlets
from numpy.typing import ArrayLike

from kwidgets import stills
from kwidgets.live.picture import Picture
from kwidgets.live.script import script, style
from kwidgets.pictures import Edge, Network, Node
from kwidgets.pictures.graph import weight_looks
from kwidgets.pictures.words import Text


class Graph(Picture):
    """A picture of things and what leads from one to another, laid out in layers.

    Args:
        title: the key of a text, plain words, a function that gives words, or empty.
        vertical: whether edges lead downwards; else to the right.
        scale: colours of the images, a name of `kwidgets.theme.SCALES`.
        low: value of the first colour; None: the lowest.
        high: value of the last colour; None: the highest.
        height: pixels from which on it scrolls; None: never.

    Attributes:
        selected: name of the node that is chosen; empty for none.
    """

    LABELS: ClassVar[tuple[str, ...]] = (*Picture.LABELS, "live.graph.")

    selected = traitlets.Unicode("").tag(sync=True)
    most = traitlets.Int(0).tag(sync=True)
    aware = traitlets.Bool(False).tag(sync=True)

    _esm = script("live.js", "axes.js", "paint.js", "graph.js")
    _css = style("live.css", "graph.css")

    def __init__(
        self,
        title: Text = "",
        *,
        vertical: bool = True,
        scale: str = "diverging",
        low: float | None = None,
        high: float | None = None,
        height: int | None = None,
    ) -> None:
        self._network = Network(title, vertical=vertical, scale=scale, low=low, high=high)
        self._on_select: Callable[[str], object] | None = None
        self._on_press: Callable[[str], object] | None = None
        self._on_point: Callable[[str], object] | None = None
        self._on_edge: Callable[[str, str], object] | None = None
        super().__init__()
        self.most = height or 0

    def show(
        self, nodes: Sequence[Node], edges: Sequence[Edge] = (), *, selected: str | None = None, running: bool = False
    ) -> None:
        """Show nodes and edges, now or as soon as a view is there and has drawn what it was sent before.

        Args:
            nodes: the boxes; nodes of one rank keep this order where nothing else decides.
            edges: what leads from one to another.
            selected: name of the node that is chosen; empty for none; None leaves it as it is.
            running: whether more is to come by itself, at least twice a second.

        Raises:
            KeyError: an edge names a node that is not there.
            ValueError: two nodes with one name, edges in a circle, images of several shapes.
        """
        self._network.show(nodes, edges)
        names = {node.name for node in nodes}
        wanted = self.selected if selected is None else selected
        self._running = running
        self.selected = wanted if wanted in names else ""
        self._news()

    def update(
        self,
        *,
        values: ArrayLike | None = None,
        images: ArrayLike | None = None,
        biases: ArrayLike | None = None,
        running: bool = True,
    ) -> None:
        """Show new numbers of the same nodes and edges: the cheap way, for many frames a second.

        Args:
            values: one for each edge, such as weights; widths and signs follow.
            images: one for each node that has one, shape `(n, rows, columns)`.
            biases: one for each node.
            running: whether more is to come by itself, at least twice a second.

        Raises:
            ValueError: for a number of values, images or biases that does not fit.
        """
        network = self._network
        if values is not None:
            network.values = _fitting("values", values, network.values.shape)
            network.widths, network.signs = weight_looks(network.values)
        if images is not None:
            network.images = _fitting("images", images, network.images.shape)
        if biases is not None:
            network.biases = _fitting("biases", biases, network.biases.shape)
        self._running = running
        self._news()

    def on_select(self, method: Callable[[str], object] | None) -> None:
        """Call `method(name)` when a node is chosen in the page, `method("")` when none is any more."""
        self._on_select = method

    def on_press(self, method: Callable[[str], object] | None) -> None:
        """Call `method(name)` when a node is clicked, or Enter or space pressed on it; walking to it does not count."""
        self._on_press = method

    def on_point(self, method: Callable[[str], object] | None) -> None:
        """Call `method(name)` when a node is pointed at or has the focus, `method("")` when no longer."""
        self._on_point = method
        self.aware = method is not None

    def on_edge(self, method: Callable[[str, str], object] | None) -> None:
        """Call `method(source, target)` when an edge is pressed."""
        self._on_edge = method

    def still(self) -> bytes:
        """The same picture as the bytes of a PNG file."""
        return stills.graph_still(self._network, selected=self.selected)

    def __repr__(self) -> str:
        """The picture in one line of words, as a screen reader reads it."""
        return self._network.words(self.selected)

    def _empty(self) -> bool:
        return not self._network.nodes

    def _make(self) -> dict[str, Any]:
        return self._network.structure()

    def _write(self, structure: dict[str, Any]) -> dict[str, Any]:
        return self._network.placed()

    def _pack(self) -> bytes:
        """Numbers of the edges and nodes as float32, and behind them the images as uint8.

        How many float32 there are; whether it runs; values of the first and the last colour; rows and columns of an
        image; numbers of edges and nodes; widths, signs and values of the edges; biases of the nodes.
        """
        network = self._network
        images = network.images
        head = [0, self._pace, *network.ends(), *images.shape[1:], len(network.edges), len(network.nodes)]
        numbers = np.concatenate([head, network.widths, network.signs, network.values, network.biases]).astype("<f4")
        numbers[0] = len(numbers)
        return numbers.tobytes() + network.cells()

    def _said(self, kind: str, content: dict[str, Any]) -> None:
        name = str(content.get("name", ""))
        known = {node.name for node in self._network.nodes}
        if kind == "select" and (not name or name in known):
            self.selected = name
            self.words = repr(self)
            if self._on_select is not None:
                self._on_select(name)
            if content.get("pressed") and self._on_press is not None:
                self._on_press(name)
        elif kind == "point" and (not name or name in known) and self._on_point is not None:
            self._on_point(name)
        elif kind == "edge" and self._on_edge is not None:
            ends = str(content.get("source")), str(content.get("target"))
            if ends in {(edge.source, edge.target) for edge in self._network.edges}:
                self._on_edge(*ends)


def _fitting(name: str, given: ArrayLike, shape: tuple[int, ...]) -> np.ndarray[Any, Any]:
    array = np.asarray(given, dtype=np.float32)
    if array.shape != shape:
        raise ValueError(f"The graph that is shown has {name} of shape {shape}; got {array.shape}.")
    return array
