"""LSTM: a memory that is kept until a gate lets go of it."""

from __future__ import annotations

from typing import Any, Literal

from kcore import registry
from kcore.annotations import (
    ActivationLike,
    ConstraintLike,
    InitializerLike,
    PositiveInt,
    RegularizerLike,
    UnitInterval,
)
from kcore.layers.cell_layer import CellLayer
from kcore.layers.lstm_cell import LSTMCell


@registry.register("layer")
class LSTM(CellLayer):
    """For each step: c = f c + i activation(c'), h = o activation(c); gates i, f, o and c' come from the step and h.

    Args:
        units: numbers in each of the states h and c.
        activation: of c' and c: name or function; None for linear.
        recurrent_activation: of the gates.
        use_bias: whether a bias is added.
        kernel_initializer: and so on: first values: kernel (inputs, 4 units), recurrent_kernel (units, 4 units), bias.
        unit_forget_bias: whether the bias of f starts at 1, so that a young layer remembers.
        kernel_regularizer: and so on: penalties on the weights, or None.
        activity_regularizer: penalty on the output, or None.
        kernel_constraint: and so on: rules for the weights, or None.
        dropout: share of the inputs that is dropped in training, the same in all steps.
        recurrent_dropout: share of the state that is dropped in training, the same in all steps.
        seed: whole number for repeatable dropout, or None.
        return_sequences: whether the outputs of all steps are the output, or the last one.
        return_state: whether the last states h and c follow the output.
        go_backwards: whether the last step comes first; outputs stay in the order in which they come.
        stateful: whether sample i of a batch goes on where sample i of the batch before ended.
        unroll: accepted for compatibility, without effect.
        use_cudnn: accepted for compatibility, without effect.

    Input (batch, steps, inputs); output (batch, units) or (batch, steps, units). In masked steps states stand still.
    Source: Hochreiter and Schmidhuber (1997).
    """

    def __init__(
        self,
        units: PositiveInt,
        activation: ActivationLike | None = "tanh",
        recurrent_activation: ActivationLike | None = "sigmoid",
        use_bias: bool = True,
        kernel_initializer: InitializerLike = "glorot_uniform",
        recurrent_initializer: InitializerLike = "orthogonal",
        bias_initializer: InitializerLike = "zeros",
        unit_forget_bias: bool = True,
        kernel_regularizer: RegularizerLike | None = None,
        recurrent_regularizer: RegularizerLike | None = None,
        bias_regularizer: RegularizerLike | None = None,
        activity_regularizer: RegularizerLike | None = None,
        kernel_constraint: ConstraintLike | None = None,
        recurrent_constraint: ConstraintLike | None = None,
        bias_constraint: ConstraintLike | None = None,
        dropout: UnitInterval = 0.0,
        recurrent_dropout: UnitInterval = 0.0,
        seed: int | None = None,
        return_sequences: bool = False,
        return_state: bool = False,
        go_backwards: bool = False,
        stateful: bool = False,
        unroll: bool = False,
        use_cudnn: Literal["auto", True, False] = "auto",
        **kwargs: Any,
    ) -> None:
        cell = LSTMCell(
            units, activation, recurrent_activation, use_bias, kernel_initializer, recurrent_initializer,
            bias_initializer, unit_forget_bias, kernel_regularizer, recurrent_regularizer,
            bias_regularizer, kernel_constraint, recurrent_constraint, bias_constraint, dropout,
            recurrent_dropout, seed,
            dtype=kwargs.get("dtype"), trainable=kwargs.get("trainable", True), name="lstm_cell",
        )  # fmt: skip
        super().__init__(
            cell, return_sequences, return_state, go_backwards, stateful, unroll,
            activity_regularizer=activity_regularizer, **kwargs,
        )  # fmt: skip
