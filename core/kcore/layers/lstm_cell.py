"""One step of an LSTM."""

from __future__ import annotations

from typing import Any

import numpy as np

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
class LSTMCell(RecurrentCell):
    """c = f c + i activation(c'), h = o activation(c), where [i f c' o] = x · kernel + h · recurrent_kernel + bias.

    The gates i, f and o pass ``recurrent_activation`` first. h is output and state, c the second state.

    Args:
        units: size of each state.
        activation: of c' and c: name or function; None for linear.
        recurrent_activation: of the gates.
        use_bias: whether a bias is added.
        kernel_initializer: and so on: first values: kernel (inputs, 4 units), recurrent_kernel (units, 4 units), bias.
        unit_forget_bias: whether the bias of f starts at 1, so that a young cell remembers.
        kernel_regularizer: and so on: penalties, or None.
        kernel_constraint: and so on: rules, or None.
        dropout: share of the inputs that is dropped in training.
        recurrent_dropout: share of the state h that is dropped in training.
        seed: whole number for repeatable dropout, or None.

    Input (batch, inputs) and states [h, c]; output (batch, units) and the new states.
    Source: Hochreiter and Schmidhuber (1997).
    """

    gates = 4

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
        kernel_constraint: ConstraintLike | None = None,
        recurrent_constraint: ConstraintLike | None = None,
        bias_constraint: ConstraintLike | None = None,
        dropout: UnitInterval = 0.0,
        recurrent_dropout: UnitInterval = 0.0,
        seed: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            units, activation, use_bias, kernel_initializer, recurrent_initializer, bias_initializer,
            kernel_regularizer, recurrent_regularizer, bias_regularizer, kernel_constraint, recurrent_constraint,
            bias_constraint, dropout, recurrent_dropout, seed, **kwargs,
        )  # fmt: skip
        self.recurrent_activation = activations.get(recurrent_activation)
        self.unit_forget_bias = unit_forget_bias

    @property
    def state_size(self) -> list[int]:
        return [self.units, self.units]

    @property
    def operation(self) -> Primitive | None:
        usual = self.activation is activations.tanh and self.recurrent_activation is activations.sigmoid
        return ops.lstm if usual else None

    def first_bias(self, shape: tuple[int, ...], dtype: str) -> Any:
        if not self.unit_forget_bias:
            return self.bias_initializer(shape, dtype)
        parts = [self.bias_initializer((self.units,), dtype), np.ones(self.units, dtype)]
        return np.concatenate([*parts, self.bias_initializer((2 * self.units,), dtype)])

    def call(  # type: ignore[override]  # a cell gets states, too
        self, inputs: Any, states: Any, training: bool = False
    ) -> Any:
        h, c = states
        x, h = self.thinned(inputs, h, training)
        sums = ops.dense(x, self.kernel, self.bias) + ops.dense(h, self.recurrent_kernel)
        i, f, new, o = (sums[:, k * self.units : (k + 1) * self.units] for k in range(4))
        gate = self.recurrent_activation
        c = gate(f) * c + gate(i) * self.activation(new)
        h = gate(o) * self.activation(c)
        return h, [h, c]

    def get_config(self) -> dict[str, Any]:
        config = super().get_config()
        forget = {"unit_forget_bias": config.pop("unit_forget_bias")}  # its place in Keras's configs
        at = list(config).index("use_bias") + 1
        items = list(config.items())
        return dict(items[:at]) | forget | dict(items[at:])
