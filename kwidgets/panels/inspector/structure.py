"""The structure of a model as plain values, wherever it comes from: a model, a config, a text of JSON or YAML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from kcore.configurable import to_tree
from kcore.files import ModelFileError, Tree, check_tree, plain, read_json, read_yaml
from kcore.models.compile_config import compile_config


class Described(NamedTuple):
    """A layer as its config describes it.

    Attributes:
        name: its name; empty where the config tells none.
        kind: name of its class.
        arguments: what it was made with.
        sources: names of the layers that each of its calls takes its inputs from; empty in a chain.
        inside: its own layers, where it is a model.
    """

    name: str
    kind: str
    arguments: dict[str, Any]
    sources: tuple[tuple[str, ...], ...]
    inside: tuple[Described, ...]


class Structure(NamedTuple):
    """A model as its config describes it: class, arguments, layers, and what it was compiled with (None: not)."""

    kind: str
    arguments: dict[str, Any]
    layers: tuple[Described, ...]
    compiled: dict[str, Any] | None


def structure_of(thing: Any) -> Structure:
    """The structure of a model, of what `get_config` or `to_json` returned, or of a text of JSON or YAML.

    Raises:
        TypeError, ValueError: where it is none of these; the message says what was given and what fits.
    """
    if hasattr(thing, "get_config") and hasattr(thing, "layers"):
        return _of_model(thing)
    if isinstance(thing, str):
        thing = read_json(thing) if thing.lstrip().startswith("{") else read_yaml(thing)
    elif isinstance(thing, Mapping):
        thing = check_tree(plain(dict(thing)))
    else:
        raise TypeError(
            f"A model, a config (a dict) or a text of JSON or YAML is asked for; got {type(thing).__name__}."
        )
    if not isinstance(thing, dict):
        raise ModelFileError(None, "", f"is no config of a model: a dict is expected; got {type(thing).__name__}.")
    described = thing if isinstance(thing.get("config"), dict) else {"class_name": "", "config": thing}
    config: Any = described["config"]
    layers = config.get("layers")
    if not isinstance(layers, list) or not all(isinstance(layer, dict) for layer in layers):
        raise ModelFileError(None, "config.layers", "is no list of layers; a config of a model has one.")
    top = _described(described)
    compiled = described.get("compile_config")
    return Structure(top.kind, top.arguments, top.inside, compiled if isinstance(compiled, dict) and compiled else None)


def _of_model(model: Any) -> Structure:
    if getattr(model, "graph", None) is not None or hasattr(model, "add"):
        top = _described(plain(to_tree(model)))
    else:  # a class of the learner's, of which the layers in its attributes are known
        inside = tuple(_described(plain(_config(layer))) for layer in model.layers)
        config = plain(_config(model))["config"]
        top = Described(model.name, type(model).__name__, {k: config[k] for k in config if k != "name"}, (), inside)
    compiled = plain(compile_config(model))
    return Structure(top.kind, top.arguments, top.inside, compiled)


def _config(layer: Any) -> Tree:
    try:
        tree = to_tree(layer)
    except Exception:  # a class of the learner's may answer anything
        tree = {"class_name": type(layer).__name__, "config": {"name": layer.name}}
    return tree


def _described(tree: Mapping[str, Any]) -> Described:
    found = tree.get("config")
    config = dict(found) if isinstance(found, dict) else {}
    layers = config.pop("layers", None)
    inside = [layer for layer in layers if isinstance(layer, dict)] if isinstance(layers, list) else []
    name = str(config.pop("name", None) or tree.get("name") or "")
    calls = tree.get("inbound_nodes")
    return Described(
        name,
        str(tree.get("class_name", "")),
        config,
        tuple(_sources(call) for call in calls) if isinstance(calls, list) else (),
        tuple(map(_described, inside)),
    )


def _sources(call: Any) -> tuple[str, ...]:
    """Names of the layers that a call takes its inputs from, in the form of Keras 3 or of Keras 2."""
    found: list[str] = []
    waiting = [call]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            history = part.get("keras_history")
            waiting.extend([history] if history is not None else reversed(list(part.values())))
        elif isinstance(part, list) and len(part) >= 3 and isinstance(part[0], str) and isinstance(part[1], int):
            found.append(part[0])
        elif isinstance(part, list):
            waiting.extend(reversed(part))
    return tuple(found)
