"""One step's work on the gradients and the weights around an optimizer's own rule."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from kcore.autodiff import Array, Variable
from kcore.optimizers.slots import Piece, Slots


class Plan(NamedTuple):
    """What a step goes over, made once.

    ``pieces``: parameters with gradients and slots. ``jobs``: the same in chunks, as ``update`` takes them.
    ``decaying``: the parameters that weight decay makes smaller.
    """

    variables: tuple[Variable, ...]
    pieces: list[Piece]
    jobs: list[tuple[Array, ...]]
    decaying: list[Array]


def plan_for(
    slots: Slots,
    names: Sequence[str],
    rows: int,
    variables: Sequence[Variable] | None,
    spared: Callable[[Variable], bool],
) -> Plan:
    """The plan for some variables, or for all of the arena at once."""
    chosen = slots.arena.variables if variables is None else tuple(variables)
    pieces = slots.pieces if variables is None else [slots.of(v) for v in chosen]
    if any(spared(v) for v in chosen):
        decaying = [slots.of(v).parameters for v in chosen if not spared(v)]
    else:
        decaying = [piece.parameters for piece in pieces]
    return Plan(chosen, pieces, slots.jobs(pieces, names, rows), decaying)


def accumulate(plan: Plan, steps: int, last: bool) -> None:
    """Add this batch's gradients up; at the last of ``steps`` batches their mean becomes the gradient."""
    for piece in plan.pieces:
        sums = piece.slots["gradient_accumulator"]
        np.add(sums, piece.gradients, sums)
        if last:
            np.divide(sums, steps, piece.gradients)
            sums.fill(0)


def clip(plan: Plan, norm: float | None, value: float | None, global_norm: float | None) -> None:
    """Shorten gradients: each variable's, each element, or all together."""
    if value:
        for piece in plan.pieces:
            np.clip(piece.gradients, -value, value, piece.gradients)
    elif norm:
        for variable in plan.variables:
            if variable.grad is not None:
                _shorten([variable.grad], norm)
    elif global_norm:
        _shorten([piece.gradients for piece in plan.pieces], global_norm)


def _shorten(arrays: Sequence[Array], limit: float) -> None:
    norm = float(np.sqrt(sum(float(np.vdot(a, a)) for a in arrays)))
    if norm > limit:
        for array in arrays:
            array *= limit / norm


def average(pieces: Sequence[Piece], momentum: float) -> None:
    """Move the average of the weights on; it keeps the share ``momentum`` of the past."""
    for piece in pieces:
        mean = piece.slots["average"]
        mean *= momentum
        mean += (1 - momentum) * piece.parameters
