"""What the cells of SimpleRNN, LSTM and GRU share: weights, dropout, first states."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from kcore import activations, constraints, initializers, ops, regularizers
from kcore.annotations import (
    ActivationLike,
    ConstraintLike,
    InitializerLike,
    PositiveInt,
    RegularizerLike,
    UnitInterval,
)
from kcore.autodiff import Array, Primitive
from kcore.layers.layer import Layer
from kcore.random import dropout_mask, generator
from kcore.symbolic import Shape


class RecurrentCell(Layer):
    """Base of cells: what happens in one step. See ``LSTMCell`` for the arguments."""

    gates: ClassVar[int] = 1  # times that the units lie side by side in the kernels

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
        kernel_constraint: ConstraintLike | None = None,
        recurrent_constraint: ConstraintLike | None = None,
        bias_constraint: ConstraintLike | None = None,
        dropout: UnitInterval = 0.0,
        recurrent_dropout: UnitInterval = 0.0,
        seed: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.units, self.use_bias = units, use_bias
        self.activation = activations.get(activation)
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.recurrent_initializer = initializers.get(recurrent_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.kernel_regularizer = regularizers.get(kernel_regularizer)
        self.recurrent_regularizer = regularizers.get(recurrent_regularizer)
        self.bias_regularizer = regularizers.get(bias_regularizer)
        self.kernel_constraint = constraints.get(kernel_constraint)
        self.recurrent_constraint = constraints.get(recurrent_constraint)
        self.bias_constraint = constraints.get(bias_constraint)
        self.dropout, self.recurrent_dropout, self.seed = dropout, recurrent_dropout, seed
        self._random: np.random.Generator | None = None
        self._masks: dict[str, Array] = {}

    @property
    def state_size(self) -> Any:
        """Size of the state, or a list of sizes."""
        return self.units

    @property
    def output_size(self) -> int:
        """Size of the output."""
        return self.units

    @property
    def operation(self) -> Primitive | None:
        """The operation that takes a whole sequence at once; None where an activation is not the usual one."""
        return None

    def build(self, input_shape: Shape) -> None:
        inputs = input_shape[-1]
        if inputs is None:
            raise ValueError(
                f"{type(self).__name__} {self.name!r} must know how many numbers a step has; got input shape "
                f"{input_shape}. Give Input(shape=(None, n)) with a number n."
            )
        width = self.gates * self.units
        self.kernel = self.add_weight((inputs, width), self.kernel_initializer, regularizer=self.kernel_regularizer,
                                      constraint=self.kernel_constraint, name="kernel")  # fmt: skip
        self.recurrent_kernel = self.add_weight(
            (self.units, width), self.recurrent_initializer, regularizer=self.recurrent_regularizer,
            constraint=self.recurrent_constraint, name="recurrent_kernel")  # fmt: skip
        self.bias = None
        if self.use_bias:
            self.bias = self.add_weight(self.bias_shape(), self.first_bias, regularizer=self.bias_regularizer,
                                        constraint=self.bias_constraint, name="bias")  # fmt: skip

    def bias_shape(self) -> tuple[int, ...]:
        """Shape of the bias."""
        return (self.gates * self.units,)

    def first_bias(self, shape: tuple[int, ...], dtype: str) -> Any:
        """First values of the bias."""
        return self.bias_initializer(shape, dtype)

    def get_initial_state(self, batch_size: int | None = None) -> list[Array]:
        """Zeros for each state.

        Args:
            batch_size: number of sequences.
        """
        sizes = self.state_size if isinstance(self.state_size, list) else [self.state_size]
        return [np.zeros((batch_size or 1, size), self.dtype) for size in sizes]

    # -- dropout -------------------------------------------------------------------------------

    def get_dropout_mask(self, step_input: Any) -> Array | None:
        """The factors of the inputs (batch, inputs), the same in all steps until reset; None without dropout."""
        return self._mask("inputs", self.dropout, step_input)

    def get_recurrent_dropout_mask(self, step_input: Any) -> Array | None:
        """The factors of the state (batch, units), the same in all steps until reset; None without dropout."""
        return self._mask("states", self.recurrent_dropout, step_input)

    def _mask(self, what: str, rate: float, like: Any) -> Array | None:
        if not 0 < rate < 1:  # Keras, too, leaves a rate of 1 without effect
            return None
        if what not in self._masks or self._masks[what].shape != like.shape:
            if self._random is None:
                self._random = generator(self.seed)
            self._masks[what] = dropout_mask(self._random, rate, like.shape, self.dtype)
        return self._masks[what]

    def reset_dropout_mask(self) -> None:
        """Let the next step draw new factors of the inputs."""
        self._masks.pop("inputs", None)

    def reset_recurrent_dropout_mask(self) -> None:
        """Let the next step draw new factors of the state."""
        self._masks.pop("states", None)

    def thinned(self, inputs: Any, h: Any, training: bool) -> tuple[Any, Any]:
        """Inputs and state of a step as the products see them: with dropout, in training."""
        if training:
            for_inputs, for_state = self.get_dropout_mask(inputs), self.get_recurrent_dropout_mask(h)
            inputs = inputs if for_inputs is None else ops.apply_mask(inputs, mask=for_inputs)
            h = h if for_state is None else ops.apply_mask(h, mask=for_state)
        return inputs, h
