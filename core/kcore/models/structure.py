"""The structure of a functional model as plain values, as Keras 3 writes it, and back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from kcore import ops, registry, tree
from kcore.configurable import to_tree
from kcore.layers.calling import signature_of
from kcore.layers.input_layer import InputLayer
from kcore.layers.layer import Layer
from kcore.naming import auto_name, snake_case
from kcore.symbolic import KerasTensor, Node, Operation, places

TENSOR, SLICE = "__keras_tensor__", "__slice__"
OPERATIONS = "keras.src.ops."  # where Keras keeps the classes of its operations
_LISTS = ("concatenate", "stack")  # operations whose arrays come in one list
# Keras's operations for neural networks; all others are of its NumPy
_NN = ("elu", "gelu", "leaky_relu", "log_softmax", "relu", "relu6", "selu", "sigmoid", "silu", "softmax", "softplus")


def graph_config(model: Any) -> dict[str, Any]:
    """Name, layers with their calls, and which places are inputs and outputs."""
    graph = model.graph
    numbers = graph.numbers

    def history(place: KerasTensor) -> list[Any]:
        node = place.node
        return [] if node is None else [node.operation.name, numbers[id(node)], place.index]

    def end(place: KerasTensor) -> list[Any]:
        name, number, index = history(place)
        return [name, number + getattr(place.node and place.node.operation, "first_call", 0), index]

    def written(value: Any) -> Any:
        if isinstance(value, KerasTensor):
            place = {"shape": value.shape, "dtype": value.dtype, "keras_history": history(value)}
            return {"class_name": TENSOR, "config": place}
        if isinstance(value, slice):
            return {"class_name": SLICE, "config": {"start": value.start, "stop": value.stop, "step": value.step}}
        if isinstance(value, dict):
            return {key: written(part) for key, part in value.items()}
        if isinstance(value, list | tuple):
            return type(value)(written(part) for part in value)
        return to_tree(value)

    layers = []
    for operation in graph.operations:
        described = to_tree(operation) if isinstance(operation, Layer) else _described(operation)
        calls = [node for node in operation.nodes if id(node) in numbers and node.inputs]
        described["name"] = operation.name
        described["inbound_nodes"] = [{"args": written(_args(n)), "kwargs": written(_kwargs(n))} for n in calls]
        layers.append(described)
    return {
        "name": model.name,
        "trainable": model.trainable,
        "layers": layers,
        "input_layers": tree.map_structure(end, model.input),
        "output_layers": tree.map_structure(end, model.output),
    }


def _described(operation: Operation) -> dict[str, Any]:
    name = operation.primitive.name
    options = {k: v for k, v in operation.options.items() if name != "get_item"}
    class_name = "".join(word.capitalize() for word in name.split("_"))
    return {
        "module": OPERATIONS + ("nn" if name in _NN else "numpy"),
        "class_name": class_name,
        "config": {"name": operation.name, **to_tree(options)},
        "registered_name": class_name,
    }


def _args(node: Node) -> tuple[Any, ...]:
    """What a call was given by position, as Keras has it."""
    if isinstance(node.operation, Operation):
        name = node.operation.primitive.name
        if name == "get_item":
            return (*node.args, node.operation.options["key"])
        if name in _LISTS:
            return (list(node.args),)
    return node.args


def _kwargs(node: Node) -> dict[str, Any]:
    """What a call was given by name, with what Keras finds out by itself."""
    if isinstance(node.operation, Operation) or len(node.args) + len(places(node.kwargs)) > 1:
        return node.kwargs
    signature = signature_of(type(node.operation))
    found: dict[str, Any] = {}
    if signature.takes_training and signature.training is not None:
        found["training"] = signature.training
    if signature.takes_mask:
        found["mask"] = None
    return found | node.kwargs


def layer_from_config(described: dict[str, Any], custom_objects: dict[str, Any]) -> Any:
    """The layer (or operation) that a description of class and config stands for.

    Raises:
        ValueError: for a class that is not known.
    """
    name = described["class_name"]
    config = dict(described["config"])
    if str(described.get("module")).startswith(OPERATIONS):
        primitive = ops.row(snake_case(name))
        if primitive is None:
            raise ValueError(f"The operation {name!r} is not one of kcore.ops.")
        return Operation(primitive, {k: v for k, v in config.items() if k != "name"}, config.get("name"))
    cls = custom_objects.get(described.get("registered_name") or name) or custom_objects.get(name)
    if cls is None:
        try:
            cls = registry.find("layer", described)
        except ValueError as error:
            raise ValueError(
                f"The layer class {name!r} is not known. A class of your own is handed over with "
                f"custom_objects={{{name!r}: ...}}. {error}"
            ) from None
    if hasattr(cls, "graph"):  # a model takes the classes of its layers, too
        return cls.from_config(config, custom_objects)
    return cls.from_config(config)


def graph_from_config(
    config: dict[str, Any],
    custom_objects: dict[str, Any],
    make: Callable[[dict[str, Any], dict[str, Any]], Any] = layer_from_config,
) -> tuple[Any, Any]:
    """Make the layers of a config and call them as it says.

    Args:
        config: what ``graph_config`` returned.
        custom_objects: classes by name.
        make: makes a layer from its description.

    Returns:
        Inputs and outputs of the model, nested as they were.

    Raises:
        ValueError: for unknown classes, calls that wait for each other in a circle, and places that are missing.
    """
    layers: dict[str, Any] = {}
    results: dict[tuple[str, int], list[KerasTensor]] = {}
    waiting: dict[tuple[str, int], list[tuple[str, int]]] = defaultdict(list)
    calls: dict[tuple[str, int], dict[str, Any]] = {}
    for described in config["layers"]:
        name = described.get("name") or described["config"].get("name") or auto_name(described["class_name"])
        if name in layers:
            raise ValueError(f"Two layers are named {name!r}.")
        layer = layers[name] = make(described, custom_objects)
        if isinstance(layer, InputLayer):
            results[name, 0] = [layer.place]
        for i, call in enumerate(described.get("inbound_nodes", [])):
            calls[name, i] = call

    ready = list(calls)
    ready.reverse()
    done: set[tuple[str, int]] = set()
    while ready:
        key = ready.pop()
        if key in done:
            continue
        name, number = key
        needed = [h for h in _histories(calls[key]) if h not in results]
        if (name, number - 1) in calls and (name, number - 1) not in results:
            needed.append((name, number - 1))
        if needed:
            waiting[needed[0]].append(key)
            continue
        done.add(key)
        results[key] = tree.flatten(_called(layers[name], calls[key], results))
        ready.extend(reversed(waiting.pop(key, [])))
    stuck = next(((missing, keys) for missing, keys in waiting.items() if keys), None)
    if stuck is not None:
        (name, number), keys = stuck
        reason = "the calls wait for each other in a circle" if (name, number) in calls else "there is no such call"
        raise ValueError(f"Layer {keys[0][0]!r} needs call {number} of {name!r}: {reason}.")
    first_calls = {name: getattr(layer, "first_call", 0) for name, layer in layers.items()}
    ends = (_ends(config[key], results, first_calls) for key in ("input_layers", "output_layers"))
    return next(ends), next(ends)


def _histories(value: Any) -> list[tuple[str, int]]:
    """The calls whose results a call needs."""
    found: list[tuple[str, int]] = []
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            if part.get("class_name") == TENSOR:
                name, number, _ = part["config"]["keras_history"]
                found.append((name, number))
            else:
                waiting.extend(part.values())
        elif isinstance(part, list | tuple):
            waiting.extend(part)
    return found


def _called(layer: Any, call: dict[str, Any], results: dict[tuple[str, int], list[KerasTensor]]) -> Any:
    args, kwargs = _read(call["args"], results), _read(call["kwargs"], results)
    if not isinstance(layer, Operation):
        default = signature_of(type(layer)).training
        said = {"mask": None, "training": default}  # what Keras writes though nobody has said it
        return layer(*args, **{k: v for k, v in kwargs.items() if k not in said or v is not said[k]})
    if layer.primitive.name == "get_item":
        index = args.pop()
        layer.options["key"] = tuple(index) if isinstance(index, list) else index
    if layer.primitive.name in _LISTS and isinstance(args[0], list):
        args = args[0]
    return layer.applied(tuple(args))


def _read(value: Any, results: dict[tuple[str, int], list[KerasTensor]]) -> Any:
    if isinstance(value, dict):
        if value.get("class_name") == TENSOR:
            name, number, index = value["config"]["keras_history"]
            return _result(results, name, number, index)
        if value.get("class_name") == SLICE:
            parts = value["config"]
            return slice(parts["start"], parts["stop"], parts["step"])
        return {key: _read(part, results) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_read(part, results) for part in value]
    return value


def _result(results: dict[tuple[str, int], list[KerasTensor]], name: Any, number: Any, index: Any) -> KerasTensor:
    places = results.get((name, number), [])
    if not isinstance(index, int) or not 0 <= index < len(places):
        raise ValueError(f"There is no result {index} of call {number} of a layer {name!r}.")
    return places[index]


def _ends(structure: Any, results: dict[tuple[str, int], list[KerasTensor]], first_calls: dict[str, int]) -> Any:
    """Places in place of [layer, call, result]."""
    if isinstance(structure, dict):
        return {key: _ends(part, results, first_calls) for key, part in structure.items()}
    if len(structure) == 3 and isinstance(structure[0], str):
        name, number, index = structure
        return _result(results, name, number - first_calls.get(name, 0) if isinstance(number, int) else number, index)
    return [_ends(part, results, first_calls) for part in structure]
