"""The network as a graph: a node for each feature and unit, an edge for each weight."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kwidgets.i18n import t
from kwidgets.live import Edge, Graph, Node
from kwidgets.panels.playground.features import FEATURES
from kwidgets.panels.playground.maps import small
from kwidgets.panels.playground.state import PlaygroundState

OUTPUT = "output"


def unit_name(layer: int, unit: int) -> str:
    """What the node of a unit is called; layers and units count from 1."""
    return f"{layer}.{unit}"


class NetworkPicture:
    """The graph of a network, brought up to date cheaply while it trains.

    Args:
        state: whose network it is.

    Attributes:
        view: the graph.
    """

    def __init__(self, state: PlaygroundState) -> None:
        self._state = state
        self._shown: Any = None
        self.view = Graph(vertical=False, low=-1, high=1)

    def show(self, answers: Sequence[NDArray[np.float32]], *, selected: str | None = None, running: bool) -> None:
        """Show the present weights and maps.

        Args:
            answers: what each layer answers everywhere, as `Maps.of_layers` gives it.
            selected: the node that is chosen; None leaves it as it is.
            running: whether more is to come by itself.
        """
        kernels, biases = self._numbers()
        values = np.concatenate([kernel.ravel() for kernel in kernels])
        even = 0.5 if self._state.settings.problem == "classification" else 0.0
        images = np.concatenate([*(small(each) for each in answers[:-1]), small(answers[-1], middle=even)])
        key = self._state.session
        if key is not self._shown or selected is not None:
            self.view.show(*self._parts(kernels, images), selected=selected, running=running)
            self._shown = key
        bias_of = [np.full(len(FEATURES), np.nan), *biases]
        self.view.update(values=values, images=images, biases=np.concatenate(bias_of), running=running)

    def source(self, name: str) -> int:
        """The place of a node among those of its column that take part."""
        if name in FEATURES:
            return self._state.settings.features.index(name)
        return int(name.split(".")[1]) - 1

    def place(self, name: str) -> tuple[int, int] | None:
        """Layer with weights (from 0) and unit of a node; None for a feature."""
        if name == OUTPUT:
            return len(self._state.settings.hidden), 0
        if name in FEATURES or not name:
            return None
        layer, unit = map(int, name.split("."))
        return layer - 1, unit - 1

    def _numbers(self) -> tuple[list[NDArray[Any]], list[NDArray[Any]]]:
        kernels, biases = zip(*(layer.get_weights() for layer in self._state.dense), strict=True)
        return list(kernels), list(biases)

    def _parts(self, kernels: Sequence[NDArray[Any]], images: NDArray[np.float32]) -> tuple[list[Node], list[Edge]]:
        settings = self._state.settings
        pictures = iter(images)
        nodes = []
        for name, feature in FEATURES.items():
            on = name in settings.features
            hint = "playground.network.feature.on" if on else "playground.network.feature.off"
            nodes.append(Node(name, title=feature.title, image=next(pictures) if on else None, hint=hint))
        columns = [list(settings.features)]
        for layer, units in enumerate(settings.hidden, 1):
            column = [unit_name(layer, unit) for unit in range(1, units + 1)]
            nodes += [
                Node(name, image=next(pictures), bias=0.0, hint=_words(layer, unit))
                for unit, name in enumerate(column, 1)
            ]
            columns.append(column)
        nodes.append(Node(OUTPUT, title="playground.output.title", image=next(pictures), bias=0.0))
        columns.append([OUTPUT])
        edges = [
            Edge(source, target, value=float(kernel[i, j]))
            for before, after, kernel in zip(columns, columns[1:], kernels, strict=False)
            for i, source in enumerate(before)
            for j, target in enumerate(after)
        ]
        return nodes, edges


def _words(layer: int, unit: int) -> Callable[[], str]:
    return lambda: t("playground.network.unit", layer=layer, unit=unit)
