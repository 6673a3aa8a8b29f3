"""Of TensorFlow, what tutorials of Keras use around a model. All of it returns tensors, as TensorFlow does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np

import kcore
from kcore import gradient_tape, ops, tree
from kcore.autodiff import Tensor, Variable, value_of
from kcore.elsewhere import GO

VERSION: Final = "2.21.0+kcore"
_TYPES: Final = ("float16", "float32", "float64", "int8", "int16", "int32", "int64", "uint8", "bool")
# TensorFlow's name, and the operation's in kcore.ops with the same arguments in the same order.
_MATH: Final = {
    "abs": "absolute", "add": "add", "argmax": "argmax", "argmin": "argmin", "ceil": "ceil", "cos": "cos",
    "cumsum": "cumsum", "divide": "divide", "equal": "equal", "erf": "erf", "exp": "exp", "floor": "floor",
    "greater": "greater", "greater_equal": "greater_equal", "less": "less", "less_equal": "less_equal", "log": "log",
    "log1p": "log1p", "logical_and": "logical_and", "logical_not": "logical_not", "logical_or": "logical_or",
    "maximum": "maximum", "minimum": "minimum", "multiply": "multiply", "negative": "negative",
    "not_equal": "not_equal", "pow": "power", "reduce_all": "all", "reduce_any": "any", "reduce_logsumexp": "logsumexp",
    "reduce_max": "max", "reduce_mean": "mean", "reduce_min": "min", "reduce_prod": "prod", "reduce_std": "std",
    "reduce_sum": "sum", "reduce_variance": "var", "round": "round", "rsqrt": "rsqrt", "sigmoid": "sigmoid",
    "sign": "sign", "sin": "sin", "softplus": "softplus", "sqrt": "sqrt", "square": "square", "subtract": "subtract",
    "tanh": "tanh", "top_k": "top_k", "norm": "norm",
}  # fmt: skip
_NN: Final = {
    "elu": "elu", "gelu": "gelu", "leaky_relu": "leaky_relu", "log_softmax": "log_softmax", "relu": "relu",
    "relu6": "relu6", "selu": "selu", "sigmoid": "sigmoid", "silu": "silu", "softmax": "softmax",
    "softplus": "softplus", "swish": "silu", "tanh": "tanh",
}  # fmt: skip
_CROSSENTROPIES: Final = {
    "sigmoid_cross_entropy_with_logits": "binary_crossentropy",
    "softmax_cross_entropy_with_logits": "categorical_crossentropy",
    "sparse_softmax_cross_entropy_with_logits": "sparse_categorical_crossentropy",
}
_ARRAYS: Final = {
    "broadcast_to": "broadcast_to", "cast": "cast", "clip_by_value": "clip", "concat": "concatenate",
    "expand_dims": "expand_dims",
    "gather": "take", "matmul": "matmul", "ones_like": "ones_like", "repeat": "repeat", "reshape": "reshape",
    "reverse": "flip", "split": "split", "squeeze": "squeeze", "stack": "stack", "stop_gradient": "stop_gradient",
    "tensordot": "tensordot", "tile": "tile", "transpose": "transpose", "where": "where", "zeros_like": "zeros_like",
}  # fmt: skip
_OUT: Final = {
    "data": "pipelines of tf.data stay with TensorFlow: give fit arrays, a generator or a keras.utils.PyDataset",
    "compat": "graphs and sessions of TensorFlow 1 stay with TensorFlow",
    "Session": "graphs and sessions of TensorFlow 1 stay with TensorFlow",
    "placeholder": "graphs and sessions of TensorFlow 1 stay with TensorFlow: a model takes its data from Input",
    "distribute": "training over several devices stays with TensorFlow",
    "image": "functions on pictures stay with TensorFlow; keras.layers has Resizing and the like, as far as there",
    "io": "files of TensorFlow stay with TensorFlow: numpy.load and Python read the usual ones",
    "estimator": "estimators stay with TensorFlow",
}


def tensor(value: Any) -> Any:
    """What was computed, as TensorFlow hands it out: arrays in tensors, also inside tuples and lists."""

    def one(leaf: Any) -> Any:
        return Tensor(np.asarray(leaf)) if isinstance(leaf, np.ndarray | np.generic) else leaf

    return tree.map_structure(one, value)


class GradientTape(gradient_tape.GradientTape):
    """A tape that gives tensors. Arguments: see ``kcore.GradientTape``."""

    def gradient(self, *args: Any, **options: Any) -> Any:
        return tensor(super().gradient(*args, **options))


def constant(value: Any, dtype: Any = None, shape: Any = None, name: str | None = None) -> Tensor:
    """A tensor of these numbers; Python's floats become float32, its whole numbers int32."""
    array = np.asarray(value_of(value))
    if dtype is None and not hasattr(value, "dtype"):
        dtype = {"f": "float32", "i": "int32"}.get(array.dtype.kind)
    array = np.array(array, dtype=dtype)
    return Tensor(array if shape is None else np.broadcast_to(array, shape).copy())


