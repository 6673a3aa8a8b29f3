"""Automatic differentiation in one screen of ideas.

A *variable* holds numbers that training may change. A *primitive* is an operation on arrays together with
its gradient. While a *tape* records, a primitive that meets a trainable variable (or something computed
from one) returns a *tensor* and leaves a row on the tape; playing the tape backwards applies the chain rule
and leaves in ``variable.grad`` how the result changes with each variable. Outside a tape a primitive takes
and returns plain NumPy arrays.

Source: reverse-mode differentiation, Griewank and Walther, "Evaluating Derivatives" (2008), chapter 3.
"""

from __future__ import annotations

import inspect
import itertools
import threading
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from kcore.config import floatx
from kcore.convention import Convention
from kcore.shapes_first import open_block

Array = NDArray[Any]
# A gradient hands back one entry per argument: an array, None (no gradient), or a function that computes
# the array only when it is wanted and writes it into the array it is given, if it is given one.
Part = Array | Callable[[Array | None], Array] | None


class _Recording(threading.local):
    tape: Tape | None = None


_recording = _Recording()
_stamps = itertools.count(1)
_DOUBLE: Final = np.dtype("float64")
_NOT_COMPUTED: Final[Array] = np.zeros(0)
TABLE: Final[dict[str, Primitive]] = {}


class Arithmetic:
    """Python's operators, looked up in the table of primitives."""

    __slots__ = ()
    __array_ufunc__ = None  # a NumPy array on the left hands the operation over to us

    def __add__(self, other: Any) -> Any:
        return TABLE["add"](self, other)

    def __radd__(self, other: Any) -> Any:
        return TABLE["add"](other, self)

    def __sub__(self, other: Any) -> Any:
        return TABLE["subtract"](self, other)

    def __rsub__(self, other: Any) -> Any:
        return TABLE["subtract"](other, self)

    def __mul__(self, other: Any) -> Any:
        return TABLE["multiply"](self, other)

    def __rmul__(self, other: Any) -> Any:
        return TABLE["multiply"](other, self)

    def __truediv__(self, other: Any) -> Any:
        return TABLE["divide"](self, other)

    def __rtruediv__(self, other: Any) -> Any:
        return TABLE["divide"](other, self)

    def __pow__(self, other: Any) -> Any:
        return TABLE["power"](self, other)

    def __rpow__(self, other: Any) -> Any:
        return TABLE["power"](other, self)

    def __matmul__(self, other: Any) -> Any:
        return TABLE["matmul"](self, other)

    def __rmatmul__(self, other: Any) -> Any:
        return TABLE["matmul"](other, self)

    def __neg__(self) -> Any:
        return TABLE["negative"](self)

    def __abs__(self) -> Any:
        return TABLE["absolute"](self)

    def __getitem__(self, index: Any) -> Any:
        return TABLE["get_item"](self, key=index)

    def __lt__(self, other: Any) -> Any:
        return TABLE["less"](self, other)

    def __le__(self, other: Any) -> Any:
        return TABLE["less_equal"](self, other)

    def __gt__(self, other: Any) -> Any:
        return TABLE["greater"](self, other)

    def __ge__(self, other: Any) -> Any:
        return TABLE["greater_equal"](self, other)


class Symbolic(Arithmetic):
    """Something without numbers yet: an operation on it is not computed but handed to its ``apply``."""

    __slots__ = ()

    def apply(self, operation: Primitive, args: tuple[Any, ...], options: dict[str, Any]) -> Any:
        """What stands for the result of the operation."""
        raise TypeError(f"{operation.name} was applied to a {type(self).__name__}, which has no values yet.")


