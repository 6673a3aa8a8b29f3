"""Calls on which each function of ``kcore.ops`` is compared with ``keras.ops``.

Rows of the table of primitives bring a sample of their own; here is what else is tried, and what is not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

Call = tuple[tuple[Any, ...], dict[str, Any]]
_rng = np.random.default_rng(5)


def x(*shape: int) -> Any:
    """Numbers of both signs."""
    return _rng.normal(size=shape)


def positive(*shape: int) -> Any:
    return _rng.uniform(0.3, 2.0, shape)


def whole(below: int, *shape: int) -> Any:
    return _rng.integers(below, size=shape)


def call(*args: Any, **options: Any) -> Call:
    return args, options


CALLS: Mapping[str, list[Call]] = {
    "abs": [call(x(3, 4))],
    "all": [call(x(3, 4) > -1), call(x(3, 4) > -1, 1), call(x(3, 4) > -1, axis=0, keepdims=True)],
    "amax": [call(x(3, 4), 1)],
    "amin": [call(x(3, 4), axis=0, keepdims=True)],
    "any": [call(x(3, 4) > 1), call(x(3, 4) > 1, 1), call(x(3, 4) > 1, axis=0, keepdims=True)],
    "append": [call(x(3, 4), x(2, 4), 0), call(x(2, 2), x(3))],
    "arange": [call(5), call(2, 9, 3), call(0.5, 3.0, 0.5), call(3, dtype="float32")],
    "argmax": [call(x(3, 4)), call(x(3, 4), -1), call(x(3, 4), axis=0, keepdims=True)],
    "argmin": [call(x(3, 4)), call(x(3, 4), -1)],
    "argsort": [call(x(3, 4)), call(x(3, 4), axis=0)],
    "array": [call([[1.0, 2.0], [3.0, 4.0]]), call([1, 2, 3])],
    "average": [call(x(3, 4)), call(x(3, 4), 1, positive(4)), call(x(3, 4), axis=0, weights=positive(3, 4))],
    "allclose": [call(x(3), x(3)), call(np.ones(3), np.ones(3) + 1e-9)],
    "binary_crossentropy": [call(positive(3, 4) / 3, positive(3, 4) / 3), call(positive(3, 4) / 3, x(3, 4), True)],
    "categorical_crossentropy": [
        call(np.eye(4)[whole(4, 3)], positive(3, 4)),
        call(np.eye(4)[whole(4, 3)], x(3, 4), True),
        call(positive(3, 4), positive(3, 4), axis=0),
    ],
    "sparse_categorical_crossentropy": [
        call(whole(4, 3), positive(3, 4) / 3),
        call(whole(4, 3), x(3, 4), True),
        call(whole(4, 3, 1), positive(3, 4) / 3),
    ],
    "diag": [call(x(3)), call(x(3), 1), call(x(3), k=-2), call(x(3, 4), 1)],
    "diff": [call(x(3, 4)), call(x(3, 4), 2), call(x(3, 4), axis=0)],
    "fliplr": [call(x(3, 4))],
    "flipud": [call(x(3, 4))],
    "nan_to_num": [
        call(np.array([1.0, np.nan], "float32")),
        call(np.array([np.nan, -np.inf], "float32"), 2.0, None, -3.0),
    ],
    "slice_update": [call(x(4, 5), (1, 2), x(2, 3))],
    "solve": [call(x(3, 3) + 3 * np.eye(3), x(3)), call(x(3, 3) + 3 * np.eye(3), x(3, 2))],
    "trace": [call(x(3, 4)), call(x(2, 3, 4), 1, 1, 2)],
    "bincount": [call(whole(5, 9)), call(whole(5, 9), positive(9), 7), call(whole(4, 2, 5), minlength=4)],
    "broadcast_to": [call(x(3, 1), (2, 3, 4))],
    "cast": [call(x(3, 4), "int32"), call(whole(3, 4), "float32"), call(x(3), "float64")],
    "clip": [call(x(3, 4), -0.5, 0.5)],
    "concatenate": [call([x(3, 4), x(2, 4)]), call([x(3, 4), x(3, 2)], 1), call([x(3, 4), x(3, 1)], axis=-1)],
    "convert_to_numpy": [call(x(3, 4))],
    "convert_to_tensor": [call([1.5, 2.0]), call([1, 2]), call(x(3), "float32"), call(2.5), call([True, False])],
    "copy": [call(x(3, 4))],
    "cumsum": [call(x(3, 4)), call(x(3, 4), 1)],
    "diagonal": [call(x(3, 4)), call(x(2, 3, 4), 1, 1, 2), call(x(4, 3), offset=-1)],
    "divide_no_nan": [call(x(4), np.array([0.0, 1.0, 0.0, 2.0], "float32"))],
    "dot": [
        call(x(3, 4), x(4, 2)),
        call(x(4), x(4)),
        call(x(3, 4), x(4)),
        call(x(2, 3, 4), x(5, 4, 2)),
        call(2.0, x(3)),
    ],
    "dtype": [call(np.zeros(3, "float32")), call(np.zeros(3, "int32"))],
    "einsum": [
        call("ij,jk->ik", x(3, 4), x(4, 2)),
        call("bij,bjk->bik", x(2, 3, 4), x(2, 4, 5)),
        call("...ij,...jk->...ik", x(2, 3, 4), x(2, 4, 5)),
        call("ij->ji", x(3, 4)),
        call("ij->i", x(3, 4)),
        call("i,j", x(3), x(4)),
        call("ij,ij", x(3, 4), x(3, 4)),
        call("ij,jk,kl->il", x(2, 3), x(3, 4), x(4, 5)),
    ],
    "empty": [],
    "empty_like": [],
    "expand_dims": [call(x(3, 4), 1), call(x(3, 4), axis=-1), call(x(3, 4), (0, 2))],
    "eye": [call(3), call(3, 4, 1), call(2, dtype="int32")],
    "flip": [call(x(3, 4)), call(x(3, 4), 1)],
    "full": [call((2, 3), 7.0), call(3, 2, "int32")],
    "full_like": [call(x(3, 4), 2.0)],
    "hstack": [call([x(3, 4), x(3, 2)]), call([x(3), x(2)])],
    "hypot": [call(x(3, 4), x(4))],
    "identity": [call(3)],
    "in_top_k": [call(whole(4, 6), x(6, 4), 2)],
    "inner": [call(x(3), x(3)), call(x(2, 3), x(4, 3))],
    "is_tensor": [call(x(3)), call([1.0])],
    "isfinite": [call(np.array([1.0, np.nan, np.inf]))],
    "isinf": [call(np.array([1.0, np.nan, np.inf]))],
    "isnan": [call(np.array([1.0, np.nan, np.inf]))],
    "linspace": [call(0, 1, 5), call(0.0, 3.0, num=4, endpoint=False)],
    "logsumexp": [call(x(3, 4)), call(x(3, 4), 1), call(x(3, 4), axis=0, keepdims=True)],
    "matmul": [call(x(3, 4), x(4, 2)), call(x(2, 3, 4), x(4)), call(x(4), x(2, 4, 3)), call(x(4), x(4))],
    "max": [call(x(3, 4)), call(x(3, 4), 1), call(x(3, 4), (0, 1), True), call(x(3, 4), 1, initial=0.5)],
    "mean": [call(x(3, 4)), call(x(3, 4), 1), call(x(3, 4), (0, 1), True), call(whole(9, 3, 4), 0)],
    "median": [call(x(3, 4)), call(x(3, 4), 1), call(x(3, 5), axis=1, keepdims=True), call(x(3, 4), None, True)],
    "meshgrid": [call(x(3), x(4)), call(x(3), x(4), indexing="ij")],
    "min": [call(x(3, 4)), call(x(3, 4), 1), call(x(3, 4), (0, 1), True), call(x(3, 4), 1, initial=-0.5)],
    "moments": [call(x(3, 4), 0), call(x(3, 4), (0, 1), True)],
    "moveaxis": [call(x(2, 3, 4), 0, -1), call(x(2, 3, 4), (0, 1), (1, 2)), call(x(2, 3, 4), -1, 0)],
    "ndim": [call(x(3, 4))],
    "nonzero": [call(whole(2, 3, 4))],
    "norm": [
        call(x(3, 4)),
        call(x(3, 4), axis=1),
        call(x(3, 4), 1, 1),
        call(x(3, 4), np.inf, 0, True),
        call(x(3, 4), -np.inf, 0),
        call(x(3, 4), 3, 1),
        call(x(3, 4), 0, 1),
        call(x(3, 4), "fro", (0, 1)),
        call(x(3, 4), 1),
        call(x(3, 4), np.inf, (0, 1), True),
    ],
    "normalize": [call(x(3, 4)), call(x(3, 4), 0), call(x(3, 4), order=1), call(x(3, 4), -1, 3, 1e-6)],
    "one_hot": [
        call(whole(4, 3), 4),
        call(whole(4, 2, 3), 4, 1),
        call(whole(4, 3), 4, dtype="int32"),
        call(whole(4, 3), 4, 0),
    ],
    "ones": [call((2, 3)), call(2, "int32")],
    "ones_like": [call(x(3, 4)), call(x(3, 4), "int32")],
    "outer": [call(x(3), x(4)), call(x(2, 2), x(3))],
    "pad": [
        call(x(3, 4), 1),
        call(x(3, 4), ((1, 0), (2, 3))),
        call(x(3, 4), ((1, 1), (1, 1)), "constant", 2.0),
        call(x(3, 4), ((1, 0), (2, 3)), mode="reflect"),
        call(x(3, 4), ((1, 0), (2, 3)), mode="symmetric"),
    ],
    "prod": [call(x(3, 4)), call(x(3, 4), 1), call(x(3, 4), axis=0, keepdims=True)],
    "ptp": [call(x(3, 4)), call(x(3, 4), 1), call(x(3, 4), axis=0, keepdims=True)],
    "ravel": [call(x(3, 4))],
    "repeat": [call(x(3, 4), 2), call(x(3, 4), 2, 1), call(x(3, 4), [1, 0, 2], axis=0)],
    "reshape": [call(x(3, 4), (2, 6)), call(x(3, 4), (-1, 2)), call(x(3, 4), -1)],
    "roll": [call(x(3, 4), 2), call(x(3, 4), 1, 0), call(x(3, 4), (1, 2), (0, 1))],
    "round": [call(x(3, 4)), call(x(3, 4), 1)],
    "shape": [call(x(3, 4))],
    "size": [call(x(3, 4))],
    "sort": [call(x(3, 4)), call(x(3, 4), 0)],
    "split": [call(x(4, 6), 2), call(x(4, 6), 3, 1), call(x(4, 6), [1, 3], axis=1)],
    "squeeze": [call(x(3, 1, 4, 1)), call(x(3, 1, 4, 1), 1), call(x(3, 1, 4, 1), (1, 3))],
    "stack": [call([x(3, 4), x(3, 4)]), call([x(3, 4), x(3, 4)], 1), call([x(3), x(3)], axis=-1)],
    "std": [call(x(3, 4)), call(x(3, 4), 1), call(x(3, 4), axis=0, keepdims=True)],
    "sum": [call(x(3, 4)), call(x(3, 4), 1), call(x(3, 4), (0, 1), True)],
    "swapaxes": [call(x(2, 3, 4), 0, 2), call(x(2, 3, 4), -1, 1)],
    "take": [call(x(3, 4), whole(12, 2, 2)), call(x(3, 4), whole(3, 5), 0), call(x(3, 4), 1, axis=1)],
    "take_along_axis": [
        call(x(3, 4), whole(4, 3, 2), 1),
        call(x(3, 4), whole(12, 5)),
        call(x(3, 4), whole(3, 1, 4), axis=0),
    ],
    "tensordot": [call(x(3, 4), x(4, 2), 1), call(x(2, 3, 4), x(3, 4, 5)), call(x(2, 3, 4), x(4, 3), [[1, 2], [1, 0]])],
    "tile": [call(x(3, 4), 2), call(x(3, 4), (2, 1, 3)), call(x(3), (2, 2))],
    "top_k": [call(x(3, 4), 2), call(x(5), k=3)],
    "transpose": [call(x(2, 3, 4)), call(x(2, 3, 4), (1, 0, 2))],
    "tri": [call(3), call(3, 4, 1), call(3, k=-1)],
    "tril": [call(x(3, 4)), call(x(2, 3, 4), 1)],
    "triu": [call(x(3, 4)), call(x(2, 3, 4), k=-1)],
    "true_divide": [call(x(3, 4), positive(4))],
    "unstack": [call(x(3, 4)), call(x(3, 4), 4, 1), call(x(3, 4), axis=-1)],
    "var": [call(x(3, 4)), call(x(3, 4), 1), call(x(3, 4), axis=0, keepdims=True)],
    "vdot": [call(x(3, 4), x(3, 4))],
    "vstack": [call([x(3, 4), x(2, 4)]), call([x(3), x(3)])],
    "where": [call(x(3, 4) > 0, x(3, 4), x(4)), call(x(3, 4) > 0)],
    "zeros": [call((2, 3)), call(2, "int32")],
    "zeros_like": [call(x(3, 4)), call(x(3, 4), "int32")],
}

# Functions of functions: what is compared is what comes of a call with these.
CONTROL: Mapping[str, Callable[[Any], Any]] = {
    "cond": lambda ops: [ops.cond(flag, lambda: 1.0, lambda: 2.0) for flag in (True, False)],
    "fori_loop": lambda ops: ops.fori_loop(1, 5, lambda i, v: v * i, 1.0),
    "map": lambda ops: ops.map(ops.sum, np.arange(6.0).reshape(3, 2)),
    "switch": lambda ops: [ops.switch(i, [lambda v: v, lambda v: -v], 3.0) for i in (0, 1)],
    "vectorized_map": lambda ops: ops.vectorized_map(lambda row: row * 2, np.arange(6.0).reshape(3, 2)),
    "while_loop": lambda ops: ops.while_loop(lambda i, v: i < 4, lambda i, v: (i + 1, v * 2.0), (0, 1.0)),
}

# Names that keras.ops has, too, with another meaning: rows that serve layers, to be called by these.
OWN_MEANING: Mapping[str, str] = {
    "average_pool": "the row behind the pooling layers",
    "batch_normalization": "the row behind BatchNormalization, which takes the batch's own mean and variance",
    "max_pool": "the row behind the pooling layers",
    "sparsemax": "Keras's own is wrong where several shares are above 0",
}
