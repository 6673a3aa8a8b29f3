"""One signature: a constructor's annotated parameters are the only declaration of what it takes.

From it follow the checks of arguments with errors that teach, ``get_config`` and ``from_config``, the form
in the model builder, the exported code and the documentation. A class keeps each argument under its own name
(``self.units = units``); a parameter without annotation is taken as it comes.
"""

from __future__ import annotations

import difflib
import functools
import inspect
import typing
from collections.abc import Callable
from typing import Any, ClassVar, Self

import numpy as np

from kcore.custom_objects import get_registered_name
from kcore.parameter import Parameter, read_parameter
from kcore.words import OldWords, modernised, words_of

KNOWN_AS = "keras_registered_name"  # attribute of classes that Keras registers under a name


_known: dict[type, tuple[Parameter, ...]] = {}  # signatures are read once


def parameters(cls: type) -> tuple[Parameter, ...]:
    """The arguments of a class's constructor in the order of its signature.

    A constructor that ends in ``**kwargs`` also takes the arguments of the class above it: they follow,
    marked as inherited.
    """
    if cls not in _known:
        _known[cls] = tuple(_found(cls).values())
    return _known[cls]


def _found(cls: type) -> dict[str, Parameter]:
    found: dict[str, Parameter] = {}
    axes = getattr(cls, "rank", 1)
    rank = axes if isinstance(axes, int) else 1
    settled = getattr(cls, "settles", ())
    for depth, owner in enumerate(k for k in cls.__mro__ if "__init__" in vars(k) and k is not object):
        init = vars(owner)["__init__"]
        init = getattr(init, "__wrapped__", init)
        hints = typing.get_type_hints(init, include_extras=True)
        open_ended = False
        for name, parameter in list(inspect.signature(init).parameters.items())[1:]:
            if parameter.kind is inspect.Parameter.VAR_KEYWORD:
                open_ended = True
            elif parameter.kind is not inspect.Parameter.VAR_POSITIONAL and name not in settled:
                inherited = depth > 0 or vars(owner).get("shared_arguments", False)
                found.setdefault(name, read_parameter(name, hints.get(name, Any), parameter.default, inherited, rank))
        if not open_ended:
            break
    return found


def bind(cls: type, args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
    """Match call arguments with a class's parameters and check each.

    Raises:
        TypeError: for an unknown, repeated or missing argument; TypeError or ValueError from ``check``.
    """
    known = parameters(cls)
    own = [p for p in known if not p.inherited]
    if len(args) > len(own):
        raise TypeError(
            f"{cls.__name__} takes at most {len(own)} arguments by position "
            f"({', '.join(p.name for p in own)}); got {len(args)}. Give the others by name."
        )
    given = {p.name: value for p, value in zip(own, args, strict=False)}
    by_name = {p.name: p for p in known}
    for name, value in kwargs.items():
        if name in given:
            raise TypeError(
                f"{cls.__name__}: {name} is given twice, by position ({given[name]!r}) and by name ({value!r})."
            )
        given[name] = value
    given = modernised(cls, cls.__name__, words_of(cls), by_name, given)
    for name in given:
        if name not in by_name and not getattr(cls, "takes_more", False):
            near = difflib.get_close_matches(name, list(by_name), n=1, cutoff=0.5)
            hint = f"Did you mean {near[0]!r}?" if near else f"It takes: {', '.join(p.name for p in own)}."
            raise TypeError(f"{cls.__name__} has no argument {name!r}. {hint}")
    for parameter in known:
        if parameter.required and parameter.name not in given:
            raise TypeError(
                f"{cls.__name__} needs {parameter.name}: {parameter.describe()}. "
                f"For example {cls.__name__}({parameter.name}=...)."
            )
    for name, value in given.items():
        try:
            given[name] = by_name[name].check(value) if name in by_name else value
        except (TypeError, ValueError) as error:
            raise type(error)(f"{cls.__name__}: {error}") from None
    return given


def to_tree(value: Any) -> Any:
    """A value as plain dicts, lists, texts and numbers, in the form Keras writes into configs."""
    if hasattr(value, "get_config") and not isinstance(value, type):
        own = "keras_module" not in vars(type(value))  # a class of the user's, perhaps derived from one of ours
        extras = value.config_extras() if hasattr(value, "config_extras") else {}
        return {
            "module": None if own else value.keras_module,
            "class_name": type(value).__name__,
            "config": value.get_config(),
            "registered_name": get_registered_name(type(value)) if own else getattr(value, KNOWN_AS, None),
            **to_tree(extras),
        }
    if isinstance(value, dict):
        return {name: to_tree(part) for name, part in value.items()}
    if isinstance(value, np.generic | np.ndarray):
        return value.tolist()
    if isinstance(value, tuple | list):
        return type(value)(to_tree(v) for v in value)
    return get_registered_name(value) if callable(value) else value


class Configurable:
    """Base of everything that is built from a signature: arguments are checked before ``__init__`` runs.

    ``old_words`` of a class names arguments of the Keras 2 era that are still taken: see ``kcore.words``.
    ``settles`` names arguments that it gives the class above it by itself.
    """

    old_words: ClassVar[OldWords] = {}
    settles: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "__init__" in vars(cls):
            cls.__init__ = _checked(cls.__init__)  # type: ignore[method-assign]  # same signature, checked first

    def get_config(self) -> dict[str, Any]:
        """The constructor's arguments as plain values: ``type(self).from_config(config)`` builds the like."""
        return {p.name: to_tree(getattr(self, p.name)) for p in parameters(type(self)) if p.kind != "unsupported"}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Self:
        """Build an object from what ``get_config`` returned."""
        return cls(**config)


def _checked(init: Callable[..., None]) -> Callable[..., None]:
    @functools.wraps(init)
    def checked(self: Any, *args: Any, **kwargs: Any) -> None:
        if "_binding" in vars(self):  # a class above the one being built: its caller checked already
            init(self, *args, **kwargs)
            return
        given = bind(type(self), args, kwargs)
        object.__setattr__(self, "_binding", True)
        try:
            init(self, **given)
        finally:
            object.__delattr__(self, "_binding")

    return checked
