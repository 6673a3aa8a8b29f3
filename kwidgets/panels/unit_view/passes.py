"""One batch both ways through a model, with everything on the way written down."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from kcore import tree
from kcore.autodiff import Array, Tensor, value_of
from kcore.gradient_tape import GradientTape
from kcore.layers import Dense
from kcore.layers.layer import Layer
from kcore.symbolic import KerasTensor, Node
from kcore.training.trial import on_trial


@dataclass(frozen=True)
class Box:
    """One call of a layer, or of an operation, on its way through the model.

    Args:
        name: the layer's name; with a number behind it where a shared layer is called again.
        kind: the name of its class.
        layer: the layer, or None for an operation.
        sources: numbers of the boxes whose outputs it takes; -1 - i for the model's input i.
        inputs: what it takes, an array each.
        output: what it gives; of several outputs the first.
    """

    name: str
    kind: str
    layer: Layer | None
    sources: tuple[int, ...]
    inputs: tuple[Array, ...]
    output: Array

    @property
    def weights(self) -> dict[str, Array]:
        """Its weights now, by name."""
        return {} if self.layer is None else {weight.name: weight.value for weight in self.layer.weights}

    @property
    def is_dense(self) -> bool:
        """Whether what it computes can be written down number by number."""
        return isinstance(self.layer, Dense)


@dataclass(frozen=True)
class Move:
    """What one step of the optimizer does to a weight.

    Args:
        before: its numbers before the step.
        gradient: how the loss changes with them; None for weights that are not trained by gradients.
        after: its numbers after the step.
    """

    before: Array
    gradient: Array | None
    after: Array


@dataclass(frozen=True)
class Batch:
    """One batch both ways.

    Args:
        boxes: the calls, in the order in which they are computed.
        targets: what should have come out; None without targets.
        answer: what came out; of several outputs the first.
        loss: how wrong it was, as one number; None without targets or a loss.
        gradients: for each box how the loss changes with its output; None where nothing reaches it.
        moves: for each box its weights by name.
    """

    boxes: tuple[Box, ...]
    answer: Array
    targets: Array | None = None
    loss: float | None = None
    gradients: tuple[Array | None, ...] = ()
    moves: tuple[dict[str, Move], ...] = field(default=())


def forward(model: Any, x: Any) -> tuple[Box, ...]:
    """The calls for inputs, as `predict` makes them.

    Args:
        model: a model with a graph.
        x: inputs, the first axis the samples.

    Raises:
        ValueError, TypeError: for inputs that do not fit (the engine's words).
    """
    boxes = _play(model, model.intake.inputs("x", x), training=False)[0]
    model.forget_losses()
    return boxes


def both_ways(model: Any, x: Any, y: Any) -> Batch:
    """One batch forwards and backwards, and what a step of the optimizer would do. The model stays as it is.

    Args:
        model: a compiled model with a graph.
        x: inputs of the batch.
        y: targets of the batch.

    Raises:
        ValueError, TypeError, RuntimeError: for data that do not fit, or a model that was not compiled.
    """
    inputs, targets, _ = model.intake.samples(x, y)
    with on_trial(model):
        with GradientTape() as tape:
            boxes, tensors, answers = _play(model, inputs, training=True)
            loss = model.compute_loss(inputs, targets, model.nested(answers))
        trainable = model.trainable_variables
        followed = [t for t in tensors if isinstance(t, Tensor)]
        found = tape.gradient(loss, [*followed, *trainable])
        by_id = {id(thing): part for thing, part in zip([*followed, *trainable], found, strict=True)}
        before = {id(weight): weight.value.copy() for weight in model.weights}
    with on_trial(model):
        model.train_on_batch(x, y)
        after = {id(weight): weight.value.copy() for weight in model.weights}
    moves = tuple(
        {w.name: Move(before[id(w)], by_id.get(id(w)), after[id(w)]) for w in (box.layer.weights if box.layer else ())}
        for box in boxes
    )
    return Batch(
        boxes,
        answer=np.asarray(value_of(answers[0])),
        targets=None if targets is None else np.asarray(tree.flatten(targets)[0]),
        loss=float(value_of(loss)),
        gradients=tuple(None if part is None else np.asarray(part) for part in (by_id.get(id(t)) for t in tensors)),
        moves=moves,
    )


def _play(model: Any, inputs: Any, *, training: bool) -> tuple[tuple[Box, ...], list[Any], list[Any]]:
    """Compute every call of the graph once.

    Returns:
        The boxes, the first output of each as it was recorded, and the model's answers.
    """
    graph = model.graph
    arrays = inputs if isinstance(inputs, tuple) else (inputs,)
    values: dict[int, Any] = {id(place): array for place, array in zip(graph.inputs, arrays, strict=True)}
    makers: dict[int, int] = {id(place): -1 - i for i, place in enumerate(graph.inputs)}
    boxes: list[Box] = []
    tensors: list[Any] = []
    called: dict[int, int] = {}
    for node in graph.calls:
        results = tree.flatten(_call(node, values, training))
        for place, result in zip(tree.flatten(node.outputs), results, strict=True):
            values[id(place)], makers[id(place)] = result, len(boxes)
        number = called[id(node.operation)] = called.get(id(node.operation), 0) + 1
        layer = node.operation if isinstance(node.operation, Layer) else None
        boxes.append(
            Box(
                name=node.operation.name if number == 1 else f"{node.operation.name} ({number})",
                kind=type(layer).__name__ if layer is not None else node.operation.primitive.name,
                layer=layer,
                sources=tuple(makers[id(place)] for place in node.inputs),
                inputs=tuple(np.asarray(value_of(values[id(place)])) for place in node.inputs),
                output=np.asarray(value_of(results[0])),
            )
        )
        tensors.append(results[0])
    return tuple(boxes), tensors, [values[id(place)] for place in graph.outputs]


def _call(node: Node, values: dict[int, Any], training: bool) -> Any:
    def found(leaf: Any) -> Any:
        return values[id(leaf)] if isinstance(leaf, KerasTensor) else leaf

    args = tree.map_structure(found, node.args)
    kwargs = {name: tree.map_structure(found, value) for name, value in node.kwargs.items() if name != "training"}
    if not isinstance(node.operation, Layer):
        return node.operation(*args, **kwargs)
    return node.operation.run(*args, training=training, **kwargs)
