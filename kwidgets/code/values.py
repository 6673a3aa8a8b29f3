"""The expressions for layers and other values. Only what differs from the defaults is written."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from kcore import config as engine
from kcore import registry
from kcore.configurable import parameters, to_tree
from kcore.layers import InputLayer
from kcore.naming import snake_case
from kcore.parameter import REQUIRED, Parameter
from kcore.symbolic import KerasTensor

_WIDTH = 88  # longer calls are broken into one argument a line

# What a layer puts in place of an argument left at None.
_NONE_STANDS_FOR = {"activation": "linear", "data_format": "channels_last"}


def layer_call(layer: Any, *, named: bool = False) -> str:
    """The expression that makes a layer.

    Args:
        layer: the layer, or what `Input` returned.
        named: whether to write its name even if it is an automatic one.
    """
    if isinstance(layer, KerasTensor) and layer.node is not None:
        layer = layer.node.layer
    if not isinstance(layer, InputLayer):
        return _object(to_tree(layer), layer, named=named)
    batch, *shape = layer.batch_shape
    first = value(tuple(shape)) if batch is None else f"batch_shape={value(tuple(layer.batch_shape))}"
    arguments = [first]
    if layer.dtype != engine.floatx():
        arguments.append(f"dtype={value(layer.dtype)}")
    if named or not automatic(InputLayer, layer.name):
        arguments.append(f"name={value(layer.name)}")
    return call("keras.Input", arguments)


def value(thing: Any) -> str:
    """The expression for a value: a number, a text, a tuple, or an object that has a config.

    Raises:
        ValueError: when nothing but the object itself says what it is.
    """
    tree = to_tree(thing)
    if isinstance(thing, str):
        return json.dumps(thing, ensure_ascii=False)
    if isinstance(thing, bool | None | int):
        return repr(thing)
    if isinstance(thing, float):
        return _number(thing)
    if isinstance(tree, dict) and "class_name" in tree:
        return _object(tree, thing if hasattr(thing, "get_config") else None)
    if isinstance(thing, list | tuple):
        inner = ", ".join(value(item) for item in thing)
        return f"[{inner}]" if isinstance(thing, list) else f"({inner}{',' * (len(thing) == 1)})"
    if isinstance(thing, dict):
        return "{" + ", ".join(f"{value(key)}: {value(part)}" for key, part in thing.items()) + "}"
    if callable(thing) and getattr(thing, "__name__", "").isidentifier():
        known = any(thing is registry.lookup(f, n) for f in registry.FAMILIES for n in registry.names(f))
        return f'"{thing.__name__}"' if known else str(thing.__name__)
    raise ValueError(f"No code can stand for {thing!r}. Give it a name, as a function or a class.")


def _object(tree: Mapping[str, Any], thing: Any, *, named: bool = False) -> str:
    """A call that builds the object of a config tree; `thing` is the object itself, where it is at hand."""
    name = str(tree["class_name"])
    family = next((f for f, module in registry.FAMILIES.items() if module == tree.get("module")), None)
    cls = registry.lookup(family or "layer", name) if thing is None else type(thing)
    arguments = [
        value(shown) if parameter.required else f"{parameter.name}={value(shown)}"
        for parameter, shown in _arguments(cls, tree["config"], thing)
    ]
    if named and not any(argument.startswith("name=") for argument in arguments):
        arguments.append(f"name={value(thing.name)}")
    return call(f"{tree['module']}.{name}" if family else name, arguments)


def _arguments(cls: type, config: Mapping[str, Any], thing: Any = None) -> list[tuple[Parameter, Any]]:
    """The arguments of a class that its config sets to something else than the default."""
    found = []
    for parameter in parameters(cls):
        shown = config.get(parameter.name)
        if parameter.name == "dtype" and isinstance(shown, Mapping):
            shown = shown["config"]["name"]
        if parameter.kind != "unsupported" and parameter.name in config and not _usual(cls, parameter, shown, config):
            shown = _short(parameter, shown)
            found.append((parameter, getattr(thing, parameter.name, shown) if _is_own(parameter, shown) else shown))
    return found


def _is_own(parameter: Parameter, shown: Any) -> bool:
    """Whether a config names a class or function of a learner's own, of which only the object itself knows more."""
    if isinstance(shown, Mapping) and "class_name" in shown:
        return not _is_known(parameter.family or "layer", shown["class_name"])
    return parameter.family is not None and isinstance(shown, str) and not _is_known(parameter.family, shown)


def automatic(cls: type, name: str) -> bool:
    """Whether a name is one that the class gives by itself."""
    return re.fullmatch(rf"{snake_case(cls.__name__)}(_\d+)?", name) is not None


def _usual(cls: type, parameter: Parameter, shown: Any, config: Mapping[str, Any]) -> bool:
    """Whether an argument may be left out."""
    default = parameter.default
    if parameter.name == "name":
        return shown in (None, default, cls.__name__.lower()) or automatic(cls, shown)
    if parameter.name == "dtype":
        return bool(shown == engine.floatx())
    if parameter.name == "strides" and default is None:
        return bool(shown == config.get("pool_size"))  # pooling windows stand side by side
    if default is None:
        default = _NONE_STANDS_FOR.get(parameter.name)
    if parameter.kind == "object" and isinstance(default, str):
        return _short(parameter, shown) == _short(parameter, default)
    if parameter.kind == "sizes":
        return bool(default is not REQUIRED and shown == parameter.check(default))
    if isinstance(default, float) and isinstance(shown, float):
        return _number(shown) == _number(default)
    return bool(shown == default)


def _short(parameter: Parameter, shown: Any) -> Any:
    """An object with nothing but defaults by its name alone."""
    family = parameter.family
    if family is None or family == "layer":  # a layer inside another one is never given by name
        return shown
    arguments: Mapping[str, Any] = {}
    name = shown
    if isinstance(shown, Mapping):
        name, arguments = shown["class_name"], shown["config"]
    try:
        entry = registry.lookup(family, name) if isinstance(name, str) else None
    except ValueError:
        entry = None
    if entry is None:
        return shown  # none, or a learner's own
    if isinstance(entry, type):
        if _arguments(entry, arguments):
            return shown
        short = snake_case(entry.__name__)
        return short if _is(family, short, entry) else entry.__name__
    return entry.__name__


def _is_known(family: str, name: str) -> bool:
    try:
        return registry.lookup(family, name) is not None
    except ValueError:
        return False


def _is(family: str, name: str, entry: Any) -> bool:
    try:
        return registry.lookup(family, name) is entry
    except ValueError:
        return False


def _number(number: float) -> str:
    """The shortest text of a number; of one that was kept in 32 bits, the one it came from."""
    single = np.float32(number)
    return str(single) if float(single) == number else repr(number)


def call(name: str, arguments: Sequence[str]) -> str:
    """A call in one line, or one argument a line where that is too long."""
    line = f"{name}({', '.join(arguments)})"
    if len(line) <= _WIDTH:
        return line
    return "\n".join([f"{name}(", *(f"    {shift(argument)}," for argument in arguments), ")"])


def shift(text: str) -> str:
    """Lines moved to the right, all but the first."""
    return text.replace("\n", "\n    ")
