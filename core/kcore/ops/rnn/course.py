"""What the recurrent operations share: the order of the steps, masks, and what is handed back.

Inside, steps come first: arrays are (steps, batch, ...), so that everything of one step lies together.
"""

from __future__ import annotations

import functools

import numpy as np

from kcore.autodiff import Array

BLOCK = 8  # steps whose factors are computed together in the backward pass: they stay in the cache


class Course:
    """How a recurrent operation goes through its sequences and what it hands back.

    The result is one array, as the tape has it: the outputs of all steps (batch, steps, units), or the last
    one (batch, units); with ``states`` it is (batch, n, units), the outputs followed by each final state.

    Args:
        mask: (batch, steps) of booleans; where it is False a state stands still. None: every step counts.
        backwards: whether the last step comes first.
        sequences: whether the outputs of all steps are handed back.
        states: whether the final states are handed back, too.
        zeros: whether masked steps put out zeros instead of repeating the output before them.
    """

    def __init__(
        self,
        mask: Array | None = None,
        backwards: bool = False,
        sequences: bool = False,
        states: bool = False,
        zeros: bool = False,
    ) -> None:
        self.backwards, self.sequences, self.states = backwards, sequences, states
        self.still: Array | None = None  # (steps, batch, 1): True where the state stands still
        if mask is not None and not mask.all():
            still = ~mask.astype(bool).T[..., None]
            self.still = np.ascontiguousarray(still[::-1] if backwards else still)
        self.zeros = zeros and self.still is not None

    def steps(self, x: Array) -> Array:
        """(batch, steps, n) as (steps, batch, n), in the order in which the steps are taken."""
        steps = x.transpose(1, 0, 2)
        return np.ascontiguousarray(steps[::-1] if self.backwards else steps)

    def batches(self, steps: Array) -> Array:
        """The way back from ``steps``: (steps, batch, n) as (batch, steps, n)."""
        return (steps[::-1] if self.backwards else steps).transpose(1, 0, 2)

    def resting(self, length: int) -> list[Array | None]:
        """For each step which samples stand still, (batch, 1), or None if none does."""
        if self.still is None:
            return [None] * length
        return [rows if rows.any() else None for rows in self.still]

    def result(self, h: Array, *final: Array) -> Array:
        """What is handed back for the states ``h`` (steps + 1, batch, units) and the ``final`` ones."""
        outputs = h[1:]
        if not self.sequences:
            outputs = outputs[-1:]
        if self.zeros and self.still is not None:
            outputs = outputs * ~self.still[-len(outputs) :]
        if self.states:
            return np.concatenate([outputs, np.stack(final)]).transpose(1, 0, 2).copy()
        return outputs.transpose(1, 0, 2).copy() if self.sequences else outputs[0].copy()

    def incoming(self, g: Array, states: int) -> tuple[Array | None, list[Array]]:
        """The gradient of the result, taken apart.

        Args:
            g: of the result's shape.
            states: number of states of the operation.

        Returns:
            The part of the outputs of all steps, (steps, batch, units) or None, and that of each final state.
        """
        if not self.states:
            g = g if self.sequences else g[:, None]
        count = g.shape[1] - (states if self.states else 0)
        outputs: Array = g[:, :count].transpose(1, 0, 2)
        if self.zeros and self.still is not None:
            outputs = outputs * ~self.still[-count:]
        final = [g[:, count + i].copy() for i in range(states)] if self.states else []
        final = final or [np.zeros(outputs.shape[1:], g.dtype) for _ in range(states)]
        if self.sequences:
            return np.ascontiguousarray(outputs), final
        final[0] += outputs[0]
        return None, final


@functools.cache
def constants(kind: str) -> tuple[Array, Array]:
    """1/2 and 1 of a float type: as arrays they cost a ufunc half as much as numbers do."""
    return np.array(0.5, kind), np.array(1, kind)


def by_gate(weights: Array, gates: int) -> Array:
    """Weights (rows, gates · units), or a bias, as (gates, rows, units).

    What belongs to one gate lies together then, and so do its results in every later pass.
    """
    return weights.reshape(-1, gates, weights.shape[-1] // gates).swapaxes(0, 1)


def add_bias(sums: Array, bias: Array) -> None:
    """Add a bias (gates, 1, units) to sums (gates, steps, batch, units).

    NumPy's cost is per run: a row for the whole batch makes them as long as a step.
    """
    gates, length, batch, units = sums.shape
    whole = sums.reshape(gates, length, batch * units)
    np.add(whole, np.tile(bias, batch), whole)
