"""Classes whose arguments are those of a function: the function's signature stays the only declaration."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any, get_type_hints

Parameters = Mapping[str, inspect.Parameter]


def options_of(function: Callable[..., Any], first: int = 2) -> dict[str, inspect.Parameter]:
    """The parameters of a function after the ``first`` ones. Annotations stay texts, to be read when asked for."""
    found = list(inspect.signature(function).parameters.values())[first:]
    return {p.name: p.replace(kind=inspect.Parameter.POSITIONAL_OR_KEYWORD) for p in found}


@functools.cache
def _common(base: type) -> Parameters:
    """The parameters of a class's constructor, with their annotations read: they were written in another module."""
    init = vars(base)["__init__"]
    hints = get_type_hints(init, include_extras=True)
    return {name: p.replace(annotation=hints[name]) for name, p in options_of(init, first=1).items()}


def constructor(
    base: type, name: str | None, function: Callable[..., Any], options: Parameters, order: Sequence[str]
) -> Any:
    """An ``__init__`` that keeps ``options`` as attributes and hands the other arguments to ``base``.

    Args:
        base: the class above, whose constructor knows the other arguments.
        name: the default of the argument ``name``.
        function: where the options come from.
        options: arguments of the class's own.
        order: names of all arguments as they are to be given by position.
    """
    common = dict(_common(base))
    common["name"] = common["name"].replace(default=name)
    parameters = [(options.get(word) or common[word]) for word in order]
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
    __init__.__wrapped__ = function  # type: ignore[attr-defined]  # annotations are read in its module
    return __init__