class Operators(Arithmetic):
    """Operators of what has a value: tensors and variables."""

    __slots__ = ()
    value: Array

    @property
    def shape(self) -> tuple[int, ...]:
        return self.value.shape

    @property
    def dtype(self) -> np.dtype[Any]:
        return self.value.dtype

    @property
    def ndim(self) -> int:
        return self.value.ndim

    def __len__(self) -> int:
        return len(self.value)

    def numpy(self) -> Array:
        """The numbers, as a NumPy array."""
        return self.value

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Array:
        return np.array(self.value, dtype=dtype, copy=copy)

    def __float__(self) -> float:
        return float(self.value)

    def __int__(self) -> int:
        return int(self.value)

    def __bool__(self) -> bool:
        return bool(self.value)

    def __format__(self, spec: str) -> str:
        return format(self.value[()], spec) if spec else str(self)


class Tensor(Operators):
    """A value that is being recorded. ``logits`` leads back past a final sigmoid or softmax, if it is one."""

    __slots__ = ("__weakref__", "grad", "logits", "value")

    def __init__(self, value: Array, logits: Any = None) -> None:
        self.value = value
        self.grad: Array | None = None
        self.logits = logits

    def __repr__(self) -> str:
        numbers = np.array2string(np.asarray(self.value), threshold=20, separator=", ")
        return f"<Tensor shape={self.value.shape}, dtype={self.value.dtype}, numbers={numbers}>"


class Variable(Operators):
    """An array that a model owns and, if ``trainable``, that training changes.

    Args:
        initializer: the first value (array-like), or a function of (shape, dtype) that makes it.
        shape: needed when ``initializer`` is a function.
        dtype: name of the element type; the float type of the engine if None.
        trainable: whether tapes follow it and optimizers change it.
        name: name shown in ``weights`` and in files.
    """

    def __init__(
        self,
        initializer: Any,
        shape: tuple[int, ...] | None = None,
        dtype: str | None = None,
        trainable: bool = True,
        name: str = "variable",
    ) -> None:
        self.trainable = trainable
        self.name = name
        self.path = name
        self.value: Array = self._first(initializer, shape, dtype)
        self.grad: Array | None = None  # an arena gives it a home; otherwise the tape makes one
        self.stamp = 0  # the tape that last wrote the gradient
        self.home: object | None = None  # the arena whose flat array ``value`` is a view of
        self.regularizer: Any = None
        self.constraint: Any = None

    def _first(self, initializer: Any, shape: tuple[int, ...] | None, dtype: str | None) -> Array:
        if callable(initializer):
            if shape is None:
                raise ValueError(
                    f"Variable(name={self.name!r}): a shape is needed when the value comes from a function."
                )
            block = open_block()
            if block is not None:
                reserved: Array = block.reserve(self, initializer, shape, dtype or "float32")
                return reserved
            initializer = initializer(shape, dtype or "float32")
        if dtype is None and not hasattr(initializer, "dtype"):  # Python's own numbers: as Keras takes them
            kind = np.asarray(initializer).dtype.kind
            dtype = floatx() if kind == "f" else "int32" if kind in "iu" else None
        return np.array(initializer, dtype=dtype, order="C")

    def assign(self, value: Any) -> Variable:
        """Replace the numbers in place.

        Args:
            value: array-like of exactly this variable's shape.

        Raises:
            ValueError: if the shape differs.
        """
        array = np.asarray(value)
        if array.shape != self.value.shape:
            raise ValueError(
                f"Variable {self.path!r} has shape {self.value.shape}; a value of shape {array.shape} does not fit. "
                "Give an array of exactly that shape."
            )
        if self.value.flags.writeable:
            self.value[...] = array
        else:  # no numbers yet: see kcore.shapes_first
            self.value = np.array(array, self.dtype)
        return self

    def take(self, array: Array) -> None:
        """Replace the numbers by an array that nobody else uses; without a copy, if no arena is their home."""
        if self.home is None and array.shape == self.value.shape and array.dtype == self.value.dtype:
            self.value = array
        else:
            self.assign(array)

    def assign_add(self, value: Any) -> Variable:
        """Add ``value`` (a number or array-like of this shape) in place."""
        return self.assign(self.value + np.asarray(value_of(value), self.dtype))

    def assign_sub(self, value: Any) -> Variable:
        """Subtract ``value`` (a number or array-like of this shape) in place."""
        return self.assign(self.value - np.asarray(value_of(value), self.dtype))

    def __repr__(self) -> str:
        return f"<Variable path={self.path}, shape={self.value.shape}, dtype={self.value.dtype}>"


