"""Play the calls of a graph again: on other inputs, or with other layers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from kcore import tree
from kcore.layers.input_layer import InputLayer
from kcore.models.graph import Graph
from kcore.symbolic import KerasTensor, Operation


def replay(graph: Graph, inputs: Sequence[KerasTensor], replaced: Callable[[Any], Any]) -> list[KerasTensor]:
    """Call everything in a graph once more.

    Args:
        graph: what to play.
        inputs: a place for each of the graph's inputs.
        replaced: gives the layer (or operation) to call in place of one.

    Returns:
        A place for each of the graph's outputs.
    """
    new = {id(old): place for old, place in zip(graph.inputs, inputs, strict=True)}

    def found(leaf: Any) -> Any:
        return new[id(leaf)] if isinstance(leaf, KerasTensor) else leaf

    for node in graph.calls:
        args = tree.map_structure(found, node.args)
        kwargs = tree.map_structure(found, node.kwargs)
        operation = replaced(node.operation)
        outputs = operation.applied(args) if isinstance(operation, Operation) else operation(*args, **kwargs)
        for old, place in zip(tree.flatten(node.outputs), tree.flatten(outputs), strict=True):
            new[id(old)] = place
    return [new[id(place)] for place in graph.outputs]


def with_entrances(inputs: Any, outputs: Any) -> tuple[Any, Any]:
    """Inputs and outputs of a model whose inputs may lie in the middle of another one: each gets an ``Input``."""
    flat = tree.flatten(inputs)
    if all(place.node is not None and isinstance(place.node.operation, InputLayer) for place in flat):
        return inputs, outputs
    graph = Graph(flat, tree.flatten(outputs))
    fresh = [InputLayer(batch_shape=place.shape, dtype=place.dtype, name=place.name).place for place in flat]
    places = replay(graph, fresh, lambda operation: operation)
    return tree.pack_sequence_as(inputs, fresh), tree.pack_sequence_as(outputs, places)
