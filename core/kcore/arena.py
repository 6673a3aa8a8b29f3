"""All trainable parameters of a model in one flat array, their gradients in a second one.

A variable's ``value`` and ``grad`` are views into them. So an optimizer is a few passes over flat arrays, a
snapshot is one copy, and going back is another. A variable can live in one arena at a time: a model that
finds its variables moved away (a shared layer was trained in another model) adopts them again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from kcore.autodiff import Array, Variable

CACHE_LINE = 64  # bytes that a processor reads at a time


def flat_arrays(count: int, size: int, dtype: Any) -> list[Array]:
    """Zeroed arrays of shape ``(size,)`` for the vectorised passes over all parameters.

    Each begins at a cache line, which saves the processor from reading two lines at a time. They are cut from
    one piece of memory: from 4 MB on NumPy asks the system for large pages.
    """
    kind = np.dtype(dtype)
    row = -(-size * kind.itemsize // CACHE_LINE) * CACHE_LINE
    memory = np.empty(count * row + CACHE_LINE, np.uint8)
    memory.fill(0)
    first = -memory.ctypes.data % CACHE_LINE
    return [memory[i : i + size * kind.itemsize].view(kind) for i in range(first, first + count * row, row)]


class Block:
    """The variables of one float type: ``parameters`` and ``gradients`` are flat arrays of equal size."""

    def __init__(self, variables: Sequence[Variable]) -> None:
        self.variables = tuple(variables)
        size = sum(v.value.size for v in variables)
        self.parameters, self.gradients = flat_arrays(2, size, variables[0].dtype)

    def spans(self) -> list[tuple[Variable, slice]]:
        """Each variable with the part of the flat arrays that is its own."""
        spans, start = [], 0
        for variable in self.variables:
            spans.append((variable, slice(start, start + variable.value.size)))
            start += variable.value.size
        return spans


class Arena:
    """Home of a model's trainable variables.

    Args:
        variables: the trainable variables in the model's order; a shared one may occur once only.
    """

    def __init__(self, variables: Sequence[Variable]) -> None:
        self.variables = tuple(variables)
        kinds = dict.fromkeys(v.dtype for v in self.variables)
        self.blocks = [Block([v for v in self.variables if v.dtype == kind]) for kind in kinds]
        self.adopt()

    def adopt(self) -> None:
        """Bring every variable (back) into the flat arrays, with the value that it has now."""
        for block in self.blocks:
            for variable, span in block.spans():
                view = block.parameters[span].reshape(variable.value.shape)
                view[...] = variable.value
                variable.value = view
                variable.grad = block.gradients[span].reshape(view.shape)
                variable.home = self

    def holds(self, variables: Sequence[Variable]) -> bool:
        """Whether exactly these variables live here, still."""
        return (
            len(variables) == len(self.variables)
            and all(a is b for a, b in zip(variables, self.variables, strict=True))
            and all(v.home is self for v in self.variables)
        )

    def clear_missing(self, stamp: int) -> None:
        """Zero the gradients of variables that the tape with this stamp did not reach."""
        for variable in self.variables:
            if variable.stamp != stamp and variable.grad is not None:
                variable.grad.fill(0)

    def snapshot(self) -> list[Array]:
        """A copy of all parameters."""
        return [block.parameters.copy() for block in self.blocks]

    def restore(self, snapshot: list[Array]) -> None:
        """Put back what ``snapshot`` returned."""
        for block, saved in zip(self.blocks, snapshot, strict=True):
            block.parameters[...] = saved
