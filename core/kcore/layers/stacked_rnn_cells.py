"""Several cells, one on top of the other, as one cell."""

from __future__ import annotations

from typing import Any

from kcore import registry
from kcore.layers.cells import checked_cell, initial_state, listed, output_size, step
from kcore.layers.layer import Layer
from kcore.symbolic import Shape


@registry.register("layer")
class StackedRNNCells(Layer):
    """Cells of which each takes the output of the one below.

    Args:
        cells: list of cells, the lowest first.

    Input (batch, inputs) and a list with the states of each cell; output of the last cell and the new states.
    """

    def __init__(self, cells: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if not isinstance(cells, list | tuple) or not cells:
            raise TypeError(f"StackedRNNCells takes cells in a list, such as [LSTMCell(8), GRUCell(8)]; got {cells!r}.")
        self.cells = [checked_cell(type(self).__name__, cell) for cell in cells]

    @property
    def state_size(self) -> list[Any]:
        """The state sizes of the cells."""
        return [cell.state_size for cell in self.cells]

    @property
    def output_size(self) -> int:
        """Size of the last cell's output."""
        return output_size(self.cells[-1])

    def build(self, input_shape: Shape) -> None:
        for cell in self.cells:
            if isinstance(cell, Layer):
                cell.ensure_built(input_shape)
            input_shape = (input_shape[0], output_size(cell))

    def get_initial_state(self, batch_size: int | None = None) -> list[Any]:
        """The first states of each cell. Args: see ``RNN.get_initial_state``."""
        return [initial_state(cell, batch_size or 1, self.dtype) for cell in self.cells]

    def call(  # type: ignore[override]  # a cell gets states, too
        self, inputs: Any, states: Any, training: bool = False
    ) -> Any:
        after = []
        for cell, state in zip(self.cells, states, strict=True):
            inputs, new = step(cell, inputs, listed(state), training)
            after.append(new)
        return inputs, after

    def reset_dropout_mask(self) -> None:
        """Let the next step draw new factors of the inputs of each cell."""
        for cell in self.cells:
            if hasattr(cell, "reset_dropout_mask"):
                cell.reset_dropout_mask()

    def reset_recurrent_dropout_mask(self) -> None:
        """Let the next step draw new factors of the states of each cell."""
        for cell in self.cells:
            if hasattr(cell, "reset_recurrent_dropout_mask"):
                cell.reset_recurrent_dropout_mask()
