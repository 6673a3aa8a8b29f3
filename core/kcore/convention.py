"""How operations are called: as Keras has it, while inside arrays come by position and options by name."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

Args = tuple[Any, ...]
Options = dict[str, Any]


class Convention:
    """The arguments of a function ``forward(*arrays, **options)``, read from its signature.

    A caller may give options by position after the arrays, and arrays by name. Where ``forward`` takes any number
    of arrays (``*xs``), they come in one list.

    Args:
        name: what it is called in errors.
        forward: arrays are its positional arguments, options its keyword-only ones.
    """

    def __init__(self, name: str, forward: Callable[..., Any]) -> None:
        code: Any = getattr(forward, "__code__", None)
        count = code.co_argcount
        self.name, self.forward = name, forward
        self.several = bool(code.co_flags & inspect.CO_VARARGS)
        self.arrays: tuple[str, ...] = code.co_varnames[:count]
        self.options: tuple[str, ...] = code.co_varnames[count : count + code.co_kwonlyargcount]
        self.most = -1 if self.several else count  # arguments by position that need no second look
        self.named = frozenset(self.options)

    def signature(self) -> inspect.Signature:
        """What ``inspect.signature`` and ``help`` show."""
        kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
        return inspect.Signature([p.replace(kind=kind) for p in inspect.signature(self.forward).parameters.values()])

    def arranged(self, args: Args, options: Options) -> tuple[Args, Options]:
        """Arrays by position and options by name, as ``forward`` takes them.

        Raises:
            TypeError: for too many arguments.
        """
        if self.several:
            listed = bool(args) and isinstance(args[0], list | tuple)
            arrays, rest = (tuple(args[0]), args[1:]) if listed else (args, ())
        else:
            arrays, rest = args[: self.most], args[self.most :]
        if len(rest) > len(self.options):
            raise TypeError(
                f"{self.name} takes {', '.join(self.arrays + self.options)}; got {len(args)} arguments by position."
            )
        options = dict(zip(self.options, rest, strict=False)) | options
        given = [i for i, name in enumerate(self.arrays) if name in options]
        if given and given[0] >= len(arrays):
            last: Args = getattr(self.forward, "__defaults__", None) or ()
            defaults = dict(zip(self.arrays[::-1], last[::-1], strict=False))
            for name in self.arrays[len(arrays) : given[-1] + 1]:
                if name not in options and name not in defaults:
                    raise TypeError(f"{self.name} is called without {name}.")
                arrays += (options.pop(name) if name in options else defaults[name],)
        return arrays, options
