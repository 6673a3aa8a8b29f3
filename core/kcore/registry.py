"""The fixed dictionary from names to classes and functions: the only way from a name to a class.

Each family ('layer', 'loss', ...) has its own names. A class enters under its own name; a function under its
own name and aliases. Names coming from files are looked up here and nowhere else.
"""

from __future__ import annotations

import difflib
import importlib
from collections.abc import Callable
from typing import Any, Final, TypeVar

from kcore.configurable import to_tree
from kcore.custom_objects import get_registered_name, get_registered_object
from kcore.homes import homes_of

Entry = TypeVar("Entry", bound=Callable[..., Any])

FAMILIES: Final = {
    "layer": "keras.layers",
    "activation": "keras.activations",
    "loss": "keras.losses",
    "metric": "keras.metrics",
    "optimizer": "keras.optimizers",
    "schedule": "keras.optimizers.schedules",
    "initializer": "keras.initializers",
    "regularizer": "keras.regularizers",
    "constraint": "keras.constraints",
}
_entries: Final[dict[str, dict[str, Any]]] = {family: {} for family in FAMILIES}
_names: Final[dict[str, list[str]]] = {family: [] for family in FAMILIES}


def register(family: str, *aliases: str) -> Callable[[Entry], Entry]:
    """Decorator: enter a class or function under its own name and further ``aliases``."""

    def enter(entry: Entry) -> Entry:
        entries = _entries[family]
        entries[entry.__name__] = entry
        _names[family].append(entry.__name__)
        for alias in aliases:
            entries[alias] = entry
        if isinstance(entry, type) and "keras_module" not in vars(entry):
            entry.keras_module = FAMILIES[family]  # type: ignore[attr-defined]  # read by to_tree
        return entry

    return enter


def names(family: str) -> tuple[str, ...]:
    """Names of a family in the order of the table of homes, without aliases; every module of it is read."""
    homes = homes_of(family)
    for module in dict.fromkeys(homes.values()):
        importlib.import_module(module)
    entered = dict.fromkeys(_names[family])
    return tuple(sorted(entered, key=lambda name: list(homes).index(name) if name in homes else len(homes)))


def knows(family: str, name: str) -> bool:
    """Whether a family has an entry of that name or alias."""
    return name in _entries[family] or name in homes_of(family)


def _entry(family: str, name: str) -> Any:
    """What has entered under a name, after its module was read; None if nothing has."""
    if name not in _entries[family] and name in homes_of(family):
        importlib.import_module(homes_of(family)[name])
    return _entries[family].get(name)


def lookup(family: str, name: str) -> Any:
    """The class or function of that name: one of the user's own that is registered or in scope, else the engine's.

    Raises:
        ValueError: if the family has no such name; the message offers the nearest ones.
    """
    entry = get_registered_object(name)
    if entry is None:
        entry = _entry(family, name)
    if entry is None:
        near = difflib.get_close_matches(name, [*homes_of(family), *_entries[family]], n=3, cutoff=0.5)
        hint = f"Did you mean {' or '.join(map(repr, near))}?" if near else f"Known: {', '.join(names(family))}."
        raise ValueError(f"There is no {family} named {name!r}. {hint}")
    return entry


def find(family: str, described: dict[str, Any]) -> Any:
    """The class that a description of class and config names, by the name it was registered under or its own.

    Raises:
        ValueError: see ``lookup``.
    """
    registered = described.get("registered_name")
    entry = get_registered_object(registered) if isinstance(registered, str) else None
    return lookup(family, described["class_name"]) if entry is None else entry


def get(family: str, identifier: Any, make: bool = True, custom_objects: dict[str, Any] | None = None) -> Any:
    """Resolve what Keras accepts for an object of a family.

    Args:
        family: one of ``FAMILIES``.
        identifier: None (stays None), a name, what ``serialize`` wrote, or the object.
        make: whether a name that stands for a class gives an instance with default arguments.
        custom_objects: further classes and functions by name; they come first.

    Raises:
        ValueError: for an unknown name; TypeError: for something that is neither.
    """
    if identifier is None:
        return None
    custom = custom_objects or {}
    if isinstance(identifier, dict):
        name, config = identifier.get("class_name"), identifier.get("config", {})
        if name == "function":
            return get(family, config, make=False, custom_objects=custom)
        if not isinstance(name, str):
            raise TypeError(f"A config of a {family} needs a text under 'class_name'; got {identifier!r}.")
        family = next((f for f, module in FAMILIES.items() if module == identifier.get("module")), family)
        entry = custom[name] if name in custom else find(family, identifier)
        return entry.from_config(config) if hasattr(entry, "from_config") else entry
    if isinstance(identifier, str):
        entry = custom[identifier] if identifier in custom else lookup(family, identifier)
        return entry() if make and isinstance(entry, type) else entry
    if isinstance(identifier, type) and make:
        return identifier()
    if callable(identifier) or hasattr(identifier, "get_config"):
        return identifier
    raise TypeError(f"A {family} is given by name, as an object or as a function; got {identifier!r}.")


def serialize(value: Any) -> Any:
    """A function or an object as plain values, from which ``get`` finds or builds it again."""
    if hasattr(value, "get_config"):
        return to_tree(value)
    name = get_registered_name(value)
    return {"module": "builtins", "class_name": "function", "config": name, "registered_name": "function"}
