"""What comes out of every layer for one sample."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from kcore import tree
from kcore.autodiff import value_of
from kcore.models.graph import Graph
from kcore.training.samples import Arrays, listed
from kwidgets.panels.inspector.parts import is_model, kind_of
from kwidgets.panels.inspector.sample import looking


class Activation(NamedTuple):
    """What one use of a layer gives for one sample.

    Attributes:
        path: name of the layer, after those of the models around it; for an input its own.
        kind: class of the layer, or operation.
        number: which use of a shared layer it is, from 1; 0 where there is only one.
        value: the numbers, without the axis of the samples.
    """

    path: tuple[str, ...]
    kind: str
    number: int
    value: Any

    @property
    def title(self) -> str:
        """Its path in one line, with the number of the use where there are several."""
        name = " › ".join(self.path)
        return f"{name} ({self.number})" if self.number else name


def activations(model: Any, sample: Arrays) -> list[Activation]:
    """What comes out of every layer, outside training: dropout drops nothing, moving averages stand for the batch.

    Args:
        model: a model of any kind. In a class of the learner's the layers in its attributes are listened to.
        sample: checked inputs, with a first axis of length 1.

    Raises:
        Exception: whatever the model raises when it is called.
    """
    with looking(model):
        if model.graph is None:
            return _listened(model, sample, ())
        return _through(model, listed(sample), ())


def _through(model: Any, values: list[Any], above: tuple[str, ...]) -> list[Activation]:
    """What stands at every place of a graph, and inside the models in it."""
    graph = model.graph
    nodes = [node for node in graph.nodes if node.inputs]
    places = [place for node in nodes for place in tree.flatten(node.outputs)]
    standing = dict(zip(map(id, places), map(value_of, Graph(graph.inputs, places).run(values, False)), strict=True))
    standing.update((id(place), value) for place, value in zip(graph.inputs, values, strict=True))
    found = [] if above else _inputs(model, values)
    uses: dict[int, int] = {}
    for node in nodes:
        operation = node.operation
        calls = sum(other.operation is operation for other in nodes)
        number = uses[id(operation)] = uses.get(id(operation), 0) + 1
        path = (*above, operation.name)
        if is_model(operation) and operation.graph is not None:
            found += _through(operation, [standing[id(place)] for place in node.inputs], path)
        outputs = [standing[id(place)] for place in tree.flatten(node.outputs)]
        found += _outputs(path, operation, number if calls > 1 else 0, outputs)
    return found


def _inputs(model: Any, values: list[Any]) -> list[Activation]:
    pairs = zip(model.input_names, values, strict=True)
    return [Activation((name,), "InputLayer", 0, value[0]) for name, value in pairs]


def _outputs(path: tuple[str, ...], layer: Any, number: int, outputs: list[Any]) -> list[Activation]:
    several = len(outputs) > 1
    return [
        Activation((*path, str(i)) if several else path, kind_of(layer), number, value[0])
        for i, value in enumerate(outputs)
        if getattr(value, "ndim", 0)
    ]


def _listened(model: Any, sample: Arrays, above: tuple[str, ...]) -> list[Activation]:
    """What the layers in the attributes of a model class give while the model is called once."""
    found: list[Activation] = []
    uses: dict[int, int] = {}
    for i, value in enumerate(listed(sample)):
        found.append(Activation((f"input_{i + 1}",), "InputLayer", 0, value[0]))

    def listening(layer: Any, path: tuple[str, ...], call: Callable[..., Any]) -> Callable[..., Any]:
        def heard(*args: Any, **kwargs: Any) -> Any:
            outputs = call(*args, **kwargs)
            uses[id(layer)] = uses.get(id(layer), 0) + 1
            values = [value_of(output) for output in tree.flatten(outputs)]
            found.extend(_outputs(path, layer, uses[id(layer)], values))
            return outputs

        return heard

    layers = list(_layers(model, above))
    for path, layer in layers:
        object.__setattr__(layer, "call", listening(layer, path, layer.call))
    try:
        model.forward(sample, False)
    finally:
        for _, layer in layers:
            object.__delattr__(layer, "call")
    return [a._replace(number=0) if a.number == 1 and _once(found, a) else a for a in found]


def _once(found: list[Activation], one: Activation) -> bool:
    return sum(each.path == one.path for each in found) == 1


def _layers(model: Any, above: tuple[str, ...]) -> list[tuple[tuple[str, ...], Any]]:
    """The layers of a model class, and those of such classes inside it; each once."""
    found: dict[int, tuple[tuple[str, ...], Any]] = {}
    waiting = [(above, layer) for layer in reversed(model.layers)]
    while waiting:
        path, layer = waiting.pop()
        if id(layer) not in found:
            found[id(layer)] = (*path, layer.name), layer
            if is_model(layer) and layer.graph is None:
                waiting.extend(((*path, layer.name), inner) for inner in reversed(layer.layers))
    return list(found.values())