def variable(
    initial_value: Any, trainable: bool = True, name: str = "Variable", dtype: Any = None, shape: Any = None
) -> Variable:
    """A variable with this first value."""
    first = initial_value() if callable(initial_value) else initial_value
    return Variable(constant(first, dtype, shape).value, trainable=trainable, name=name)


def function(func: Any = None, **options: Any) -> Any:
    """The function as it is: this engine has no graphs to compile it to."""
    return (lambda f: f) if func is None else func


def one_hot(indices: Any, depth: int, on_value: float = 1.0, off_value: float = 0.0, axis: int = -1) -> Any:
    """Numbers of classes as rows of zeros with a one."""
    rows = np.asarray(value_of(indices))[..., None] == np.arange(depth)
    return tensor(np.moveaxis(np.where(rows, on_value, off_value).astype("float32"), -1, axis))


def _from_ops(name: str) -> Callable[..., Any]:
    operation = getattr(ops, name)

    def run(*args: Any, name: str | None = None, **options: Any) -> Any:
        first = [np.float32(arg) if isinstance(arg, float) else arg for arg in args]
        return tensor(operation(*first, **options))

    return run


def _crossentropy(name: str) -> Callable[..., Any]:
    operation = getattr(ops, name)

    def run(labels: Any, logits: Any, axis: int = -1, name: str | None = None) -> Any:
        options = {} if operation is ops.binary_crossentropy else {"axis": axis}
        return tensor(operation(value_of(labels), logits, from_logits=True, **options))

    return run


def _numbers(make: Callable[..., Any]) -> Callable[..., Any]:
    def run(*args: Any, dtype: Any = "float32", name: str | None = None, **options: Any) -> Any:
        return tensor(np.asarray(make(*args, **options)).astype(np.dtype(dtype)))

    return run


def _arange(start: Any, limit: Any = None, delta: Any = 1, dtype: Any = None, name: str | None = None) -> Any:
    values: tuple[Any, Any] = (0, start) if limit is None else (start, limit)
    kind = dtype or ("float32" if any(isinstance(v, float) for v in (*values, delta)) else "int32")
    return tensor(np.arange(*values, delta, dtype=kind))


def _table(*names: dict[str, str]) -> dict[str, Any]:
    return {old: _from_ops(new) for table in names for old, new in table.items() if hasattr(ops, new)}


def _random() -> dict[str, Any]:
    found: dict[str, Any] = {"set_seed": kcore.utils.set_random_seed}
    for name in ("normal", "uniform", "truncated_normal", "shuffle", "categorical"):
        if hasattr(kcore.random, name):
            draw = getattr(kcore.random, name)
            found[name] = lambda *args, draw=draw, **options: tensor(draw(*args, **options))
    return found


_PLACES: Final[dict[str, Callable[[], dict[str, Any]]]] = {
    "": lambda: _table(_MATH, _ARRAYS) | _plain(),
    "config": lambda: {"list_physical_devices": lambda kind=None: []},
    "dtypes": lambda: {name: np.dtype(name) for name in _TYPES},
    "linalg": lambda: _table({"matmul": "matmul", "norm": "norm", "einsum": "einsum"}),
    "math": lambda: _table(_MATH),
    "nn": lambda: _table(_NN) | {name: _crossentropy(there) for name, there in _CROSSENTROPIES.items()},
    "random": _random,
    "python": dict,
}


def _plain() -> dict[str, Any]:
    return {
        "GradientTape": GradientTape, "Tensor": Tensor, "Variable": variable, "__version__": VERSION,
        "constant": constant, "convert_to_tensor": constant, "executing_eagerly": lambda: True, "function": function,
        "identity": constant, "is_tensor": lambda x: isinstance(x, Tensor | Variable), "newaxis": None,
        "one_hot": one_hot, "ones": _numbers(np.ones), "print": print, "range": _arange,
        "shape": lambda x, **_: np.shape(value_of(x)), "zeros": _numbers(np.zeros), "eye": _numbers(np.eye),
        "linspace": _numbers(np.linspace), "rank": lambda x: np.ndim(value_of(x)),
        **{name: np.dtype(name) for name in _TYPES},
        **{name: getattr(kcore, name) for name in ("initializers", "losses", "metrics", "optimizers")},
    }  # fmt: skip


def is_place(path: str) -> bool:
    """Whether a module of TensorFlow is here: '' for tensorflow itself, 'math', 'nn' ..."""
    return path in _PLACES


def names(path: str) -> dict[str, Any]:
    """The names of such a module."""
    return _PLACES[path]()


def missing(module: str, name: str) -> str:
    """What to say about a name of TensorFlow that is not here."""
    path = f"{module}.{name}".partition(".")[2]
    why = _OUT.get(path.partition(".")[0], "of TensorFlow, only what tutorials of Keras use around a model is here")
    return (
        f"{module}.{name} is not there: this is kcore, installed as Keras, and {why}. Operations on arrays are in "
        f"kcore.ops; for TensorFlow itself: pip install tensorflow. {GO if path.startswith('keras') else ''}".rstrip()
    )
