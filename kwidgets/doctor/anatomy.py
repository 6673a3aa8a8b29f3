"""What a model is made of, as far as a doctor asks: layers with their functions, outputs with their losses."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from kcore import tree
from kcore.autodiff import Array
from kcore.configurable import parameters
from kcore.layers.layer import Layer
from kcore.losses import (
    categorical_crossentropy,
    mean_absolute_percentage_error,
    mean_squared_logarithmic_error,
    sparse_categorical_crossentropy,
)
from kcore.naming import snake_case
from kcore.symbolic import KerasTensor
from kcore.training import kinds

# Between which bounds the outputs of an activation lie; one that is not here may give any number.
RANGES: Final[Mapping[str, tuple[float, float]]] = {
    "sigmoid": (0.0, 1.0),
    "hard_sigmoid": (0.0, 1.0),
    "softmax": (0.0, 1.0),
    "tanh": (-1.0, 1.0),
    "hard_tanh": (-1.0, 1.0),
    "softsign": (-1.0, 1.0),
    "relu": (0.0, math.inf),
    "relu6": (0.0, 6.0),
    "softplus": (0.0, math.inf),
    "exponential": (0.0, math.inf),
}
PROBABILITIES: Final = ("sigmoid", "hard_sigmoid", "softmax")

# Layers that hand on what they are given, perhaps in another order: the function of an output stands before them.
_HANDING_ON: Final = ("Dropout", "Flatten", "Identity", "Reshape", "Permute", "GaussianNoise")
# Layers that bring numbers of any size to a usual one.
SCALING: Final = ("BatchNormalization", "LayerNormalization", "Normalization", "Rescaling", "UnitNormalization",
                  "GroupNormalization", "RMSNormalization")  # fmt: skip


@dataclass(frozen=True)
class Part:
    """A layer.

    Args:
        name: its name.
        kind: the name of its class.
        function: name of its activation function; empty for none that is known.
        layer: the layer itself.
        is_head: whether an answer of the model comes from it.
    """

    name: str
    kind: str
    function: str
    layer: Any
    is_head: bool = False

    @property
    def kernel(self) -> Array | None:
        """The weights that its inputs are multiplied with, or None."""
        variable = getattr(self.layer, "kernel", None)
        return None if variable is None else variable.value

    @property
    def units(self) -> int:
        """Its units or filters; 0 where it has none of its own."""
        return 0 if self.kernel is None else int(self.kernel.shape[-1])


@dataclass(frozen=True)
class Head:
    """An output, and what judges it.

    Args:
        name: of the layer it comes from.
        units: numbers in one answer's last axis.
        shape: shape of one answer.
        function: name of the activation function; empty where it is not known.
        loss: the function behind the loss, or a user's own; None for an output that is not judged.
        loss_name: what the loss is called in Keras.
        options: the loss's further arguments.
        accuracy: whether "accuracy" or the like was asked for.
        judge: the compiled objective of this output.
    """

    name: str
    units: int
    shape: tuple[int | None, ...]
    function: str
    loss: Callable[..., Any] | None
    loss_name: str
    options: Mapping[str, Any] = field(default_factory=dict)
    accuracy: bool = False
    judge: Any = None

    @property
    def from_logits(self) -> bool:
        """Whether the loss applies a sigmoid or softmax itself."""
        return bool(self.options.get("from_logits", False))

    @property
    def range(self) -> tuple[float, float] | None:
        """Between what its answers lie; None where they may be any number, or nobody knows."""
        return RANGES.get(self.function)

    @property
    def wants(self) -> str:
        """What kind of targets the loss is for: "numbers", "counts", "shares", "sides", "one_hot", "class_numbers"."""
        table = {
            "numbers": kinds.NUMBERS, "counts": kinds.COUNTS, "shares": kinds.SHARES, "sides": kinds.SIDES,
            "one_hot": kinds.ONE_HOT, "class_numbers": kinds.CLASS_NUMBERS,
        }  # fmt: skip
        return next((name for name, functions in table.items() if self.loss in functions), "")

    @property
    def is_crossentropy(self) -> bool:
        """Whether the loss compares probabilities."""
        exclusive = (categorical_crossentropy, sparse_categorical_crossentropy)
        return self.loss in exclusive or (self.wants == "shares" and self.loss_name != "kl_divergence")

    @property
    def measures_numbers(self) -> bool:
        """Whether the loss is for regression."""
        return self.wants in ("numbers", "counts")

    @property
    def is_relative(self) -> bool:
        """Whether an error counts in proportion to its target."""
        return self.loss in (mean_absolute_percentage_error, mean_squared_logarithmic_error)


@dataclass(frozen=True)
class Anatomy:
    """A model as a doctor sees it.

    Args:
        parts: the layers that compute something, in order, those inside inner models too.
        heads: the outputs; empty for a model that was not compiled.
        optimizer: class name of the optimizer, or empty.
        trainable: how many numbers training may change.
        parameters: how many numbers there are.
    """

    parts: tuple[Part, ...]
    heads: tuple[Head, ...]
    optimizer: str
    trainable: int
    parameters: int

    @property
    def hidden(self) -> tuple[Part, ...]:
        """The layers that no answer comes from."""
        return tuple(part for part in self.parts if not part.is_head)

    @property
    def scales_inputs(self) -> bool:
        """Whether the first thing that happens to inputs brings them to a usual size, or they are looked up."""
        first = self.parts[0].kind if self.parts else ""
        return first in (*SCALING, "Embedding")


def anatomy(model: Any) -> Anatomy:
    """Look at a model's parts and at what it was compiled with.

    Args:
        model: a model of the engine, built.
    """
    heads = [] if model.compiled is None else _heads(model)
    ends = {id(layer) for layer in _ends(model)}
    parts = tuple(
        Part(layer.name, type(layer).__name__, function_of(layer), layer, is_head=id(layer) in ends)
        for layer in _leaves(model)
    )
    sizes = [(variable, int(variable.value.size)) for variable in model.weights]
    moving = {id(variable) for variable in model.trainable_variables}
    return Anatomy(
        parts=parts,
        heads=tuple(heads),
        optimizer="" if model.optimizer is None else type(model.optimizer).__name__,
        trainable=sum(size for variable, size in sizes if id(variable) in moving),
        parameters=sum(size for _, size in sizes),
    )


def function_of(layer: Any) -> str:
    """The name of a layer's activation function; empty for none that is known."""
    kind = type(layer).__name__
    if kind in ("ReLU", "Softmax", "ELU", "LeakyReLU"):
        plain = not getattr(layer, "negative_slope", 0.0) and getattr(layer, "max_value", None) is None
        return snake_case(kind).replace("re_lu", "relu") if kind != "ReLU" else "relu" if plain else ""
    function = getattr(layer, "activation", None)
    if function is None or (kind not in ("Dense", "Activation") and "Conv" not in kind):
        return ""
    return str(getattr(function, "__name__", ""))


