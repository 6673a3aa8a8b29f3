"""One step of a SimpleRNN."""

from __future__ import annotations

from typing import Any

from kcore import activations, ops, registry
from kcore.autodiff import Primitive
from kcore.layers.recurrent_cell import RecurrentCell


@registry.register("layer")
class SimpleRNNCell(RecurrentCell):
    """h = activation(x · kernel + h · recurrent_kernel + bias), which is output and state.

    Args:
        units: size of the state.
        activation: name or function; None for linear.
        use_bias: whether a bias is added.
        kernel_initializer: and so on: first values of kernel (inputs, units), recurrent_kernel (units, units), bias.
        kernel_regularizer: and so on: penalties, or None.
        kernel_constraint: and so on: rules, or None.
        dropout: share of the inputs that is dropped in training.
        recurrent_dropout: share of the state that is dropped in training.
        seed: whole number for repeatable dropout, or None.

    Input (batch, inputs) and states [h]; output (batch, units) and the new states.
    """

    @property
    def operation(self) -> Primitive | None:
        return ops.simple_rnn if self.activation is activations.tanh else None

    def call(  # type: ignore[override]  # a cell gets states, too
        self, sequence: Any, states: Any, training: bool = False
    ) -> Any:
        h = states[0] if isinstance(states, list | tuple) else states
        x, h = self.thinned(sequence, h, training)
        h = self.activation(ops.dense(x, self.kernel, self.bias) + ops.dense(h, self.recurrent_kernel))
        return h, [h] if isinstance(states, list | tuple) else h
