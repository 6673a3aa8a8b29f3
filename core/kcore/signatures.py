"""Classes whose arguments are those of a function: the function's signature stays the only declaration."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable, Sequence
from typing import Any


def options_of(function: Callable[..., Any], first: int = 2) -> dict[str, inspect.Parameter]:
    """The parameters of a function after the ``first`` ones, with their annotations read."""
    hints = typing.get_type_hints(function, include_extras=True)
    found = list(inspect.signature(function).parameters.values())[first:]
    return {p.name: p.replace(annotation=hints.get(p.name, Any)) for p in found}


def constructor(base: type, name: str | None, options: dict[str, inspect.Parameter], order: Sequence[str]) -> Any:
    """An ``__init__`` that keeps ``options`` as attributes and hands the other arguments to ``base``.

    Args:
        base: the class above, whose constructor knows the other arguments.
        name: the default of the argument ``name``.
        options: arguments of the class's own.
        order: names of all arguments as they are to be given by position.
    """
    common = options_of(vars(base)["__init__"], first=1)
    common["name"] = common["name"].replace(default=name)
    parameters = [(options | common)[word].replace(kind=inspect.Parameter.POSITIONAL_OR_KEYWORD) for word in order]
    me = inspect.Parameter("self", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    signature = inspect.Signature([me, *parameters])

    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:  # noqa: N807 - it becomes the method
        bound = signature.bind(self, *args, **kwargs)
        bound.apply_defaults()
        for option in options:
            setattr(self, option, bound.arguments[option])
        base.__init__(self, **{word: bound.arguments[word] for word in order if word not in options})  # type: ignore[misc]  # on purpose

    __init__.__signature__ = signature  # type: ignore[attr-defined]  # what inspect reads
    __init__.__annotations__ = {p.name: p.annotation for p in parameters}
    return __init__