def _heads(model: Any) -> Iterator[Head]:
    objective = model.objective
    judges = getattr(objective, "heads", [objective])
    shapes = model.intake.answer_shapes
    functions = [function_of(maker(place)) for place in model.graph.outputs] if model.graph is not None else []
    for number, (judge, name) in enumerate(zip(judges, model.intake.answer_names, strict=True)):
        loss = judge.loss
        function = getattr(type(loss), "function", loss)
        metrics = [getattr(metric, "name", getattr(metric, "__name__", metric)) for metric in judge.asked]
        yield Head(
            name=name,
            units=int(shapes[number][-1] or 0) if len(shapes[number]) > 1 else 1,
            shape=tuple(shapes[number][1:]),
            function=functions[number] if functions else "",
            loss=function,
            loss_name="" if loss is None else str(getattr(function, "__name__", type(loss).__name__)),
            options=loss.options() if hasattr(loss, "options") else {},
            accuracy=any("acc" in str(metric) for metric in metrics),
            judge=judge,
        )


def maker(place: KerasTensor) -> Any:
    """The layer that made what stands at a place; layers that only hand on are looked through. None for no layer."""
    while place.node is not None:
        node, layer = place.node, place.node.operation
        if not isinstance(layer, Layer):
            return None
        inner: Any = getattr(layer, "graph", None)
        if inner is not None:
            place = inner.outputs[place.index]
        elif type(layer).__name__ in _HANDING_ON and len(node.inputs) == 1:
            place = node.inputs[0]
        else:
            return layer
    return None


def _ends(model: Any) -> Iterator[Any]:
    """The layers that the answers come from: those that make the numbers, and what stands after them."""
    for place in model.graph.outputs if model.graph is not None else ():
        while place.node is not None and isinstance(place.node.operation, Layer):
            layer = place.node.operation
            yield layer
            if hasattr(layer, "graph") and layer.graph is not None:
                place = layer.graph.outputs[place.index]
            elif getattr(layer, "kernel", None) is None and len(place.node.inputs) == 1:
                place = place.node.inputs[0]
            else:
                break


def _leaves(model: Any) -> Iterator[Any]:
    for layer in model.layers:
        if hasattr(layer, "layers") and hasattr(layer, "graph"):
            yield from _leaves(layer)
        elif type(layer).__name__ != "InputLayer":
            yield layer


def takes(layer: Any, argument: str) -> bool:
    """Whether a layer's class has an argument of this name."""
    return argument in {parameter.name for parameter in parameters(type(layer))}


def outputs_of(model: Any) -> list[tuple[Any, KerasTensor]]:
    """Each layer of a model's graph with the first place that it leads to."""
    found: dict[int, tuple[Any, KerasTensor]] = {}
    for node in model.graph.calls:
        if isinstance(node.operation, Layer):
            found.setdefault(id(node.operation), (node.operation, tree.flatten(node.outputs)[0]))
    return list(found.values())
