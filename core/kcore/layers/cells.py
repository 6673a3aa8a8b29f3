"""What a cell is: a layer with ``call(inputs, states)`` and ``state_size``, of ours or of the user's own."""

from __future__ import annotations

from typing import Any

import numpy as np

from kcore import registry
from kcore.layers.calling import signature_of


def checked_cell(owner: str, cell: Any) -> Any:
    """A cell, also from its config.

    Raises:
        TypeError: for something that is none.
    """
    cell = registry.get("layer", cell) if isinstance(cell, dict) else cell
    if isinstance(cell, type) or not (callable(getattr(cell, "call", None)) and hasattr(cell, "state_size")):
        raise TypeError(
            f"{owner} takes cells: layers with a method call(inputs, states) and an attribute state_size, such as "
            f"LSTMCell(8); got {cell!r}."
        )
    return cell


def step(cell: Any, inputs: Any, states: list[Any], training: bool) -> tuple[Any, list[Any]]:
    """Output and new states of a cell, the states as a list."""
    tells = signature_of(type(cell)).takes_training
    output, after = cell.call(inputs, states, training=training) if tells else cell.call(inputs, states)
    return output, listed(after)


def output_size(cell: Any) -> Any:
    """Size of a cell's output; that of its first state unless it says otherwise."""
    own = getattr(cell, "output_size", None)
    return listed(cell.state_size)[0] if own is None else own


def initial_state(cell: Any, batch_size: int, dtype: str) -> list[Any]:
    """First states of a cell: its own, or zeros."""
    if hasattr(cell, "get_initial_state"):
        return listed(cell.get_initial_state(batch_size=batch_size))
    return [np.zeros((batch_size, size), dtype) for size in listed(cell.state_size)]


def listed(value: Any) -> list[Any]:
    """A list of states or sizes; one alone gives a list of one."""
    return list(value) if isinstance(value, list | tuple) else [value]
