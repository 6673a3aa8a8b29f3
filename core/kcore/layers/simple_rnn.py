"""SimpleRNN: the plainest network with a memory."""

from __future__ import annotations

from typing import Any

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
from kcore.layers.simple_rnn_cell import SimpleRNNCell


@registry.register("layer")
class SimpleRNN(CellLayer):
    """For each step: h = activation(x · kernel + h · recurrent_kernel + bias), which is output and state.

    Args:
        units: numbers in the state h.
        activation: of the sum: name or function; None for linear.
        use_bias: whether a bias is added.
        kernel_initializer: and so on: first values of kernel (inputs, units), recurrent_kernel (units, units), bias.
        kernel_regularizer: and so on: penalties on the weights, or None.
        activity_regularizer: penalty on the output, or None.
        kernel_constraint: and so on: rules for the weights, or None.
        dropout: share of the inputs that is dropped in training, the same in all steps.
        recurrent_dropout: share of the state that is dropped in training, the same in all steps.
        return_sequences: whether the outputs of all steps are the output, or the last one.
        return_state: whether the last state follows the output.
        go_backwards: whether the last step comes first; outputs stay in the order in which they come.
        stateful: whether sample i of a batch goes on where sample i of the batch before ended.
        unroll: accepted for compatibility, without effect.
        seed: whole number for repeatable dropout, or None.

    Input (batch, steps, inputs); output (batch, units) or (batch, steps, units). In masked steps states stand still.
    Source: Elman (1990).
    """

    def __init__(
        self,
        units: PositiveInt,
        activation: ActivationLike | None = "tanh",
        use_bias: bool = True,
        kernel_initializer: InitializerLike = "glorot_uniform",
        recurrent_initializer: InitializerLike = "orthogonal",
        bias_initializer: InitializerLike = "zeros",
        kernel_regularizer: RegularizerLike | None = None,
        recurrent_regularizer: RegularizerLike | None = None,
        bias_regularizer: RegularizerLike | None = None,
        activity_regularizer: RegularizerLike | None = None,
        kernel_constraint: ConstraintLike | None = None,
        recurrent_constraint: ConstraintLike | None = None,
        bias_constraint: ConstraintLike | None = None,
        dropout: UnitInterval = 0.0,
        recurrent_dropout: UnitInterval = 0.0,
        return_sequences: bool = False,
        return_state: bool = False,
        go_backwards: bool = False,
        stateful: bool = False,
        unroll: bool = False,
        seed: int | None = None,
        **kwargs: Any,
    ) -> None:
        cell = SimpleRNNCell(
            units, activation, use_bias, kernel_initializer, recurrent_initializer, bias_initializer,
            kernel_regularizer, recurrent_regularizer, bias_regularizer, kernel_constraint,
            recurrent_constraint, bias_constraint, dropout, recurrent_dropout, seed,
            dtype=kwargs.get("dtype"), trainable=kwargs.get("trainable", True), name="simple_rnn_cell",
        )  # fmt: skip
        super().__init__(
            cell, return_sequences, return_state, go_backwards, stateful, unroll,
            activity_regularizer=activity_regularizer, **kwargs,
        )  # fmt: skip

    def get_config(self) -> dict[str, Any]:
        config = super().get_config()
        del config["seed"]  # as Keras leaves it out
        return config
