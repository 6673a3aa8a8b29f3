"""What an optimizer remembers of each weight, in flat arrays that lie as the parameters in the arena do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from kcore.arena import Arena, Block, flat_arrays
from kcore.autodiff import Array, Variable
from kcore.optimizers.state import StateVariable

CHUNK = 65536  # elements per pass: several arrays of this size stay in the processor's caches


class Slot(NamedTuple):
    """One number that is kept for every weight.

    ``start``: its first value. ``scale``: the kept number times this is what Keras keeps; a mean that is kept
    as m / (1 - beta) decays with one multiplication and one addition. ``group``: files list slots of one group
    variable by variable, and groups one after the other.
    """

    name: str
    start: float = 0.0
    scale: float = 1.0
    group: int = 0


class Piece(NamedTuple):
    """Parameters that are moved together, with their gradients and slots: flat arrays of equal size."""

    parameters: Array
    gradients: Array
    slots: dict[str, Array]

    def part(self, span: slice) -> Piece:
        """A run of it, as views."""
        slots = {name: array[span] for name, array in self.slots.items()}
        return Piece(self.parameters[span], self.gradients[span], slots)


class Slots:
    """The slots of all variables of an arena.

    Args:
        arena: where the variables live.
        kinds: what is kept for each of them.
        before: slots whose variables keep their numbers, as far as they are here again.
    """

    def __init__(self, arena: Arena, kinds: Sequence[Slot], before: Slots | None = None) -> None:
        self.arena, self.kinds = arena, tuple(kinds)
        self.pieces = [self._fresh(block) for block in arena.blocks]
        self._spans = {
            id(variable): (number, span)
            for number, block in enumerate(arena.blocks)
            for variable, span in block.spans()
        }
        if before is not None:
            for variable in arena.variables:
                if before.knows(variable):
                    old = before.of(variable).slots
                    for name, array in self.of(variable).slots.items():
                        if name in old:
                            array[...] = old[name]

    def _fresh(self, block: Block) -> Piece:
        arrays = flat_arrays(len(self.kinds), block.parameters.size, block.parameters.dtype)
        for kind, array in zip(self.kinds, arrays, strict=True):
            if kind.start:
                array.fill(kind.start / kind.scale)
        slots = {kind.name: array for kind, array in zip(self.kinds, arrays, strict=True)}
        return Piece(block.parameters, block.gradients, slots)

    def knows(self, variable: Variable) -> bool:
        """Whether slots are kept for a variable."""
        return id(variable) in self._spans

    def of(self, variable: Variable) -> Piece:
        """The piece that is one variable's own."""
        number, span = self._spans[id(variable)]
        return self.pieces[number].part(span)

    def jobs(self, pieces: Sequence[Piece], names: Sequence[str], rows: int) -> list[tuple[Array, ...]]:
        """Pieces in chunks: tuples of parameters, gradients, a scratch array (of some rows), and slots by name."""
        found: list[tuple[Array, ...]] = []
        scratch: dict[np.dtype[np.generic], Array] = {}
        for piece in pieces:
            kind = piece.parameters.dtype
            if kind not in scratch:
                most = max(p.parameters.size for p in pieces if p.parameters.dtype == kind)
                spare = flat_arrays(1, min(CHUNK, most) * rows, kind)[0]
                scratch[kind] = spare if rows == 1 else spare.reshape(rows, -1)
            for start in range(0, piece.parameters.size, CHUNK):
                part = piece.part(slice(start, start + CHUNK))
                size = part.parameters.size
                found.append(
                    (part.parameters, part.gradients, scratch[kind][..., :size], *(part.slots[name] for name in names))
                )
        return found

    def variables(self, owner: str) -> list[Variable]:
        """The slots as variables, in Keras's order and under its names, after the optimizer's."""
        return [
            self._variable(owner, variable, kind)
            for group in sorted({kind.group for kind in self.kinds})
            for variable in self.arena.variables
            for kind in self.kinds
            if kind.group == group
        ]

    def _variable(self, owner: str, variable: Variable, kind: Slot) -> Variable:
        array = self.of(variable).slots[kind.name].reshape(variable.shape)
        scale = np.array(kind.scale, array.dtype)

        def read() -> Array:
            return array * scale

        def write(value: Array) -> None:
            np.divide(value, scale, array)

        return StateVariable(f"{owner}/{variable.path.replace('/', '_')}_{kind.name}", read, write)

    def settle(self) -> None:
        """Round the kept numbers to what comes back from a file, so that both go on bit by bit alike."""
        for piece in self.pieces:
            for kind in self.kinds:
                if kind.scale != 1:
                    scale = np.array(kind.scale, piece.parameters.dtype)
                    np.divide(piece.slots[kind.name] * scale, scale, piece.slots[kind.name])

    def snapshot(self) -> list[dict[str, Array]]:
        """A copy of all numbers."""
        return [{name: array.copy() for name, array in piece.slots.items()} for piece in self.pieces]

    def restore(self, snapshot: list[dict[str, Array]]) -> None:
        """Put back what ``snapshot`` returned."""
        for piece, saved in zip(self.pieces, snapshot, strict=True):
            for name, array in piece.slots.items():
                array[...] = saved[name]
