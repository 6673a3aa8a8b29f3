from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from kcore.configurable import Configurable

_OPEN = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)


def arguments_of(function: Callable[..., Any], inputs: int = 1) -> type[Configurable]:
    """A class that holds a function's arguments, so that a `Form` can show them.

    Args:
        function: such as an activation, also a learner's own. What else can be called has no arguments here.
        inputs: how many of its first arguments are data and not choices.

    Returns:
        A class of the function's name. Its objects have each further argument as an attribute.
    """
    options = _options(function, inputs)

    def __init__(self: Any, **given: Any) -> None:  # noqa: N807  (it becomes the method)
        for name, option in options.items():
            setattr(self, name, given.get(name, option.default))

    me = inspect.Parameter("self", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    signature = inspect.Signature([me, *(option.replace(kind=me.kind) for option in options.values())])
    __init__.__signature__ = signature  # type: ignore[attr-defined]  # what inspect reads
    __init__.__annotations__ = {name: option.annotation for name, option in options.items()}
    __init__.__wrapped__ = function  # type: ignore[attr-defined]  # annotations are read in its module
    return type(getattr(function, "__name__", type(function).__name__), (Configurable,), {"__init__": __init__})


def _options(function: Callable[..., Any], inputs: int) -> dict[str, inspect.Parameter]:
    if not inspect.isfunction(function):  # the options of NumPy's own say how to compute, not what
        return {}
    return {p.name: p for p in list(inspect.signature(function).parameters.values())[inputs:] if p.kind not in _OPEN}
