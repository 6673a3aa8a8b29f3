"""A model as boxes and arrows: what pictures and Mermaid texts are drawn from."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass, field
from typing import Any

from kcore import tree
from kcore.symbolic import Node, Operation


@dataclass
class Box:
    """One layer or operation: an id of its own, and lines of text, the class first."""

    key: str
    lines: list[str]


@dataclass
class Diagram:
    """Boxes in the order of the model, arrows as pairs of keys, and rows of keys from the inputs on."""

    boxes: list[Box] = field(default_factory=list)
    arrows: list[tuple[str, str]] = field(default_factory=list)
    groups: dict[str, list[str]] = field(default_factory=dict)  # inner models by name, and their boxes

    def rows(self) -> list[list[str]]:
        """Keys in rows: each box is one row below the lowest box that leads to it; inputs are just above their use."""
        before: dict[str, list[str]] = {box.key: [] for box in self.boxes}
        for source, target in self.arrows:
            before[target].append(source)
        depth: dict[str, int] = {}
        waiting = [box.key for box in reversed(self.boxes)]
        while waiting:
            key = waiting[-1]
            missing = [k for k in before[key] if k not in depth and k != key]
            if key not in depth and missing:
                waiting.extend(missing)
                continue
            waiting.pop()
            depth.setdefault(key, max((depth[k] + 1 for k in before[key] if k != key), default=0))
        for key in [key for key, sources in before.items() if not sources]:
            targets = [depth[b] for a, b in self.arrows if a == key]
            depth[key] = min(targets) - 1 if targets else 0
        rows: list[list[str]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
        for box in self.boxes:
            rows[depth[box.key]].append(box.key)
        return rows


def diagram(
    model: Any,
    show_shapes: bool = False,
    show_dtype: bool = False,
    show_layer_names: bool = False,
    show_layer_activations: bool = False,
    show_trainable: bool = False,
    expand_nested: bool = False,
) -> Diagram:
    """The boxes and arrows of a model. Arguments: see ``plot_model``.

    Raises:
        ValueError: for a model that has not been built.
    """
    if not model.built:
        raise ValueError(f"{model.name!r} has not been built yet: call it on data, or model.build(input_shape), first.")
    found = Diagram()

    def lines(layer: Any) -> list[str]:
        operation = isinstance(layer, Operation)
        kind = layer.primitive.name if operation else type(layer).__name__
        said = [f"{layer.name} ({kind})" if show_layer_names else kind]
        activation = getattr(getattr(layer, "activation", None), "__name__", None)
        if show_layer_activations and activation:
            said.append(f"activation: {activation}")
        if show_shapes and layer.nodes:
            node = layer.nodes[0]
            said.append(f"{_shapes(node.inputs)} → {_shapes(tree.flatten(node.outputs))}" if node.inputs else
                        _shapes(tree.flatten(node.outputs)))  # fmt: skip
        if show_dtype and layer.nodes:
            said.append("dtype: " + ", ".join(p.dtype for p in tree.flatten(layer.nodes[0].outputs)))
        if show_trainable and getattr(layer, "weights", []):
            said.append("trainable" if layer.trainable else "frozen")
        return said

    def draw(inner: Any, prefix: str) -> tuple[list[str], list[str]]:
        """Draw a model; the keys of the boxes where data enter and come out."""
        graph = inner.graph
        operations = inner.operations if graph is not None else inner.layers
        ends: dict[int, tuple[list[str], list[str]]] = {}
        for operation in operations:
            key = f"{prefix}{operation.name}"
            if expand_nested and getattr(operation, "graph", None) is not None:
                start = len(found.boxes)
                ends[id(operation)] = draw(operation, f"{key}/")
                found.groups[key] = [box.key for box in found.boxes[start:]]
            else:
                found.boxes.append(Box(key, lines(operation)))
                ends[id(operation)] = ([key], [key])
        if graph is None:
            keys = [ends[id(operation)] for operation in operations]
            found.arrows += [(a, b) for x, y in itertools.pairwise(keys) for a in x[1] for b in y[0]]
            return (keys[0][0], keys[-1][1]) if keys else ([], [])
        for node in graph.nodes:
            for place in node.inputs:
                if place.node is not None and id(place.node.operation) in ends:
                    sources = _at(ends[id(place.node.operation)][1], place.index)
                    targets = _at(ends[id(node.operation)][0], _position(node, place))
                    found.arrows += [(a, b) for a in sources for b in targets if (a, b) not in found.arrows]
        entered = [ends[id(p.node.operation)][0][0] for p in graph.inputs if p.node and id(p.node.operation) in ends]
        left = [ends[id(p.node.operation)][1][-1] for p in graph.outputs if p.node and id(p.node.operation) in ends]
        return entered, left

    draw(model, "")
    return found


def _position(node: Node, place: Any) -> int:
    return next(i for i, other in enumerate(node.inputs) if other is place)


def _at(keys: list[str], index: int) -> list[str]:
    return [keys[index]] if index < len(keys) else keys[-1:]


def _shapes(places: list[Any]) -> str:
    return ", ".join(str(place.shape) for place in places)


def model_to_mermaid(model: Any, rankdir: str = "TB", **options: Any) -> str:
    """A model as a Mermaid flowchart: text that GitHub, JupyterLab and many others draw as a picture.

    Args:
        model: a model that has been built.
        rankdir: 'TB' from top to bottom, 'LR' from left to right.
        options: what ``plot_model`` takes: show_shapes, show_layer_names, expand_nested ...

    Returns:
        Lines that begin with ``flowchart``.
    """
    found = diagram(model, **options)
    numbers = {box.key: f"n{i}" for i, box in enumerate(found.boxes)}
    texts = {box.key: json.dumps("<br/>".join(map(_escaped, box.lines)), ensure_ascii=False) for box in found.boxes}
    grouped = {key for keys in found.groups.values() for key in keys}
    lines = [f"flowchart {rankdir}"]
    lines += [f"  {numbers[key]}[{text}]" for key, text in texts.items() if key not in grouped]
    for i, (name, keys) in enumerate(found.groups.items()):
        if any(set(keys) < set(others) for others in found.groups.values()):
            continue  # the group around it has its boxes
        title = json.dumps(_escaped(name), ensure_ascii=False)
        lines += [f"  subgraph g{i}[{title}]", *(f"    {numbers[key]}[{texts[key]}]" for key in keys), "  end"]
    lines += [f"  {numbers[a]} --> {numbers[b]}" for a, b in found.arrows]
    return "\n".join(lines)


def _escaped(text: str) -> str:
    """Names of layers are text, never markup."""
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(sign, entity)
    return text
