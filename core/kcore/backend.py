"""What Keras 2 called ``K``: operations on arrays under their old names, and settings.

New code finds the operations in ``kcore.ops``. What belonged to the graphs of TensorFlow 1 (sessions, placeholders,
learning phases) does not exist here: a model computes whenever it is called.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from kcore import elsewhere, losses, ops, random
from kcore.activations import hard_sigmoid, softsign
from kcore.autodiff import Array, Variable, value_of
from kcore.config import epsilon, floatx, image_data_format, set_epsilon, set_floatx, set_image_data_format
from kcore.models import Model
from kcore.naming import clear_session
from kcore.ops import (
    abs,
    all,
    any,
    arange,
    argmax,
    argmin,
    cast,
    clip,
    cos,
    dot,
    elu,
    equal,
    exp,
    expand_dims,
    eye,
    greater,
    greater_equal,
    less,
    less_equal,
    log,
    logsumexp,
    max,
    maximum,
    mean,
    min,
    minimum,
    ndim,
    not_equal,
    one_hot,
    ones,
    ones_like,
    prod,
    relu,
    reshape,
    round,
    sigmoid,
    sign,
    sin,
    softmax,
    softplus,
    sqrt,
    square,
    squeeze,
    stack,
    std,
    stop_gradient,
    sum,
    tanh,
    tile,
    transpose,
    var,
    zeros,
    zeros_like,
)
from kcore.symbolic import KerasTensor

__all__ = [
    "abs", "all", "any", "arange", "argmax", "argmin", "backend", "batch_flatten", "bias_add", "binary_crossentropy",
    "cast", "cast_to_floatx", "categorical_crossentropy", "clear_session", "clip", "concatenate", "constant", "cos",
    "count_params", "dot", "dtype", "elu", "epsilon", "equal", "eval", "exp", "expand_dims", "eye", "flatten", "floatx",
    "function", "gather", "get_value", "greater", "greater_equal", "hard_sigmoid", "image_data_format",
    "image_dim_ordering", "int_shape", "is_keras_tensor", "l2_normalize", "less", "less_equal", "log", "logsumexp",
    "max", "maximum", "mean", "min", "minimum", "ndim", "not_equal", "one_hot", "ones", "ones_like",
    "permute_dimensions", "pow", "prod", "random_normal", "random_uniform", "relu", "repeat", "repeat_elements",
    "reshape", "round", "set_epsilon", "set_floatx", "set_image_data_format", "set_value", "shape", "sigmoid", "sign",
    "sin", "softmax", "softplus", "softsign", "sparse_categorical_crossentropy", "sqrt", "square", "squeeze", "stack",
    "std", "stop_gradient", "sum", "switch", "tanh", "tile", "transpose", "update", "var", "variable", "zeros",
    "zeros_like",
]  # fmt: skip

pow = ops.power


def backend() -> str:
    """Name of what computes: 'numpy'."""
    return "numpy"


def image_dim_ordering() -> str:
    """Keras 1's word for ``image_data_format``: 'tf' for channels last, 'th' for channels first."""
    return "tf" if image_data_format() == "channels_last" else "th"


def is_keras_tensor(x: Any) -> bool:
    """Whether it is a place in a model."""
    return isinstance(x, KerasTensor)


def variable(value: Any, dtype: str | None = None, name: str | None = None, constraint: Any = None) -> Variable:
    """A variable with this first value, of the float type unless ``dtype`` says otherwise."""
    made = Variable(np.asarray(value_of(value), dtype or floatx()), name=name or "variable")
    made.constraint = constraint
    return made


def constant(value: Any, dtype: str | None = None, shape: Any = None, name: str | None = None) -> Array:
    """An array of these numbers, of the float type unless ``dtype`` says otherwise."""
    array = np.asarray(value_of(value), dtype or floatx())
    return array if shape is None else np.broadcast_to(array, shape).copy()


def cast_to_floatx(x: Any) -> Any:
    """``x`` in the float type."""
    return ops.cast(x, floatx())


def eval(x: Any) -> Array:
    """The numbers of something computed."""
    return np.asarray(value_of(x))


get_value = eval


def set_value(x: Variable, value: Any) -> None:
    """Replace the numbers of a variable."""
    x.assign(np.asarray(value_of(value)))


def update(x: Variable, new_x: Any) -> Variable:
    """Replace the numbers of a variable and return it."""
    return x.assign(value_of(new_x))


