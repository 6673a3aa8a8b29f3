"""Bound methods that do not keep their object alive."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from types import MethodType


class Bound:
    """A method for as long as its object lives; calling this gives the method, or None.

    Unlike `weakref.WeakMethod` it hears nothing of the object's end: where that falls together with the end of the
    reference itself, Python would complain on stderr.

    Args:
        method: a bound method.

    Raises:
        TypeError: for anything else. A function or lambda has no object that says how long to keep it.
    """

    def __init__(self, method: Callable[[], None]) -> None:
        if not isinstance(method, MethodType):
            raise TypeError(f"A method of an object that says how long to keep it is needed here; got {method!r}.")
        self._object = weakref.ref(method.__self__)
        self._function = method.__func__

    def __call__(self) -> Callable[[], None] | None:
        """The method; None after the end of its object."""
        living = self._object()
        return None if living is None else MethodType(self._function, living)


class Audience:
    """Bound methods that are called together, each for as long as its object lives."""

    def __init__(self) -> None:
        self._methods: list[Bound] = []

    def join(self, method: Callable[[], None]) -> None:
        """Call a method, too.

        Raises:
            TypeError: for what is no bound method.
        """
        self._methods.append(Bound(method))

    def tell(self) -> None:
        """Call all methods whose objects live."""
        living = [(each, method) for each in self._methods if (method := each()) is not None]
        self._methods = [each for each, _ in living]
        for _, method in living:
            method()
