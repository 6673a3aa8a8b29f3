"""Layers that join several inputs to one, element by element, end to end, or by a product."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

import numpy as np

from kcore import ops, registry
from kcore.annotations import Axes
from kcore.layers.calling import is_shape
from kcore.layers.layer import Layer
from kcore.symbolic import Shape


class Merge(Layer):
    """Base of the layers that join inputs element by element. Shapes broadcast as in NumPy."""

    supports_masking = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)

    def build(self, input_shape: Any) -> None:
        shapes = _listed(self, input_shape, least=2)
        functools.reduce(functools.partial(_broadcast, self), shapes)

    def merge(self, inputs: Sequence[Any]) -> Any:
        """One array from several."""
        return functools.reduce(self.pair, inputs)

    def pair(self, a: Any, b: Any) -> Any:
        """One array from two."""
        raise TypeError(f"{type(self).__name__} needs a method pair(self, a, b).")

    def call(self, inputs: Sequence[Any]) -> Any:
        if not isinstance(inputs, list | tuple):
            raise TypeError(f"{self.name} ({type(self).__name__}) takes a list of at least 2 inputs: layer([a, b]).")
        most = max(x.ndim for x in inputs)
        return self.merge([_raised(x, most) for x in inputs])

    def compute_output_shape(self, input_shape: Any) -> Shape:
        return functools.reduce(functools.partial(_broadcast, self), _listed(self, input_shape, least=2))

    def compute_mask(self, inputs: Any, previous_mask: Any) -> Any:
        """Steps that count in every input."""
        masks = [mask for mask in previous_mask or () if mask is not None]
        return functools.reduce(lambda a, b: a & b, masks) if masks else None


@registry.register("layer")
class Add(Merge):
    """a + b + ..."""

    def pair(self, a: Any, b: Any) -> Any:
        return a + b


@registry.register("layer")
class Subtract(Merge):
    """a - b, of exactly two inputs."""

    def build(self, input_shape: Any) -> None:
        super().build(input_shape)
        if len(input_shape) != 2:
            raise ValueError(f"{self.name} (Subtract) takes exactly 2 inputs; got {len(input_shape)}.")

    def pair(self, a: Any, b: Any) -> Any:
        return a - b


@registry.register("layer")
class Multiply(Merge):
    """a · b · ..., element by element."""

    def pair(self, a: Any, b: Any) -> Any:
        return a * b


@registry.register("layer")
class Average(Merge):
    """(a + b + ...) / number of inputs."""

    def merge(self, inputs: Sequence[Any]) -> Any:
        return functools.reduce(lambda a, b: a + b, inputs) / len(inputs)


@registry.register("layer")
class Maximum(Merge):
    """The largest of the inputs at each place."""

    def pair(self, a: Any, b: Any) -> Any:
        return ops.maximum(a, b)


@registry.register("layer")
class Minimum(Merge):
    """The smallest of the inputs at each place."""

    def pair(self, a: Any, b: Any) -> Any:
        return ops.minimum(a, b)


@registry.register("layer")
class Concatenate(Merge):
    """Inputs put side by side along an axis.

    Args:
        axis: the axis along which sizes may differ; the last one by default.
    """

    def __init__(self, axis: int = -1, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.axis = axis

    def build(self, input_shape: Any) -> None:
        self.compute_output_shape(input_shape)

    def merge(self, inputs: Sequence[Any]) -> Any:
        return ops.concatenate(inputs, self.axis)

    def compute_output_shape(self, input_shape: Any) -> Shape:
        shapes = _listed(self, input_shape, least=1)
        rank = len(shapes[0])
        if any(len(shape) != rank for shape in shapes) or not -rank <= self.axis < rank:
            raise ValueError(f"{self.name} (Concatenate) takes inputs with equally many axes, axis={self.axis} among "
                             f"them; got shapes {shapes}.")  # fmt: skip
        axis = self.axis % rank
        sizes: list[int | None] = []
        for i, column in enumerate(zip(*shapes, strict=True)):
            known = {n for n in column if n is not None}
            if i == axis:
                sizes.append(None if None in column else sum(known_sizes(column)))
            elif len(known) > 1:
                raise ValueError(
                    f"{self.name} (Concatenate) joins inputs along axis {self.axis}; all other sizes must be equal, "
                    f"and axis {i} has {sorted(known)}: got shapes {shapes}."
                )
            else:
                sizes.append(known.pop() if known else None)
        return tuple(sizes)

    def compute_mask(self, inputs: Any, previous_mask: Any) -> Any:
        masks = list(previous_mask or ())
        if all(mask is None for mask in masks):
            return None
        rank = inputs[0].ndim
        filled = [_full(mask, x) for mask, x in zip(masks, inputs, strict=True)]
        joined = ops.concatenate(filled, self.axis)
        return joined.all(axis=-1) if joined.ndim == rank else joined


@registry.register("layer")
class Dot(Merge):
    """Sums of products along an axis of each of two inputs.

    Args:
        axes: the axis of both inputs, or a pair (axis of the first, axis of the second), batch not allowed.
        normalize: whether both are divided by their length along that axis first (cosine proximity).
    """

    def __init__(self, axes: Axes, normalize: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        pair = axes if isinstance(axes, list | tuple) else (axes, axes)
        if len(pair) != 2 or not all(isinstance(a, int) and not isinstance(a, bool) for a in pair) or 0 in pair:
            raise ValueError(f"Dot: axes must be a whole number other than 0 (the batch) or two of them; got {axes!r}.")
        self.axes, self.normalize = axes, normalize

    def _pair(self, shapes: Sequence[Shape]) -> tuple[int, int]:
        axes = self.axes if isinstance(self.axes, list | tuple) else (self.axes, self.axes)
        first, second = (a % len(shape) for a, shape in zip(axes, shapes, strict=True))
        return first, second

    def build(self, input_shape: Any) -> None:
        shapes = _listed(self, input_shape, least=2)
        if len(shapes) != 2:
            raise ValueError(f"{self.name} (Dot) takes exactly 2 inputs; got {len(shapes)}.")
        first, second = self._pair(shapes)
        if shapes[0][first] != shapes[1][second]:
            raise ValueError(
                f"{self.name} (Dot) multiplies along axis {first} of {shapes[0]} and axis {second} of {shapes[1]}: "
                f"their sizes differ, {shapes[0][first]} and {shapes[1][second]}."
            )

    def merge(self, inputs: Sequence[Any]) -> Any:
        x, y = inputs
        first, second = self._pair([x.shape, y.shape])
        if self.normalize:
            x, y = (v / ops.sqrt(ops.maximum(ops.sum(v * v, axis=a, keepdims=True), 1e-12))
                    for v, a in ((x, first), (y, second)))  # fmt: skip
        x = ops.transpose(x, axes=(*(i for i in range(x.ndim) if i != first), first))
        y = ops.transpose(y, axes=(0, second, *(i for i in range(1, y.ndim) if i != second)))
        rows, columns = x.shape[1:-1], y.shape[2:]
        flat_x = ops.reshape(x, newshape=(x.shape[0], -1, x.shape[-1]))
        flat_y = ops.reshape(y, newshape=(y.shape[0], y.shape[1], -1))
        product = ops.matmul(flat_x, flat_y)
        return ops.reshape(product, newshape=(x.shape[0], *((*rows, *columns) or (1,))))

    def call(self, inputs: Sequence[Any]) -> Any:
        return self.merge(inputs)

    def compute_output_shape(self, input_shape: Any) -> Shape:
        shapes = _listed(self, input_shape, least=2)
        first, second = self._pair(shapes)
        rest = [n for i, n in enumerate(shapes[0]) if i not in (0, first)]
        rest += [n for i, n in enumerate(shapes[1]) if i not in (0, second)]
        return (shapes[0][0], *(rest or [1]))

    def compute_mask(self, inputs: Any, previous_mask: Any) -> None:
        return None


def known_sizes(column: Sequence[int | None]) -> list[int]:
    """The sizes that are no None."""
    return [n for n in column if n is not None]


def _listed(layer: Layer, shapes: Any, least: int) -> list[Shape]:
    if not isinstance(shapes, list | tuple) or is_shape(shapes) or len(shapes) < least:
        raise ValueError(
            f"{layer.name} ({type(layer).__name__}) takes a list of at least {least} inputs, layer([a, b]); got "
            f"{'one input of shape ' + str(tuple(shapes)) if is_shape(shapes) else str(len(shapes)) + ' input(s)'}."
        )
    return [tuple(shape) for shape in shapes]


def _broadcast(layer: Layer, a: Shape, b: Shape) -> Shape:
    """The shape of two inputs joined, axes counted from the end except for the batch."""
    long, short = (a, b) if len(a) >= len(b) else (b, a)
    padded = (short[:1] + (1,) * (len(long) - len(short)) + short[1:]) if short else (1,) * len(long)
    sizes: list[int | None] = []
    for m, n in zip(long, padded, strict=True):
        if m == 1 or n == 1:
            sizes.append(n if m == 1 else m)
        elif m is None or n is None or m == n:
            sizes.append(m if n is None else n)
        else:
            raise ValueError(
                f"{layer.name} ({type(layer).__name__}) joins inputs of the same shape; got {a} and {b}. "
                "Bring them to one size first, for example with a Dense layer."
            )
    return tuple(sizes)


def _raised(x: Any, rank: int) -> Any:
    """x with axes of size 1 after the batch, until it has ``rank`` axes."""
    missing = rank - x.ndim
    return x if not missing else ops.reshape(x, newshape=(x.shape[0], *(1,) * missing, *x.shape[1:]))


def _full(mask: Any, x: Any) -> Any:
    """A mask for each element that is joined: of x's rank, or of its own where that is enough."""
    shape = x.shape
    if mask is None:
        return np.ones(shape, bool)
    return mask if mask.ndim == len(shape) else np.broadcast_to(mask[..., None], shape)


