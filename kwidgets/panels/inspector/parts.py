"""The layers of a model one by one, those of models inside it too, and what flows between them."""

from __future__ import annotations

from typing import Any, NamedTuple

from kcore import tree
from kcore.symbolic import KerasTensor, Operation

Shape = tuple[int | None, ...]


class Call(NamedTuple):
    """One use of a layer: from where it takes its inputs, and the shapes that go in and come out."""

    sources: tuple[str, ...]
    inputs: tuple[Shape, ...]
    outputs: tuple[Shape, ...]


class Part(NamedTuple):
    """A layer, or an operation, at its place in a model.

    Attributes:
        path: its name, after those of the models around it.
        layer: itself.
        calls: its uses in the model; a shared layer has several. Empty where nothing is known about them.
    """

    path: tuple[str, ...]
    layer: Any
    calls: tuple[Call, ...]

    @property
    def title(self) -> str:
        """Its name, after those of the models around it, in one line."""
        return " › ".join(self.path)

    @property
    def kind(self) -> str:
        """Name of its class, or of its operation."""
        return kind_of(self.layer)

    @property
    def weights(self) -> list[Any]:
        """Its variables, those of layers inside it too; empty for a model, whose layers are parts of their own."""
        return [] if self.is_model or isinstance(self.layer, Operation) else list(self.layer.weights)

    @property
    def is_model(self) -> bool:
        """Whether it is a model inside the model."""
        return is_model(self.layer)


def parts(model: Any) -> list[Part]:
    """All layers and operations in the order of the model; a model's own layers follow it."""
    found: list[Part] = []
    seen: set[int] = set()
    waiting: list[tuple[tuple[str, ...], Any, Any]] = [((), model, None)]
    while waiting:
        path, owner, layer = waiting.pop()
        if layer is not None:
            path = (*path, layer.name)
            found.append(Part(path, layer, _calls(owner, layer)))
            owner = layer
        if is_model(owner) and id(owner) not in seen:
            seen.add(id(owner))  # a shared model is taken apart once
            waiting.extend((path, owner, inner) for inner in reversed(_inside(owner)))
    return found


def ends(model: Any) -> tuple[list[tuple[str, Shape]], list[tuple[str, Shape]]]:
    """Name and shape of each input and output; empty where a class computes whatever it is given."""
    if model.graph is None:
        return [], []
    inputs = zip(model.input_names, model.inputs, strict=True)
    outputs = zip(model.output_names, model.outputs, strict=True)
    return [(name, place.shape) for name, place in inputs], [(name, place.shape) for name, place in outputs]


def is_model(thing: Any) -> bool:
    """Whether a layer is a model, whose layers can be looked at."""
    return hasattr(thing, "graph") and hasattr(thing, "layers")


def kind_of(layer: Any) -> str:
    """Name of a layer's class; of an operation, such as `Add`, as a summary writes it."""
    if isinstance(layer, Operation):
        return "".join(word.capitalize() for word in layer.primitive.name.split("_"))
    return type(layer).__name__


def _inside(model: Any) -> list[Any]:
    """Layers and operations; a Sequential shows no entrance of its own."""
    return list(model.layers) if hasattr(model, "add") else list(model.operations)


def _calls(model: Any, layer: Any) -> tuple[Call, ...]:
    numbers = model.graph.numbers if model.graph is not None else {}
    nodes = [node for node in layer.nodes if id(node) in numbers]
    if nodes:
        return tuple(Call(_sources(node), _shapes(node.inputs), _shapes(node.outputs)) for node in nodes)
    return _guessed(layer)


def _sources(node: Any) -> tuple[str, ...]:
    return tuple(place.node.operation.name if place.node is not None else place.name for place in node.inputs)


def _shapes(places: Any) -> tuple[Shape, ...]:
    return tuple(place.shape for place in tree.flatten(places) if isinstance(place, KerasTensor))


def _guessed(layer: Any) -> tuple[Call, ...]:
    """What a layer that no graph has put to use says about itself."""
    config = getattr(layer, "build_config", None) or {}
    shape: Any = config.get("input_shape")
    if not getattr(layer, "built", False) or not _is_shape(shape):
        return ()
    try:
        output: Any = layer.compute_output_shape(tuple(shape))
    except Exception:  # a class of the learner's may compute anything
        return ()
    return (Call((), (tuple(shape),), (tuple(output),)),) if _is_shape(output) else ()


def _is_shape(shape: object) -> bool:
    return isinstance(shape, list | tuple) and all(n is None or isinstance(n, int) for n in shape)