_RECORDED = (Tensor, Variable)


class Primitive:
    """An operation and its gradient, joined in one row of the table.

    ``forward(*arrays, **options)`` returns ``(value, saved)``; ``gradient(g, *saved)`` gets the gradient of the
    result and what was saved, and returns one part per array argument. It never writes into ``g``.
    ``sample(rng)`` returns arguments and options on which the test of the table checks the gradient.
    It is called as ``Convention`` says.
    ``gradient`` is None where the result does not move with the arguments (a comparison): it is a plain array then.
    ``deferrable``: ``saved`` is nothing but the arguments, so a tape with a ``pending`` list may take the row at
    once and leave the value to whoever keeps the list, to be computed for many batches together.
    """

    def __init__(
        self,
        name: str,
        forward: Callable[..., tuple[Array, tuple[Any, ...]]],
        gradient: Callable[..., Sequence[Part]] | None,
        sample: Callable[[np.random.Generator], tuple[tuple[Any, ...], dict[str, Any]]],
        deferrable: bool = False,
    ) -> None:
        self.name, self.forward, self.gradient, self.sample = name, forward, gradient, sample
        self.deferrable = deferrable
        self.__doc__, self.__name__ = forward.__doc__, name
        self.convention = Convention(name, forward)
        self._most, self._named = self.convention.most, self.convention.named

    @property
    def __signature__(self) -> inspect.Signature:
        return self.convention.signature()

    def __call__(self, *args: Any, **options: Any) -> Any:
        if len(args) > self._most or (options and not self._named.issuperset(options)):
            args, options = self.convention.arranged(args, options)
        tape = _recording.tape
        values, tracked = [], False
        for argument in args:
            kind = type(argument)
            if kind is np.ndarray:
                values.append(argument)
            elif kind is Tensor:
                values.append(argument.value)
                tracked = True
            elif kind is Variable:
                values.append(argument.value)
                if argument.trainable:
                    tracked = True
            elif isinstance(argument, Symbolic):
                return argument.apply(self, args, options)
            elif kind is list or kind is tuple:
                values.append(_listed(argument, self.name))
            else:
                values.append(argument if kind is np.ndarray else value_of(argument))
        gradient = self.gradient
        if tape is None or not tracked or gradient is None:
            return self.forward(*values, **options)[0]
        if self.deferrable and tape.pending is not None:
            out, saved = Tensor(_NOT_COMPUTED), tuple(values)
            tape.pending.append((self, values))
        else:
            value, saved = self.forward(*values, **options)
            if value.dtype is _DOUBLE:
                value = _as_computed_from(value, args)
            out = Tensor(value)
        tape.rows.append((out, args, gradient, saved))
        return out

    def __repr__(self) -> str:
        return f"<primitive {self.name}>"


def _as_computed_from(value: Array, args: tuple[Any, ...]) -> Array:
    """A float64 result in the float type of the tensors it came from: constants beside them do not widen it."""
    kinds = [argument.dtype for argument in args if isinstance(argument, _RECORDED)]
    return value if _DOUBLE in kinds else value.astype(np.result_type(*kinds))


def _listed(numbers: Any, name: str) -> Array:
    """An array of what stands in a list."""
    if any(isinstance(number, _RECORDED) for number in numbers):
        raise TypeError(f"{name} takes arrays, not lists of tensors: join them with ops.stack first.")
    return np.asarray(numbers)


