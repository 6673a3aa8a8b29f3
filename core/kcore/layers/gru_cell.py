"""One step of a GRU."""

from __future__ import annotations

from typing import Any

from kcore import activations, ops, registry
from kcore.annotations import (
    ActivationLike,
    ConstraintLike,
    InitializerLike,
    PositiveInt,
    RegularizerLike,
    UnitInterval,
)
from kcore.autodiff import Primitive
from kcore.layers.recurrent_cell import RecurrentCell


@registry.register("layer")
class GRUCell(RecurrentCell):
    """h = z h + (1 - z) activation(xh + r hh), where [xz xr xh] and [hz hr hh] are products of x and h.

    The gates are z = recurrent_activation(xz + hz) and r, likewise. h is output and state.

    Args:
        units: size of the state.
        activation: name or function; None for linear.
        recurrent_activation: of the gates.
        use_bias: whether biases are added.
        kernel_initializer: and so on: first values: kernel (inputs, 3 units), recurrent_kernel (units, 3 units), bias.
        kernel_regularizer: and so on: penalties, or None.
        kernel_constraint: and so on: rules, or None.
        dropout: share of the inputs that is dropped in training.
        recurrent_dropout: share of the state that is dropped in training.
        reset_after: whether r multiplies the product of h, which then has a bias of its own: the bias is
            (2, 3 units); otherwise r multiplies h before the product and the bias is (3 units,).
        seed: whole number for repeatable dropout, or None.

    Input (batch, inputs) and states [h]; output (batch, units) and the new states. Source: Cho et al. (2014).
    """

    gates = 3

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
        kernel_constraint: ConstraintLike | None = None,
        recurrent_constraint: ConstraintLike | None = None,
        bias_constraint: ConstraintLike | None = None,
        dropout: UnitInterval = 0.0,
        recurrent_dropout: UnitInterval = 0.0,
        reset_after: bool = True,
        seed: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            units, activation, use_bias, kernel_initializer, recurrent_initializer, bias_initializer,
            kernel_regularizer, recurrent_regularizer, bias_regularizer, kernel_constraint, recurrent_constraint,
            bias_constraint, dropout, recurrent_dropout, seed, **kwargs,
        )  # fmt: skip
        self.recurrent_activation = activations.get(recurrent_activation)
        self.reset_after = reset_after

    @property
    def operation(self) -> Primitive | None:
        if self.activation is not activations.tanh or self.recurrent_activation is not activations.sigmoid:
            return None
        return ops.gru if self.reset_after else ops.gru_reset_before

    def bias_shape(self) -> tuple[int, ...]:
        return (2, 3 * self.units) if self.reset_after else (3 * self.units,)

    def call(  # type: ignore[override]  # a cell gets states, too
        self, inputs: Any, states: Any, training: bool = False
    ) -> Any:
        before = states[0] if isinstance(states, list | tuple) else states
        x, h = self.thinned(inputs, before, training)
        two, gate = 2 * self.units, self.recurrent_activation
        own = inner = self.bias
        if self.bias is not None and self.reset_after:
            own, inner = self.bias[0], self.bias[1]
        sums = ops.dense(x, self.kernel, own)
        if self.reset_after:
            within = ops.dense(h, self.recurrent_kernel, inner)
        else:
            within = ops.dense(h, self.recurrent_kernel[:, :two])
        z = gate(sums[:, : self.units] + within[:, : self.units])
        r = gate(sums[:, self.units : two] + within[:, self.units : two])
        last = r * within[:, two:] if self.reset_after else ops.dense(r * h, self.recurrent_kernel[:, two:])
        new = self.activation(sums[:, two:] + last)
        h = z * before + (1 - z) * new
        return h, [h] if isinstance(states, list | tuple) else h
