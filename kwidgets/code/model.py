from __future__ import annotations

import inspect
import keyword
import re
from typing import Any

import kcore
from kcore import tree
from kcore.models import Sequential
from kcore.naming import snake_case
from kcore.symbolic import KerasTensor, Node, Operation
from kwidgets.code.values import automatic, call, layer_call, shift, value

_AUTOMATIC = re.compile(r"(functional|model|sequential)(_\d+)?")


def model_script(model: Any) -> str:
    """The code that makes a Sequential or functional model, with models inside it, shared layers and several ends.

    Weights and what `compile` was given are not in it. Automatic names are left to Keras.

    Args:
        model: the model.

    Returns:
        Lines of Python without a line end at the end; the last one makes `model`.

    Raises:
        ValueError: for a model class of one's own, or a value or operation that no code can stand for.
    """
    writer = _Writer()
    writer.model(model, "model")
    return "\n".join(["import keras", "", *writer.lines])


class _Writer:
    """Lines of code, and what the things made by them are called there."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._taken = {"keras", "model"}
        self._made: dict[int, str] = {}  # by id of a layer or place
        self._chosen: set[str] = set()  # names that somebody has given to layers

    def model(self, model: Any, name: str) -> None:
        """Write the lines that make a model under a name."""
        if isinstance(model, Sequential) or model.graph is not None:
            layers = model.layers if model.graph is None else [*model.layers, *(p.node.layer for p in model.inputs)]
            self._chosen |= {layer.name for layer in layers if not automatic(type(layer), layer.name)}
        if isinstance(model, Sequential):
            self._sequential(model, name)
        elif model.graph is not None:
            self._functional(model, name)
        else:
            raise ValueError(
                f"No code can stand for {model!r}: {type(model).__name__} computes in a call of its own. "
                "Code can be written for Sequential and functional models."
            )
        self._made[id(model)] = name

    def _sequential(self, model: Any, name: str) -> None:
        entrance = [model.inputs[0].node.layer] if model.graph is not None else []
        for layer in model.layers:
            self._prepare(layer)
        parts = [f"    {shift(self._layer(layer))}," for layer in (*entrance, *model.layers)]
        ending = "".join(f", {argument}" for argument in _names(model))
        self.lines += [f"{name} = keras.Sequential([", *parts, f"]{ending})"]

    def _functional(self, model: Any, name: str) -> None:
        inputs = {id(place) for place in model.inputs}
        for place in model.inputs:
            self.lines.append(f"{self._name(place, _wish(place.node.layer))} = {self._layer(place.node.layer)}")
        calls = [node for node in model.graph.nodes if node.inputs]
        for node in calls:
            if not all(id(place) in inputs for place in tree.flatten(node.outputs)):
                times = sum(other.operation is node.operation for other in calls)
                self._call(node, shared=times > 1)
        ends = [f"inputs={self._value(model.input)}", f"outputs={self._value(model.output)}"]
        self.lines.append(f"{name} = {call('keras.Model', [*ends, *_names(model)])}")

    def _call(self, node: Node, *, shared: bool) -> None:
        operation = node.operation
        if isinstance(operation, Operation):
            right = self._operation(node)
        else:
            self._prepare(operation)
            if shared and id(operation) not in self._made:
                made = self._layer(operation)
                self.lines.append(f"{self._name(operation, f'{_wish(operation)}_layer')} = {made}")
            given = [*map(self._value, node.args), *(f"{k}={self._value(v)}" for k, v in node.kwargs.items())]
            right = f"{self._layer(operation)}({', '.join(given)})"
        outputs = tree.flatten(node.outputs)
        left = ", ".join([self._name(place, _wish(operation)) for place in outputs])
        self.lines.append(f"{left} = {right}")

    def _operation(self, node: Node) -> str:
        operation = node.operation
        name, options = operation.primitive.name, dict(operation.options)
        args = [self._value(argument) for argument in node.args]
        if name == "get_item":
            return f"{args[0]}[{_index(options['key'])}]"
        function = getattr(kcore.ops, name, None)
        if function is None:
            raise ValueError(f"No code can stand for the operation {name!r}: kcore.ops has no function of this name.")
        if next(iter(inspect.signature(function).parameters)) == "xs":  # its arrays come in one list
            args = [f"[{', '.join(args)}]"]
        return call(f"keras.ops.{name}", [*args, *(f"{k}={self._value(v)}" for k, v in options.items())])

    def _prepare(self, layer: Any) -> None:
        """Write a model that stands inside another one, once."""
        if hasattr(layer, "graph") and id(layer) not in self._made:
            self.model(layer, self._free(_wish(layer)))

    def _layer(self, layer: Any) -> str:
        return self._made.get(id(layer)) or layer_call(layer, named=self._collides(layer))

    def _collides(self, layer: Any) -> bool:
        """Whether Keras might give this layer a name that somebody has given to another one."""
        return any(automatic(type(layer), name) for name in self._chosen)

    def _value(self, thing: Any) -> str:
        """The expression for what a layer is called with: places by their names, nested or not."""
        if isinstance(thing, KerasTensor):
            return self._made[id(thing)]
        if isinstance(thing, dict):
            return "{" + ", ".join(f"{value(k)}: {self._value(v)}" for k, v in thing.items()) + "}"
        if isinstance(thing, list | tuple):
            inner = ", ".join(map(self._value, thing))
            return f"[{inner}]" if isinstance(thing, list) else f"({inner}{',' * (len(thing) == 1)})"
        return value(thing)

    def _name(self, thing: Any, wanted: str) -> str:
        """A name for a layer or place, and remember it."""
        name = self._made[id(thing)] = self._free(wanted)
        return name

    def _free(self, wanted: str) -> str:
        """A Python name near the wanted one that is not taken yet."""
        name = re.sub(r"\W", "_", wanted)
        if not name.isidentifier() or keyword.iskeyword(name):
            name = f"x_{name}"
        free, number = name, 1
        while free in self._taken:
            number += 1
            free = f"{name}_{number}"
        self._taken.add(free)
        return free


def _wish(operation: Any) -> str:
    """What a layer or operation would be called: its name, without the number of an automatic one."""
    if isinstance(operation, Operation):
        return operation.primitive.name
    name = str(operation.name)
    return snake_case(type(operation).__name__) if automatic(type(operation), name) else name


def _names(model: Any) -> list[str]:
    """The arguments that only a model with a name of its own, or a frozen one, needs."""
    named = [] if _AUTOMATIC.fullmatch(model.name) or automatic(type(model), model.name) else [model.name]
    frozen = [] if model.trainable else ["trainable=False"]
    return [*(f"name={value(name)}" for name in named), *frozen]


def _index(key: Any) -> str:
    """What stands between the brackets."""
    if isinstance(key, tuple):
        return ", ".join(map(_index, key)) + "," * (len(key) == 1)
    if isinstance(key, slice):
        ends = ["" if end is None else str(end) for end in (key.start, key.stop)]
        return ":".join(ends) + ("" if key.step is None else f":{key.step}")
    return "..." if key is Ellipsis else repr(key)
