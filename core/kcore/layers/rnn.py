"""RNN: a cell goes along a sequence, step by step."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from kcore import ops, registry, tree
from kcore.annotations import CellLike
from kcore.autodiff import Array, Primitive, Variable, value_of
from kcore.layers.cells import checked_cell, initial_state, listed, output_size, step
from kcore.layers.layer import Layer
from kcore.layers.stacked_rnn_cells import StackedRNNCells
from kcore.symbolic import Shape

BLOCK = 16  # steps that are cut out of a recorded sequence at a time


@registry.register("layer")
class RNN(Layer):
    """Takes a sequence step by step: each step a cell gets the step's numbers and its own states.

    Args:
        cell: a cell, or a list of cells that stand on top of each other.
        return_sequences: whether the outputs of all steps are the output, or the last one.
        return_state: whether the last states follow the output.
        go_backwards: whether the last step comes first; outputs stay in the order in which they come.
        stateful: whether sample i of a batch goes on where sample i of the batch before ended.
        unroll: accepted for compatibility, without effect.
        zero_output_for_mask: whether masked steps put out zeros instead of the output before them.

    Input (batch, steps, ...); output (batch, steps, units) or (batch, units). In masked steps states stand still.
    """

    supports_masking = True

    def __init__(
        self,
        cell: CellLike,
        return_sequences: bool = False,
        return_state: bool = False,
        go_backwards: bool = False,
        stateful: bool = False,
        unroll: bool = False,
        zero_output_for_mask: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        own = type(self).__name__
        self.cell = StackedRNNCells(cell) if isinstance(cell, list | tuple) else checked_cell(own, cell)
        if isinstance(self.cell, RNN):
            raise TypeError(f"{own} takes a cell, which does one step; {type(self.cell).__name__} does all of them: "
                            f"use the layer itself, or {type(self.cell).__name__}Cell.")  # fmt: skip
        self.return_sequences, self.return_state = return_sequences, return_state
        self.go_backwards, self.stateful = go_backwards, stateful
        self.unroll, self.zero_output_for_mask = unroll, zero_output_for_mask
        object.__setattr__(self, "states", None)  # no weights: they are not saved

    states: list[Any] | None

    @property
    def state_size(self) -> list[Any]:
        """Sizes of the states."""
        return listed(self.cell.state_size)

    # -- shapes --------------------------------------------------------------------------------

    def build(self, sequences_shape: Shape, initial_state_shape: Any = None) -> None:
        self.check_input(sequences_shape)
        if isinstance(self.cell, Layer):
            self.cell.ensure_built((sequences_shape[0], *sequences_shape[2:]))
        if self.stateful and sequences_shape[0] is not None:
            self.remember(self.get_initial_state(sequences_shape[0]))

    def check_input(self, shape: Shape) -> None:
        kernel = getattr(self.cell, "kernel", None)
        if len(shape) < 3:
            fix = "x[..., None] makes steps of one number each" if len(shape) == 2 else "Reshape them"
            raise ValueError(
                f"{type(self).__name__} {self.name!r} takes sequences, arrays of shape (samples, steps, numbers in a "
                f"step); got shape {shape}. {fix}."
            )
        if kernel is not None and shape[-1] != kernel.shape[0]:
            raise ValueError(
                f"{type(self).__name__} {self.name!r} was built for steps of {kernel.shape[0]} numbers; got shape "
                f"{shape}, steps of {shape[-1]}."
            )

    def compute_output_shape(self, sequences_shape: Shape, initial_state_shape: Any = None) -> Any:
        self.check_input(sequences_shape)
        batch, length = sequences_shape[:2]
        size = output_size(self.cell)
        output = (batch, length, size) if self.return_sequences else (batch, size)
        if not self.return_state:
            return output
        return (output, *tree.map_structure(lambda n: (batch, n), self.state_size))

    def compute_mask(self, inputs: Any, previous_mask: Any) -> Any:
        """The mask of the sequences, if they are the output; states have none."""
        mask = previous_mask[0] if isinstance(previous_mask, list | tuple) else previous_mask
        after = mask if self.return_sequences else None
        return [after, *(None for _ in self.state_size)] if self.return_state else after

    # -- states --------------------------------------------------------------------------------

    def get_initial_state(self, batch_size: int) -> list[Any]:
        """The states before the first step.

        Args:
            batch_size: number of sequences.
        """
        return initial_state(self.cell, batch_size, self.dtype)

    def reset_state(self) -> None:
        """Let a stateful layer begin anew: its states become zero."""
        for state in tree.flatten(self.states or []):
            state.assign(np.zeros(state.shape, state.dtype))

    reset_states = reset_state

    def remember(self, states: list[Any]) -> None:
        """Remember states for the next batch."""
        values = tree.map_structure(value_of, states)
        if self.states is None:
            kept = tree.map_structure(lambda v: Variable(v, trainable=False, name="rnn_state"), values)
            object.__setattr__(self, "states", kept)
        else:
            tree.map_structure(lambda state, value: state.assign(value), self.states, values)

    def _first_states(self, initial: Any, batch: int) -> list[Any] | None:
        """The states before the first step; None for zeros."""
        if initial is None:
            if not self.stateful or self.states is None:
                return None
            size = tree.flatten(self.states)[0].shape[0]
            if size != batch:
                raise ValueError(
                    f"{type(self).__name__} {self.name!r} is stateful and goes on with the {size} sequences of the "
                    f"batch before; got {batch}. Let all batches have {size} samples (batch_size={size}, a number of "
                    "samples that it divides, Input(batch_shape=...)), or call reset_states() and build anew."
                )
            return tree.map_structure(lambda state: state.value.copy(), self.states)
        given, sizes = tree.flatten(initial), tree.flatten(self.state_size)
        if len(given) != len(sizes):
            raise ValueError(
                f"{type(self).__name__} {self.name!r} has {len(sizes)} state(s), of {sizes} numbers a sample; "
                f"initial_state holds {len(given)}. Give a list of {len(sizes)} array(s)."
            )
        for value, size in zip(given, sizes, strict=True):
            if tuple(value.shape) != (batch, size):
                raise ValueError(
                    f"{type(self).__name__} {self.name!r}: a state for {batch} sequences has shape {(batch, size)}; "
                    f"initial_state holds one of shape {tuple(value.shape)}."
                )
        return list(tree.pack_sequence_as(self.get_initial_state(1), given))

    # -- going along ---------------------------------------------------------------------------

    def call(self, sequences: Any, initial_state: Any = None, mask: Any = None, training: bool = False) -> Any:
        mask = mask[0] if isinstance(mask, list | tuple) else mask
        mask = None if mask is None else np.asarray(value_of(mask), bool).reshape(sequences.shape[:2])
        first = self._first_states(initial_state, sequences.shape[0])
        for forget in ("reset_dropout_mask", "reset_recurrent_dropout_mask"):
            if hasattr(self.cell, forget):
                getattr(self.cell, forget)()
        operation = getattr(self.cell, "operation", None)
        if isinstance(operation, Primitive):
            output, states = self._at_once(operation, sequences, first, mask, training)
        else:
            output, states = self._step_by_step(sequences, first, mask, training)
        if self.stateful:
            self.remember(states)
        return (output, *states) if self.return_state else output

    def _at_once(
        self, operation: Primitive, x: Any, first: list[Any] | None, mask: Array | None, training: bool
    ) -> tuple[Any, list[Any]]:
        """All steps by one operation."""
        cell: Any = self.cell
        dropped = None
        if training and cell.dropout:
            for_inputs = cell.get_dropout_mask(x[:, 0])
            x = x if for_inputs is None else ops.apply_mask(x, mask=for_inputs[:, None])
        if training and cell.recurrent_dropout:
            dropped = cell.get_recurrent_dropout_mask(np.empty((x.shape[0], cell.units), self.dtype))
        wanted = self.return_state or self.stateful
        result = operation(
            x, cell.kernel, cell.recurrent_kernel, cell.bias, *(first or ()), dropped=dropped, mask=mask,
            backwards=self.go_backwards, sequences=self.return_sequences, states=wanted,
            zeros=self.zero_output_for_mask,
        )  # fmt: skip
        if not wanted:
            return result, []
        outputs = x.shape[1] if self.return_sequences else 1
        output = result[:, :outputs] if self.return_sequences else result[:, 0]
        return output, [result[:, outputs + i] for i in range(len(self.state_size))]

    def _step_by_step(
        self, x: Any, first: list[Any] | None, mask: Array | None, training: bool
    ) -> tuple[Any, list[Any]]:
        """One step after the other by the cell."""
        states = self.get_initial_state(x.shape[0]) if first is None else first
        times = range(x.shape[1])
        outputs: list[Any] = []
        for t, inputs in zip(reversed(times) if self.go_backwards else times, self._steps(x), strict=True):
            output, after = step(self.cell, inputs, states, training)
            if mask is not None and not mask[:, t].all():
                counts = mask[:, t]
                after = tree.map_structure(lambda new, old, rows=counts: _chosen(rows, new, old), after, states)
                before: Any = np.zeros(output.shape, output.dtype)
                if not self.zero_output_for_mask:
                    before = outputs[-1] if outputs else self._output_before(states, output)
                output = _chosen(counts, output, before)
            states = after
            outputs.append(output)
        return ops.stack(outputs, axis=1) if self.return_sequences else outputs[-1], states

    def _steps(self, x: Any) -> Iterator[Any]:
        """The steps in the order in which they are taken.

        A recorded sequence is cut in two stages: the gradient of a cut is as large as what it was cut from.
        """
        starts = range(0, x.shape[1], BLOCK)
        for start in reversed(starts) if self.go_backwards else starts:
            block = x[:, start : start + BLOCK]
            times = range(block.shape[1])
            for t in reversed(times) if self.go_backwards else times:
                yield block[:, t]

    def _output_before(self, states: list[Any], like: Any) -> Any:
        """What stands for the output before the first step: the state that is the last cell's output, or zeros."""
        last = listed(states[-1])[0] if isinstance(self.cell, StackedRNNCells) else states[0]
        return last if last.shape == like.shape else np.zeros(like.shape, like.dtype)

    def get_config(self) -> dict[str, Any]:
        config = super().get_config()
        config["cell"] = config.pop("cell")  # last, as Keras writes it
        return config


def _chosen(rows: Array, new: Any, old: Any) -> Any:
    """``new`` for the samples that move in this step, ``old`` for the others."""
    return ops.where(rows.reshape(-1, *[1] * (new.ndim - 1)), new, old)
