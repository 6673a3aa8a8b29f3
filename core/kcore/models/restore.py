"""A checked tree -> a model: through the registry, with shapes first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from kcore import registry
from kcore.configurable import to_tree
from kcore.custom_objects import CustomObjectScope
from kcore.files import GIB, ModelFileError, PathLike, Tree, check_tree, plain, read_json, read_yaml
from kcore.layers.calling import map_shapes
from kcore.models.dialects import Dialect
from kcore.models.structure import layer_from_config
from kcore.shapes_first import ShapesFirst
from kcore.symbolic import KerasTensor

BUDGET = GIB  # bytes that the weights of a model from a file may take unless the caller allows more


@contextmanager
def building(path: PathLike | None, where: str = "") -> Iterator[None]:
    """Whatever goes wrong while something is built from a file is an error of that file."""
    try:
        yield
    except ModelFileError:
        raise
    except MemoryError as error:
        raise ModelFileError(path, where, "asks for more memory than there is.") from error
    except Exception as error:
        text = str(error) if isinstance(error, ValueError | TypeError) else f"{type(error).__name__}: {error}"
        raise ModelFileError(path, where, f"cannot be built: {text}") from error


@contextmanager
def structure(
    tree: Tree,
    custom_objects: Mapping[str, Any] | None = None,
    budget: int = BUDGET,
    path: PathLike | None = None,
    version: str | None = None,
) -> Iterator[Any]:
    """A context with the model that a tree describes, whose variables have no numbers until its end.

    Args:
        tree: the structure, as it came through the gate.
        custom_objects: classes and functions of the caller's own, by name.
        budget: bytes that the weights may take.
        path: the file, for messages.
        version: the version of Keras that the file names.

    Raises:
        ModelFileError: if it is no structure of a model, or not within the budget.
    """
    with CustomObjectScope(custom_objects):
        described = Dialect(path, version).model(tree)
        block = ShapesFirst(budget)
        with building(path, "config"), block:
            model = layer_from_config(described, dict(custom_objects or {}))
            build = described.get("build_config")
            shape = build.get("input_shape") if isinstance(build, dict) else None
            if not model.built and shape is not None:
                _build(model, _tuple(shape))
        yield model
        with building(path, "config"):
            block.fill()


def _build(model: Any, shape: Any) -> None:
    """Make the variables of a model whose layers are called by its class, or that was built for a shape."""
    if hasattr(model, "add"):  # Sequential
        model.build(shape)
    else:
        model(map_shapes(lambda sizes: KerasTensor((None, *sizes[1:]), model.dtype), shape))


def _tuple(shape: Tree) -> Any:
    """Shapes are lists in files."""
    if isinstance(shape, dict):
        return {key: _tuple(part) for key, part in shape.items()}
    nested = isinstance(shape, list) and any(isinstance(part, list | dict) for part in shape)
    return [_tuple(part) for part in shape] if nested else tuple(shape) if isinstance(shape, list) else shape


def model_from_tree(tree: Tree, custom_objects: Mapping[str, Any] | None = None, budget: int = BUDGET) -> Any:
    """A model of the structure that a tree describes, with fresh weights. Arguments: see ``structure``."""
    with structure(tree, custom_objects, budget) as model:
        return model


def model_from_json(
    json_string: str | bytes, custom_objects: Mapping[str, Any] | None = None, budget: int = BUDGET
) -> Any:
    """Build a model from the text that ``to_json`` returned, here or in any Keras from 2.0 on.

    Args:
        json_string: the text.
        custom_objects: classes and functions of your own, by name.
        budget: bytes that its weights may take.

    Returns:
        A model of the same structure, with fresh weights.

    Raises:
        ModelFileError: if the text describes no model that can be built here.
    """
    return model_from_tree(read_json(json_string), custom_objects, budget)


def model_from_yaml(
    yaml_string: str | bytes, custom_objects: Mapping[str, Any] | None = None, budget: int = BUDGET
) -> Any:
    """Build a model from the text that ``to_yaml`` returned, here or in Keras 2. Arguments: see ``model_from_json``."""
    return model_from_tree(read_yaml(yaml_string), custom_objects, budget)


def serialize_keras_object(obj: Any) -> Tree:
    """A layer, model, optimizer, loss or other object as plain values: its module, class and config."""
    return to_tree(obj)


def deserialize_keras_object(
    config: Tree,
    custom_objects: Mapping[str, Any] | None = None,
    safe_mode: bool = True,
    budget: int = BUDGET,
) -> Any:
    """The object that ``serialize_keras_object`` described: a layer, model, optimizer, loss or the like.

    Args:
        config: plain values: module, class_name, config; anything else is returned as it is.
        custom_objects: classes and functions of your own, by name.
        safe_mode: there is no other; code in files is never run.
        budget: bytes that weights may take.

    Raises:
        ModelFileError: if it describes nothing that can be built here.
    """
    if not safe_mode:
        raise ValueError("safe_mode=False: code in files is never run here. Hand functions over with custom_objects.")
    if not isinstance(config, dict) or "class_name" not in config:
        return config
    check_tree(plain(config))
    described = Dialect(None, "3").object(plain(config), "")
    module = described.get("module")
    family = next((f for f, home in registry.FAMILIES.items() if home == module), "layer")
    with CustomObjectScope(custom_objects), building(None, "config"):
        if described["class_name"] == "function":
            found = [f for f in registry.FAMILIES if described["config"] in registry.names(f)]
            return registry.lookup(found[0] if found else "activation", described["config"])
        block = ShapesFirst(budget)
        with block:
            made = layer_from_config(described, {}) if family == "layer" else registry.get(family, described)
        block.fill()
        return made
