"""What may stand where an object of a family is asked for: names to choose from, and the classes behind them."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

import kcore
from kcore import registry
from kcore.configurable import parameters
from kcore.custom_objects import get_custom_objects
from kcore.layers.calling import signature_of
from kcore.naming import snake_case
from kcore.parameter import Parameter

# Layers that cannot stand inside another one, or are made of a function.
_NOT_INSIDE = ("InputLayer", "Wrapper", "Functional", "Sequential", "Lambda", "StackedRNNCells")
# What a learner's own class of a family is derived from.
_BASES = {
    "layer": "layers.Layer",
    "loss": "losses.Loss",
    "metric": "metrics.Metric",
    "optimizer": "optimizers.Optimizer",
    "schedule": "optimizers.schedules.LearningRateSchedule",
    "initializer": "initializers.Initializer",
    "regularizer": "regularizers.Regularizer",
    "constraint": "constraints.Constraint",
}


def names(family: str, among: str = "") -> tuple[str, ...]:
    """The names of a family to choose from: of functions and their classes only the functions.

    Args:
        family: one of the registry's.
        among: which of its layers: "recurrent", "cell"; empty for all that may stand inside another one.
    """
    entries = {name: registry.lookup(family, name) for name in registry.names(family)}
    if family == "layer":
        return tuple(name for name, cls in entries.items() if name not in _NOT_INSIDE and _fits(cls, among))
    functions = tuple(name for name, entry in entries.items() if inspect.isfunction(entry))
    return functions or tuple(entries)


def own_classes(family: str) -> tuple[type, ...]:
    """The learner's own classes of a family: those that were registered."""
    if family not in _BASES:
        return ()
    base: Any = kcore
    for part in _BASES[family].split("."):
        base = getattr(base, part)
    found = (entry for entry in get_custom_objects().values() if isinstance(entry, type) and issubclass(entry, base))
    return tuple(dict.fromkeys(found))


def class_of(family: str, choice: Any) -> type | None:
    """The class whose arguments belong to a choice, a name or a class; None for a mere function.

    Of a loss's function it is the class of the same name: `huber` has the arguments of `Huber`.
    """
    if isinstance(choice, type):
        return choice
    if not isinstance(choice, str):
        return None
    entry = registry.lookup(family, choice)
    if isinstance(entry, type):
        return entry
    classes = (registry.lookup(family, name) for name in registry.names(family))
    return next((cls for cls in classes if isinstance(cls, type) and snake_case(cls.__name__) == choice), None)


def taken_apart(family: str, value: Any) -> tuple[Any, dict[str, Any]]:
    """What is chosen from the list for a value, and the arguments it was made with.

    Args:
        family: one of the registry's.
        value: None, a name or alias, a function, a class, an object, or the config of one.

    Returns:
        A listed name; a learner's own class; or the value itself, if that is all that is known of it.
    """
    if isinstance(value, str) or inspect.isfunction(value):
        return _listed(family, value), {}
    if isinstance(value, Mapping) and "class_name" in value:
        try:
            cls = registry.find(family, dict(value))
        except ValueError:
            return value, {}
        config = value.get("config", {})
    elif hasattr(value, "get_config") and not isinstance(value, type):
        cls, config = type(value), value.get_config()
    else:
        return (_listed(family, value), {}) if isinstance(value, type) else (value, {})
    return _listed(family, cls), {
        p.name: config[p.name]
        for p in parameters(cls)
        if p.name in config and p.kind != "unsupported" and not (p.inherited and config[p.name] == p.default)
    }


def _listed(family: str, value: Any) -> Any:
    """The listed name of an alias, a registered function or a class; else the value."""
    try:
        entry = registry.lookup(family, value) if isinstance(value, str) else value
    except ValueError:
        return value
    known = [name for name in registry.names(family) if registry.lookup(family, name) is entry]
    shown = names(family)
    if known and known[0] not in shown and snake_case(known[0]) in shown:
        return snake_case(known[0])  # a loss's class goes by the name of its function
    return known[0] if known else value


def _fits(cls: type, among: str) -> bool:
    if among == "cell":
        return "states" in signature_of(cls).names
    takes: dict[str, Parameter] = {p.name: p for p in parameters(cls)}
    return among != "recurrent" or "go_backwards" in takes
