"""GRU: a memory with two gates."""

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
from kcore.layers.gru_cell import GRUCell


@registry.register("layer")
class GRU(CellLayer):
    """For each step: h = z h + (1 - z) activation(x and r h); the gates z and r come from the step and h.

    Args:
        units: numbers in the state h.
        activation: of the new content: name or function; None for linear.
        recurrent_activation: of the gates.
        use_bias: whether a bias is added.
        kernel_initializer: and so on: first values: kernel (inputs, 3 units), recurrent_kernel (units, 3 units), bias.
        kernel_regularizer: and so on: penalties on the weights, or None.
        activity_regularizer: penalty on the output, or None.
        kernel_constraint: and so on: rules for the weights, or None.
        dropout: share of the inputs that is dropped in training, the same in all steps.
        recurrent_dropout: share of the state that is dropped in training, the same in all steps.
        seed: whole number for repeatable dropout, or None.
        return_sequences: whether the outputs of all steps are the output, or the last one.
        return_state: whether the last state follows the output.
        go_backwards: whether the last step comes first; outputs stay in the order in which they come.
        stateful: whether sample i of a batch goes on where sample i of the batch before ended.
        unroll: accepted for compatibility, without effect.
        reset_after: whether r multiplies the product of h (two biases), or h before the product (one bias).
        use_cudnn: accepted for compatibility, without effect.

    Input (batch, steps, inputs); output (batch, units) or (batch, steps, units). In masked steps states stand still.
    Source: Cho et al. (2014).
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
        reset_after: bool = True,
        use_cudnn: Literal["auto", True, False] = "auto",
        **kwargs: Any,
    ) -> None:
        cell = GRUCell(
            units, activation, recurrent_activation, use_bias, kernel_initializer, recurrent_initializer,
            bias_initializer, kernel_regularizer, recurrent_regularizer, bias_regularizer,
            kernel_constraint, recurrent_constraint, bias_constraint, dropout, recurrent_dropout,
            reset_after, seed,
            dtype=kwargs.get("dtype"), trainable=kwargs.get("trainable", True), name="gru_cell",
        )  # fmt: skip
        super().__init__(
            cell, return_sequences, return_state, go_backwards, stateful, unroll,
            activity_regularizer=activity_regularizer, **kwargs,
        )  # fmt: skip

    def get_config(self) -> dict[str, Any]:
        config = super().get_config()
        config["seed"] = config.pop("seed")  # last, as Keras writes it
        return config
