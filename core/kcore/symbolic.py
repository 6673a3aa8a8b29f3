"""Arrays without numbers: the shapes that flow through a model while it is being put together."""

from __future__ import annotations

from typing import Any
from weakref import WeakSet

import numpy as np

from kcore import tree
from kcore.autodiff import Primitive, Symbolic
from kcore.naming import auto_name
from kcore.shapes_first import check_trial

Shape = tuple[int | None, ...]


class KerasTensor(Symbolic):
    """A place in a model: shape, dtype, and the node that will compute it.

    Python's operators and the functions of ``kcore.ops`` take it like an array and give the next place.

    Args:
        shape: sizes, None where a size is open (the batch).
        dtype: name of the element type.
        name: name of the place; automatic if None.
    """

    def __init__(self, shape: Shape, dtype: str = "float32", name: str | None = None) -> None:
        self.shape = tuple(shape)
        self.dtype = dtype
        self.name = name or auto_name("keras_tensor")
        self.node: Node | None = None
        self.index = 0  # which of the node's outputs it is
        self.readers: WeakSet[Node] = WeakSet()  # the calls that take it, in whatever model or in none

    @property
    def ndim(self) -> int:
        return len(self.shape)

    def apply(self, operation: Primitive, args: tuple[Any, ...], options: dict[str, Any]) -> KerasTensor:
        return Operation(operation, options).applied(args)

    def __len__(self) -> int:
        raise TypeError(f"{self!r} has no length yet: it is a place in a model that no data have reached.")

    def __iter__(self) -> Any:
        raise TypeError(f"{self!r} cannot be walked through: it is a place in a model. Take parts of it: x[:, 0].")

    def __bool__(self) -> bool:
        raise TypeError(f"{self!r} is neither true nor false: no data have reached this place in the model yet.")

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Any:
        raise TypeError(
            f"{self!r} has no numbers: it is a place in a model. Use layers or functions of kcore.ops on it, not "
            "functions of NumPy."
        )

    def __repr__(self) -> str:
        return f"<KerasTensor shape={self.shape}, dtype={self.dtype}, name={self.name}>"


class Node:
    """One call of an operation while a model is put together: of what, from what, to what.

    Args:
        operation: a layer or an ``Operation``; ``operation.nodes`` lists its calls in order.
        args: what it was called with by position, ``KerasTensor`` places among it, nested or not.
        kwargs: what it was called with by name.
        outputs: the places it leads to, nested as the operation returns them.

    Attributes:
        in_model: whether there is or was a model with it, so that it is no call whose result nobody used.
    """

    def __init__(self, operation: Any, args: tuple[Any, ...], kwargs: dict[str, Any], outputs: Any) -> None:
        self.operation, self.args, self.kwargs, self.outputs = operation, args, kwargs, outputs
        self.inputs = places((args, kwargs))
        self.index = len(operation.nodes)
        operation.nodes.append(self)
        self.in_model = False
        for place in self.inputs:
            place.readers.add(self)
        for i, output in enumerate(tree.flatten(outputs)):
            output.node, output.index = self, i

    @property
    def layer(self) -> Any:
        """The layer that is called."""
        return self.operation


class Operation:
    """A function of ``kcore.ops`` at a place in a model. It has no weights and is not one of ``model.layers``.

    Args:
        primitive: the operation on arrays.
        options: its options.
        name: name in the model; automatic if None.
    """

    def __init__(self, primitive: Primitive, options: dict[str, Any] | None = None, name: str | None = None) -> None:
        self.primitive = primitive
        self.options = dict(options or {})
        self.name = name or auto_name(primitive.name)
        self.nodes: list[Node] = []

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.primitive(*args, **self.options, **kwargs)

    def applied(self, args: tuple[Any, ...]) -> KerasTensor:
        """The place after the operation. Its shape is found out by trying with batches of two sizes.

        Raises:
            ValueError: if the shapes do not fit.
        """
        results = []
        for size in (2, 3):
            try:
                results.append(np.asarray(self(*(sample(a, size) for a in args))))
            except (ValueError, IndexError, TypeError) as error:
                shapes = ", ".join(str(p.shape) for p in places(args))
                raise ValueError(f"{self.primitive.name} does not fit places of shape {shapes}: {error}.") from None
        place = KerasTensor(common_shape(*(r.shape for r in results)), str(results[0].dtype))
        Node(self, args, {}, place)
        return place


def places(structure: Any) -> list[KerasTensor]:
    """All places of a model in a nested structure."""
    return [leaf for leaf in tree.flatten(structure) if isinstance(leaf, KerasTensor)]


def sample(value: Any, size: int) -> Any:
    """Zeros of a place's shape with ``size`` where a size is open; anything else unchanged."""
    if not isinstance(value, KerasTensor):
        return value
    shape = tuple(size if n is None else n for n in value.shape)
    check_trial(shape, value.dtype)
    return np.zeros(shape, value.dtype)


def common_shape(first: tuple[int, ...], second: tuple[int, ...]) -> Shape:
    """What two trials with different open sizes have in common: None where they differ."""
    return tuple(a if a == b else None for a, b in zip(first, second, strict=True))
