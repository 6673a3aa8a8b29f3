"""Operations on arrays that know their gradients.

Outside a tape each takes and returns plain NumPy arrays; inside, tensors. Every operation is one row of the
table ``kcore.autodiff.TABLE`` and the test of that table checks each gradient against differences.
"""

from __future__ import annotations

from kcore.ops.activations import elu, erf, gelu, leaky_relu, log_softmax, selu, silu, softplus, sparsemax
from kcore.ops.conv import convolution
from kcore.ops.elementwise import (
    absolute,
    add,
    clip,
    divide,
    exp,
    log,
    maximum,
    minimum,
    multiply,
    negative,
    power,
    sqrt,
    square,
    subtract,
    where,
)
from kcore.ops.linalg import dense, dense_relu, dense_tanh, matmul
from kcore.ops.lookup import embedding
from kcore.ops.nn import apply_mask, batch_normalization, relu, sigmoid, softmax, tanh
from kcore.ops.normalization import layer_normalization, rms_normalization
from kcore.ops.pool import average_pool, max_pool
from kcore.ops.reduce import logsumexp, max, mean, sum  # noqa: A004 - Keras's own names
from kcore.ops.resize import interpolate, interpolation_weights, pad
from kcore.ops.rnn import gru, gru_reset_before, lstm, simple_rnn
from kcore.ops.shape import concatenate, get_item, repeat, reshape, stack, transpose

__all__ = [
    "absolute",
    "add",
    "apply_mask",
    "average_pool",
    "batch_normalization",
    "clip",
    "concatenate",
    "convolution",
    "dense",
    "dense_relu",
    "dense_tanh",
    "divide",
    "elu",
    "embedding",
    "erf",
    "exp",
    "gelu",
    "get_item",
    "gru",
    "gru_reset_before",
    "interpolate",
    "interpolation_weights",
    "layer_normalization",
    "leaky_relu",
    "log",
    "log_softmax",
    "logsumexp",
    "lstm",
    "matmul",
    "max",
    "max_pool",
    "maximum",
    "mean",
    "minimum",
    "multiply",
    "negative",
    "pad",
    "power",
    "relu",
    "repeat",
    "reshape",
    "rms_normalization",
    "selu",
    "sigmoid",
    "silu",
    "simple_rnn",
    "softmax",
    "softplus",
    "sparsemax",
    "sqrt",
    "square",
    "stack",
    "subtract",
    "sum",
    "tanh",
    "transpose",
    "where",
]