def add(inputs: Any, **kwargs: Any) -> Any:
    """``Add()(inputs)``."""
    return Add(**kwargs)(inputs)


def subtract(inputs: Any, **kwargs: Any) -> Any:
    """``Subtract()(inputs)``."""
    return Subtract(**kwargs)(inputs)


def multiply(inputs: Any, **kwargs: Any) -> Any:
    """``Multiply()(inputs)``."""
    return Multiply(**kwargs)(inputs)


def average(inputs: Any, **kwargs: Any) -> Any:
    """``Average()(inputs)``."""
    return Average(**kwargs)(inputs)


def maximum(inputs: Any, **kwargs: Any) -> Any:
    """``Maximum()(inputs)``."""
    return Maximum(**kwargs)(inputs)


def minimum(inputs: Any, **kwargs: Any) -> Any:
    """``Minimum()(inputs)``."""
    return Minimum(**kwargs)(inputs)


def concatenate(inputs: Any, axis: int = -1, **kwargs: Any) -> Any:
    """``Concatenate(axis)(inputs)``."""
    return Concatenate(axis, **kwargs)(inputs)


def dot(inputs: Any, axes: Any = -1, **kwargs: Any) -> Any:
    """``Dot(axes)(inputs)``."""
    return Dot(axes, **kwargs)(inputs)
