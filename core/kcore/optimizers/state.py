from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from kcore.autodiff import Array, Variable, value_of


class StateVariable(Variable):
    """A variable whose numbers an optimizer keeps in a form of its own.

    Args:
        path: its name, after the optimizer's and a stroke.
        read: returns the numbers as Keras has them.
        write: takes them back.
    """

    def __init__(self, path: str, read: Callable[[], Array], write: Callable[[Array], None]) -> None:
        self._read, self._write = read, write
        super().__init__(read(), trainable=False, name=path.rpartition("/")[2])
        self.path = path

    @property
    def value(self) -> Array:
        return self._read()

    @value.setter
    def value(self, array: Array) -> None:
        self._write(array)

    def assign(self, value: Any) -> Variable:
        copy = Variable(self.value, name=self.path)  # it checks the shape
        copy.path = self.path
        self._write(copy.assign(value).value)
        return self

    def __eq__(self, other: object) -> bool:
        return self is other or bool(np.array_equal(self.value, value_of(other)))

    __hash__ = Variable.__hash__