def count_params(x: Any) -> int:
    """Number of elements."""
    return int(np.prod(x.shape))


def int_shape(x: Any) -> tuple[int | None, ...]:
    """The shape, with None where it is open."""
    return tuple(x.shape)


def shape(x: Any) -> tuple[int | None, ...]:
    """The shape."""
    return int_shape(x)


def dtype(x: Any) -> str:
    """Name of the element type."""
    return str(x.dtype)


def permute_dimensions(x: Any, pattern: Sequence[int]) -> Any:
    """Axes in another order."""
    return ops.transpose(x, tuple(pattern))


def flatten(x: Any) -> Any:
    """All elements in one axis."""
    return ops.reshape(x, (-1,))


def batch_flatten(x: Any) -> Any:
    """All elements of a sample in one axis."""
    return ops.reshape(x, (-1, int(np.prod(x.shape[1:]))))


def concatenate(tensors: Sequence[Any], axis: int = -1) -> Any:
    """Arrays put side by side along ``axis``."""
    return ops.concatenate(tensors, axis)


def gather(reference: Any, indices: Any) -> Any:
    """Rows by number."""
    return ops.take(reference, indices, 0)


def repeat_elements(x: Any, rep: int, axis: int) -> Any:
    """Every element ``rep`` times along ``axis``."""
    return ops.repeat(x, rep, axis)


def repeat(x: Any, n: int) -> Any:
    """(samples, features) as (samples, n, features)."""
    return ops.repeat(ops.expand_dims(x, 1), n, 1)


def bias_add(x: Any, bias: Any, data_format: str | None = None) -> Any:
    """Add a number to each channel."""
    if (data_format or image_data_format()) == "channels_first" and len(x.shape) > 2:
        return x + ops.reshape(bias, (1, -1, *[1] * (len(x.shape) - 2)))
    return x + bias


def l2_normalize(x: Any, axis: int | None = None) -> Any:
    """Divide by the length, so that it becomes 1."""
    return x / ops.sqrt(ops.maximum(ops.sum(ops.square(x), axis, keepdims=True), epsilon()))


def switch(condition: Any, then_expression: Any, else_expression: Any) -> Any:
    """Element by element the one or the other; both may be functions without arguments."""
    one, other = (part() if callable(part) else part for part in (then_expression, else_expression))
    return ops.where(condition, one, other)


def binary_crossentropy(target: Any, output: Any, from_logits: bool = False) -> Any:
    """Element by element, unlike the loss of this name."""
    one = losses.binary_crossentropy
    return one(ops.expand_dims(target, -1), ops.expand_dims(output, -1), from_logits=from_logits)


def categorical_crossentropy(target: Any, output: Any, from_logits: bool = False, axis: int = -1) -> Any:
    """The loss of this name."""
    return losses.categorical_crossentropy(target, output, from_logits=from_logits, axis=axis)


def sparse_categorical_crossentropy(target: Any, output: Any, from_logits: bool = False, axis: int = -1) -> Any:
    """The loss of this name."""
    return losses.sparse_categorical_crossentropy(target, output, from_logits=from_logits, axis=axis)


def random_normal(shape: Any, mean: float = 0.0, stddev: float = 1.0, dtype: Any = None, seed: Any = None) -> Array:
    """Normally distributed numbers."""
    return random.normal(shape, mean, stddev, dtype, seed)


def random_uniform(shape: Any, minval: float = 0.0, maxval: float = 1.0, dtype: Any = None, seed: Any = None) -> Array:
    """Evenly distributed numbers."""
    return random.uniform(shape, minval, maxval, dtype, seed)


def function(inputs: Any, outputs: Any, updates: Any = None, **kwargs: Any) -> Callable[[Any], list[Array]]:
    """A function from arrays at some places in a model to arrays at others, such as a layer's output.

    Args:
        inputs: places where data enter, such as ``[model.input]``.
        outputs: places asked for, such as ``[layer.output]``.
        updates: must be left out.
        kwargs: accepted for compatibility.

    Returns:
        A function of a list of arrays that returns a list of arrays.
    """
    if updates:
        raise ValueError("K.function(updates=...) belonged to TensorFlow 1: assign to the variables instead.")
    model = Model(inputs, outputs if isinstance(outputs, list | tuple) else [outputs])

    def run(arrays: Any) -> list[Array]:
        return [np.asarray(value_of(answer)) for answer in model(arrays)]

    return run


elsewhere.teach(sys.modules[__name__])
