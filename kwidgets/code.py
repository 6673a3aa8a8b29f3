"""The Keras code that makes, compiles and trains a model. Only what differs from the defaults is written.

The code runs under real Keras (`import keras`) and under the engine (`import kcore as keras`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from kcore import config as engine
from kcore import registry
from kcore.configurable import REQUIRED, Parameter, parameters, to_tree
from kcore.layers import InputLayer
from kcore.naming import snake_case
from kcore.symbolic import KerasTensor

_WIDTH = 88  # longer calls are broken into one argument a line
_FIT_DEFAULTS = {"batch_size": 32, "epochs": 1, "shuffle": True, "validation_data": None}

# What a layer puts in place of an argument left at None.
_NONE_STANDS_FOR = {"activation": "linear", "data_format": "channels_last"}


def script(
    layers: Sequence[Any],
    compile_arguments: Mapping[str, Any],
    fit_arguments: Mapping[str, Any],
    *,
    names: Sequence[str] = ("x_train", "y_train"),
    seed: int | None = None,
) -> str:
    """The whole code of a sequential model, from the import to `fit`.

    Args:
        layers: the layers, an `InputLayer` or what `Input` returned among them.
        compile_arguments: what `compile` is given: optimizer, loss, metrics.
        fit_arguments: what `fit` is given beside the data: batch_size, epochs.
        names: what the inputs and the targets are called, and after them those of validation.
        seed: for `set_random_seed`, or None.

    Returns:
        Lines of Python without a line end at the end.

    Raises:
        ValueError: for a value that no code can stand for, such as a lambda.
    """
    x, y, *validation = names
    fit = [f"{k}={value(v)}" for k, v in fit_arguments.items() if _FIT_DEFAULTS.get(k, REQUIRED) != v]
    if validation:
        fit.append(f"validation_data=({', '.join(validation)})")
    settings = [f"{k}={value(v)}" for k, v in compile_arguments.items() if v is not None]
    lines = ["import keras", ""]
    if seed is not None:
        lines.append(f"keras.utils.set_random_seed({seed})")
    lines += [
        "model = keras.Sequential([",
        *(f"    {_shift(layer_call(layer))}," for layer in layers),
        "])",
        _call("model.compile", settings),
        "history = " + _call("model.fit", [x, y, *fit]),
    ]
    return "\n".join(lines)


def layer_call(layer: Any) -> str:
    """The expression that makes a layer."""
    if isinstance(layer, KerasTensor) and layer.node is not None:
        layer = layer.node.layer
    if not isinstance(layer, InputLayer):
        return value(layer)
    batch, *shape = layer.batch_shape
    return f"keras.Input({tuple(shape)})" if batch is None else f"keras.Input(batch_shape={layer.batch_shape})"


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
        return _object(type(thing) if hasattr(thing, "get_config") else None, tree)
    if isinstance(thing, list | tuple):
        inner = ", ".join(value(item) for item in thing)
        return f"[{inner}]" if isinstance(thing, list) else f"({inner}{',' * (len(thing) == 1)})"
    if callable(thing) and getattr(thing, "__name__", "").isidentifier():
        known = any(thing is registry.lookup(f, n) for f in registry.FAMILIES for n in registry.names(f))
        return f'"{thing.__name__}"' if known else str(thing.__name__)
    raise ValueError(f"No code can stand for {thing!r}. Give it a name, as a function or a class.")


def _object(cls: type | None, tree: Mapping[str, Any]) -> str:
    """A call that builds the object of a config tree."""
    name = str(tree["class_name"])
    family = next((f for f, module in registry.FAMILIES.items() if module == tree.get("module")), None)
    if cls is None:
        cls = registry.lookup(family or "layer", name)
    arguments = [
        value(shown) if parameter.required else f"{parameter.name}={value(shown)}"
        for parameter, shown in _arguments(cls, tree["config"])
    ]
    return _call(f"{tree['module']}.{name}" if family else name, arguments)


def _arguments(cls: type, config: Mapping[str, Any]) -> list[tuple[Parameter, Any]]:
    """The arguments of a class that its config sets to something else than the default."""
    found = []
    for parameter in parameters(cls):
        shown = config.get(parameter.name)
        if parameter.name == "dtype" and isinstance(shown, Mapping):
            shown = shown["config"]["name"]
        if parameter.kind != "unsupported" and parameter.name in config and not _usual(cls, parameter, shown):
            found.append((parameter, _short(parameter, shown)))
    return found


def _usual(cls: type, parameter: Parameter, shown: Any) -> bool:
    """Whether an argument may be left out."""
    default = parameter.default
    if parameter.name == "name":
        return (
            shown is None
            or re.fullmatch(rf"{snake_case(cls.__name__)}(_\d+)?|{cls.__name__.lower()}", shown) is not None
        )
    if parameter.name == "dtype":
        return bool(shown == engine.floatx())
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
    if family is None:
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


def _is(family: str, name: str, entry: Any) -> bool:
    try:
        return registry.lookup(family, name) is entry
    except ValueError:
        return False


def _number(number: float) -> str:
    """The shortest text of a number; of one that was kept in 32 bits, the one it came from."""
    single = np.float32(number)
    return str(single) if float(single) == number else repr(number)


def _call(name: str, arguments: Sequence[str]) -> str:
    line = f"{name}({', '.join(arguments)})"
    if len(line) <= _WIDTH:
        return line
    return "\n".join([f"{name}(", *(f"    {_shift(argument)}," for argument in arguments), ")"])


def _shift(text: str) -> str:
    return text.replace("\n", "\n    ")
