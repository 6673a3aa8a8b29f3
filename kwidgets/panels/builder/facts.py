"""What there is to say about each part of a model: shape, parameters, where its data come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kcore import tree
from kwidgets.panels.builder.blueprint import Blueprint, Part, Place


@dataclass(frozen=True)
class Row:
    """One part.

    Args:
        key: its key.
        name: its name.
        type: name of its class.
        shape: of what it gives, as text; "?" while nobody knows.
        params: numbers in its weights.
        sources: names of the parts that feed it; None in a Sequential, where the order says it.
        trainable: whether its weights are trained; None if it has none.
        weights: how the number of parameters comes about, such as `4 × 8 + 8`.
    """

    key: int
    name: str
    type: str
    shape: str
    params: int
    sources: str | None
    trainable: bool | None
    weights: str = ""


def facts(model: Any, blueprint: Blueprint) -> list[Row]:
    """A row for each part of a model, in the blueprint's order."""
    operations = {operation.name: operation for operation in model.operations}
    if model.graph is not None:
        operations |= {place.node.layer.name: place.node.layer for place in model.inputs}
    names = {part.key: part.name for part in blueprint.parts}
    fed: dict[int, list[str]] = {}
    for source, target in blueprint.edges():
        fed.setdefault(target, []).append(names[source.part])
    return [_row(part, operations[part.name], None if blueprint.sequential else fed.get(part.key, []), model)
            for part in blueprint.parts]  # fmt: skip


def _row(part: Part, layer: Any, sources: list[str] | None, model: Any) -> Row:
    weights = list(getattr(layer, "weights", []))
    sizes = [" × ".join(map(str, weight.shape)) or "1" for weight in weights]
    return Row(
        part.key,
        part.name,
        part.class_name,
        _shape(layer, model),
        sum(int(weight.value.size) for weight in weights),
        None if sources is None else ", ".join(sources),
        bool(layer.trainable) if weights else None,
        " + ".join(sizes),
    )


def _shape(layer: Any, model: Any) -> str:
    """Of the first call that lies in the model."""
    numbers = {} if model.graph is None else model.graph.numbers
    node = next((node for node in layer.nodes if id(node) in numbers), None)
    if node is None:
        return "?"
    shapes = [place.shape for place in tree.flatten(node.outputs)]
    return ", ".join(map(str, shapes))


def place_shapes(model: Any, blueprint: Blueprint, place: Place | None) -> list[tuple[int | None, ...]]:
    """The shapes that stand at a place of a model; none while nobody knows."""
    if place is None or model.graph is None:
        return []
    part = blueprint.part(place.part)
    operations = [*model.operations, *(entrance.node.layer for entrance in model.inputs)]
    operation = next(each for each in operations if each.name == part.name)
    numbers = model.graph.numbers
    nodes = [node for node in operation.nodes if id(node) in numbers]
    return [place.shape for node in nodes[place.call : place.call + 1] for place in tree.flatten(node.outputs)]
