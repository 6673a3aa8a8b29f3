"""Classes and functions of the user's own by name: what files may ask for beside the engine's.

They come only from what the caller hands over, and from what was registered in this process; by exact name.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any, Final, Self, TypeVar

Entry = TypeVar("Entry", bound=Callable[..., Any])

_registered: Final[dict[str, Any]] = {}
_names: Final[dict[int, tuple[Any, str]]] = {}  # by identity, since not every callable can be a key


class _Scopes(threading.local):
    def __init__(self) -> None:
        self.open: tuple[Mapping[str, Any], ...] = ()


_scopes: Final = _Scopes()


def register_keras_serializable(package: str = "Custom", name: str | None = None) -> Callable[[Entry], Entry]:
    """Decorator: files written from now on name this class or function, and files that name it find it.

    Args:
        package: put before the name, with '>' between, so that packages do not get in each other's way.
        name: name in files; that of the class or function if None.

    Raises:
        ValueError: for a class without ``get_config``.
    """

    def enter(entry: Entry) -> Entry:
        full = f"{package}>{name or entry.__name__}"
        if isinstance(entry, type) and not hasattr(entry, "get_config"):
            raise ValueError(f"{entry.__name__} needs a method get_config() to be written into files.")
        _registered[full] = entry
        _names[id(entry)] = entry, full
        return entry

    return enter


def get_registered_name(obj: Any) -> str:
    """The name under which a class or function is registered, else its own name."""
    entry = _names.get(id(obj))
    return entry[1] if entry is not None else str(getattr(obj, "__name__", obj))


def is_registered(obj: Any) -> bool:
    """Whether a class or function is registered."""
    return id(obj) in _names


def get_registered_object(
    name: str, custom_objects: Mapping[str, Any] | None = None, module_objects: Mapping[str, Any] | None = None
) -> Any:
    """The class or function of that name, or None.

    Args:
        name: exact name.
        custom_objects: further ones, looked at after open scopes and registered ones.
        module_objects: looked at last.
    """
    for known in (*reversed(_scopes.open), _registered, custom_objects or {}, module_objects or {}):
        if name in known:
            return known[name]
    return None


def get_custom_objects() -> dict[str, Any]:
    """The dictionary of what is registered in this process; what is put into it is found, too."""
    return _registered


class CustomObjectScope:
    """A ``with`` block inside of which these names are found in files, in this thread.

    Args:
        custom_objects: classes and functions by name.

    >>> with CustomObjectScope({"twice": lambda x: 2 * x}):
    ...     get_registered_object("twice")(3)
    6
    """

    def __init__(self, custom_objects: Mapping[str, Any] | None) -> None:
        self.custom_objects = dict(custom_objects or {})

    def __enter__(self) -> Self:
        self._before = _scopes.open
        _scopes.open = (*_scopes.open, self.custom_objects)
        return self

    def __exit__(self, *error: object) -> None:
        _scopes.open = self._before


custom_object_scope = CustomObjectScope