def primitive(
    name: str,
    forward: Callable[..., tuple[Array, tuple[Any, ...]]],
    gradient: Callable[..., Sequence[Part]] | None,
    sample: Callable[[np.random.Generator], tuple[tuple[Any, ...], dict[str, Any]]],
    deferrable: bool = False,
) -> Primitive:
    """Join a forward function to its gradient, enter both in the table and return the operation."""
    TABLE[name] = row = Primitive(name, forward, gradient, sample, deferrable)
    return row


def recording() -> Tape | None:
    """The innermost tape that records in this thread, if one does."""
    return _recording.tape


class Tape:
    """Records primitives inside a ``with`` block, in this thread only; plays them back once."""

    __slots__ = ("outer", "pending", "reached", "rows")

    def __init__(self, pending: list[tuple[Primitive, list[Any]]] | None = None) -> None:
        self.rows: list[tuple[Tensor, tuple[Any, ...], Callable[..., Sequence[Part]], Sequence[Any]]] = []
        self.pending = pending
        self.reached = 0
        self.outer: Tape | None = None

    def __enter__(self) -> Self:
        self.outer, _recording.tape = _recording.tape, self
        return self

    def __exit__(self, *exception: object) -> None:
        _recording.tape = self.outer

    def backward(self, roots: Iterable[tuple[Any, Array]]) -> int:
        """Walk back from the roots and leave the gradients in ``variable.grad``.

        Args:
            roots: pairs of a recorded tensor and the gradient of the final result with respect to it, of
                the tensor's shape. A root that was not recorded depends on no variable and is passed over.

        Returns:
            The stamp of this walk: a variable was reached if and only if its ``stamp`` equals it;
            ``reached`` counts them.
        """
        stamp = next(_stamps)
        self.reached = 0
        for root, seed in roots:
            if type(root) is Tensor:
                root.grad = seed if root.grad is None else root.grad + seed
            elif type(root) is Variable and root.trainable:
                self._add(root, seed, stamp)
        rows = self.rows
        while rows:
            out, args, gradient, saved = rows.pop()
            g = out.grad
            if g is None:
                continue
            out.grad = None
            for argument, part in zip(args, gradient(g, *saved)):  # noqa: B905 - a keyword costs more than the zip
                kind = type(argument)
                if kind is Variable:
                    if argument.trainable and part is not None:
                        self._add(argument, part, stamp)
                elif kind is Tensor and part is not None:
                    array = part(None) if callable(part) else part
                    if array.dtype is _DOUBLE and argument.value.dtype is not _DOUBLE:
                        array = array.astype(argument.value.dtype)
                    argument.grad = array if argument.grad is None else argument.grad + array
        return stamp

    def _add(self, variable: Variable, part: Any, stamp: int) -> None:
        """Add a part to a variable's gradient; the first part of a walk replaces what lies there."""
        grad = variable.grad
        if variable.stamp == stamp and grad is not None:
            grad += part(None) if callable(part) else part
            return
        if grad is None:
            grad = variable.grad = np.empty_like(variable.value)
        variable.stamp = stamp
        self.reached += 1
        array = part(grad) if callable(part) else part
        if array is not grad:
            grad[...] = array


def value_of(x: Any) -> Any:
    """The plain array behind a tensor or variable; anything else unchanged."""
    return x.value if isinstance(x, _RECORDED) else x


def gradient(function: Callable[[], Any], variables: Sequence[Variable]) -> list[Array]:
    """Gradient of a scalar function of no arguments with respect to variables.

    Args:
        function: computes a scalar from the variables with kcore's operations.
        variables: trainable variables.

    Returns:
        One array per variable, of its shape; zeros where the result does not depend on it.

    Raises:
        ValueError: if the function's result is not a scalar.
    """
    with Tape() as tape:
        result = function()
    value = value_of(result)
    if np.size(value) != 1:
        raise ValueError(
            f"gradient(function): a scalar result is asked for; got shape {np.shape(value)}. Sum it first."
        )
    stamp = tape.backward([(result, np.ones_like(value))])
    return [v.grad.copy() if v.grad is not None and v.stamp == stamp else np.zeros_like(v.value) for v in variables]
