"""The fully connected layer."""

from __future__ import annotations

from typing import Annotated, Any

from kcore import activations, constraints, initializers, ops, registry, regularizers
from kcore.activations.rectified import linear
from kcore.annotations import ActivationLike, ConstraintLike, InitializerLike, PositiveInt, RegularizerLike, Unsupported
from kcore.layers.calling import is_shape
from kcore.layers.layer import Layer
from kcore.symbolic import Shape

LowRank = Annotated[Any, Unsupported("low-rank adapters belong to large models")]
Quantization = Annotated[Any, Unsupported("quantization belongs to deployment")]


@registry.register("layer")
class Dense(Layer):
    """activation(inputs · kernel + bias): every unit sees every input.

    Args:
        units: number of units, the size of the output's last axis.
        activation: name or function; None for linear.
        use_bias: whether a bias is added.
        kernel_initializer: first values of the kernel (inputs, units).
        bias_initializer: first values of the bias (units,).
        kernel_regularizer: penalty on the kernel, or None.
        bias_regularizer: penalty on the bias, or None.
        activity_regularizer: penalty on the output, or None.
        kernel_constraint: rule for the kernel, or None.
        bias_constraint: rule for the bias, or None.

    Input (batch, ..., inputs); output (batch, ..., units).
    """

    supports_masking = True

    def __init__(
        self,
        units: PositiveInt,
        activation: ActivationLike | None = None,
        use_bias: bool = True,
        kernel_initializer: InitializerLike = "glorot_uniform",
        bias_initializer: InitializerLike = "zeros",
        kernel_regularizer: RegularizerLike | None = None,
        bias_regularizer: RegularizerLike | None = None,
        activity_regularizer: RegularizerLike | None = None,
        kernel_constraint: ConstraintLike | None = None,
        bias_constraint: ConstraintLike | None = None,
        lora_rank: LowRank = None,
        lora_alpha: LowRank = None,
        quantization_config: Quantization = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(activity_regularizer=activity_regularizer, **kwargs)
        self.units = units
        self.activation = activations.get(activation)
        self.use_bias = use_bias
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.kernel_regularizer = regularizers.get(kernel_regularizer)
        self.bias_regularizer = regularizers.get(bias_regularizer)
        self.kernel_constraint = constraints.get(kernel_constraint)
        self.bias_constraint = constraints.get(bias_constraint)
        # relu and tanh are part of the product's own row on the tape
        fused = {
            activations.relu: ops.dense_relu,
            activations.tanh: ops.dense_tanh,
            linear: ops.dense,
        }
        self._product = fused.get(self.activation, ops.dense)
        self._after = None if self.activation in fused else self.activation

    def build(self, input_shape: Shape) -> None:
        if not is_shape(input_shape):
            raise TypeError(
                f"Dense {self.name!r} takes one input; got {len(input_shape)}, of shapes {input_shape}. "
                "Join them first: Concatenate()([a, b])."
            )
        inputs = input_shape[-1] if len(input_shape) > 1 else None
        if inputs is None:
            raise ValueError(
                f"Dense {self.name!r} must know how many numbers a sample has; got input shape {input_shape}. "
                "Give Input(shape=(n,)) with a number n, or data of shape (samples, n)."
            )
        self.kernel = self.add_weight(
            shape=(inputs, self.units),
            initializer=self.kernel_initializer,
            regularizer=self.kernel_regularizer,
            constraint=self.kernel_constraint,
            name="kernel",
        )
        self.bias = None
        if self.use_bias:
            self.bias = self.add_weight(
                shape=(self.units,),
                initializer=self.bias_initializer,
                regularizer=self.bias_regularizer,
                constraint=self.bias_constraint,
                name="bias",
            )

    def call(self, inputs: Any) -> Any:
        outputs = self._product(inputs, self.kernel, self.bias)
        return outputs if self._after is None else self._after(outputs)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return (*input_shape[:-1], self.units)

    def check_input(self, shape: Shape) -> None:
        if len(shape) < 2 or shape[-1] != self.kernel.shape[0]:
            raise ValueError(
                f"Dense {self.name!r} was built for samples of {self.kernel.shape[0]} numbers; got an array of shape "
                f"{shape}. Its last axis must be {self.kernel.shape[0]}, its first one counts the samples."
            )

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "quantization_config": None}
