"""A second model of the same structure, with weights of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kcore import tree
from kcore.layers.input_layer import Input, InputLayer
from kcore.models.model import Functional, Model
from kcore.models.replay import replay
from kcore.models.sequential import Sequential
from kcore.symbolic import Operation


def clone_model(
    model: Any,
    input_tensors: Any = None,
    clone_function: Callable[[Any], Any] | None = None,
    call_function: Callable[..., Any] | None = None,
    recursive: bool = False,
) -> Any:
    """Make a model of the same structure with fresh weights. The original is left alone.

    Args:
        model: a ``Sequential`` or functional model, or one of a class with ``get_config``.
        input_tensors: places to put in place of the model's inputs, nested like these; new inputs if None.
        clone_function: makes a layer from a layer; by default from its config.
        call_function: called with (layer, *args, **kwargs) in place of the layer, for functional models.
        recursive: whether ``clone_function`` is asked for the layers of inner models, too.

    Returns:
        The new model.

    Raises:
        ValueError: for arguments that only functional models take; TypeError: for something that is no model.
    """
    if not isinstance(model, Model):
        raise TypeError(f"clone_model takes a model; got {model!r}.")
    make = clone_function or (lambda layer: type(layer).from_config(layer.get_config()))

    def copied(layer: Any) -> Any:
        if recursive and isinstance(layer, Sequential | Functional):
            return clone_model(layer, None, clone_function, call_function, recursive)
        return make(layer)

    if isinstance(model, Sequential):
        if call_function is not None:
            raise ValueError("call_function is for functional models; this one is a Sequential.")
        return _sequential(model, input_tensors, copied)
    if model.graph is None or type(model).call is not Model.call:
        if clone_function is not None or input_tensors is not None:
            raise ValueError(
                f"{type(model).__name__} is a model class: only its config can be cloned, without clone_function and "
                "input_tensors."
            )
        return type(model).from_config(model.get_config())
    return _functional(model, input_tensors, copied, call_function)


def _sequential(model: Sequential, input_tensors: Any, copied: Callable[[Any], Any]) -> Sequential:
    layers = [copied(layer) for layer in model.layers]
    if input_tensors is not None:
        places = tree.flatten(input_tensors)
        if len(places) != 1:
            raise ValueError(f"A Sequential has one input; input_tensors holds {len(places)}.")
        layers.insert(0, places[0])
    elif model.graph is not None:
        place = model.inputs[0]
        layers.insert(0, Input(batch_shape=place.shape, dtype=place.dtype, name=place.name))
    return Sequential(layers, name=model.name, trainable=model.trainable)


def _functional(
    model: Any, input_tensors: Any, copied: Callable[[Any], Any], call_function: Callable[..., Any] | None
) -> Any:
    graph = model.graph
    if input_tensors is None:
        places = [InputLayer(batch_shape=p.shape, dtype=p.dtype, name=p.name).place for p in graph.inputs]
    else:
        places = tree.flatten(input_tensors)
        if len(places) != len(graph.inputs):
            raise ValueError(f"{model.name!r} has {len(graph.inputs)} inputs; input_tensors holds {len(places)}.")
    copies: dict[int, Any] = {}  # a layer that is called several times stays one layer

    def replaced(operation: Any) -> Any:
        if id(operation) not in copies:
            if isinstance(operation, Operation):
                copies[id(operation)] = Operation(operation.primitive, operation.options, operation.name)
            else:
                copies[id(operation)] = copied(operation)
        layer = copies[id(operation)]
        if call_function is None or isinstance(layer, Operation):
            return layer
        return lambda *args, **kwargs: call_function(layer, *args, **kwargs)

    outputs = replay(graph, places, replaced)
    ends = (
        tree.pack_sequence_as(model.inputs_structure, places),
        tree.pack_sequence_as(model.outputs_structure, outputs),
    )
    kind = Model if type(model) is Functional else type(model)
    return kind(*ends, name=model.name, trainable=model.trainable)
