from __future__ import annotations

import gc
from collections.abc import Iterable
from typing import Any
from weakref import WeakSet

from kcore import tree
from kcore.layers.layer import Layer
from kwidgets.doctor.diagnosis import Diagnosis
from kwidgets.doctor.finding import Finding
from kwidgets.doctor.signs import Signs

_kept: WeakSet[Any] = WeakSet()  # calls that were still there after garbage was collected


class LooseLayer(Diagnosis):
    """Looks for a layer that was called on a place of a functional model and lies in no model at all.

    No threshold. A layer that another model holds is none, and neither is one that nobody can name any more.
    """

    name = "loose_layer"
    lesson = 2
    stage = "start"

    def find(self, signs: Signs) -> Iterable[Finding]:
        graph = signs.case.model.graph
        if graph is None:
            return
        if not _kept.issuperset(_loose(graph)):
            gc.collect()  # a call lives on for a while after its name was given to another one
            _kept.update(_loose(graph))
        for node in _loose(graph):
            yield self.finding(
                layer=node.operation.name,
                source=node.inputs[0].node.operation.name,
                own=f"{node.operation.count_params():,}",
                parameters=f"{signs.body.parameters:,}",
            )


def _loose(graph: Any) -> list[Any]:
    """Calls of layers with weights that take a place of the graph and lie in no model, in the order of their names."""
    places = [place for node in graph.nodes for place in tree.flatten(node.outputs)]
    readers = {id(node): node for place in places for node in place.readers if not node.in_model}
    layers = [node for node in readers.values() if isinstance(node.operation, Layer) and node.operation.weights]
    return sorted(layers, key=lambda node: node.operation.name)
