"""Sums of products over chosen axes."""

from __future__ import annotations

import string
from typing import Any

import numpy as np

from kcore.autodiff import Array, Part, primitive
from kcore.ops.linalg import matmul
from kcore.ops.samples import arrays
from kcore.ops.shaping import ranked, reshape, transpose


def _spelled(subscripts: str, shapes: list[tuple[int, ...]]) -> tuple[list[str], str]:
    """Letters of each operand and of the result: dots spelled out, the result named."""
    left, arrow, out = subscripts.replace(" ", "").partition("->")
    parts = left.split(",")
    if len(parts) != len(shapes):
        raise ValueError(f"einsum({subscripts!r}) names {len(parts)} arrays; got {len(shapes)}.")
    free = [letter for letter in string.ascii_letters if letter not in subscripts]
    dots = [len(shape) - len(part) + 3 if "..." in part else 0 for part, shape in zip(parts, shapes, strict=True)]
    common = "".join(free[: max(dots)])
    spelled = [part.replace("...", common[len(common) - n :]) for part, n in zip(parts, dots, strict=True)]
    if not arrow:
        letters = sorted(letter for letter in set(left) - set(",.") if left.count(letter) == 1)
        out = ("..." if common else "") + "".join(letters)
    for part, shape in zip(spelled, shapes, strict=True):
        if len(part) != len(shape):
            raise ValueError(f"einsum({subscripts!r}): {part!r} names {len(part)} axes; the array has shape {shape}.")
    return spelled, out.replace("...", common)


def _einsum(*operands: Array, subscripts: str) -> tuple[Array, tuple[Any, ...]]:
    """Σ of products: axes with equal letters are multiplied element by element, those not in the result summed."""
    parts, out = _spelled(subscripts, [np.shape(x) for x in operands])
    value = np.einsum(",".join(parts) + "->" + out, *operands, optimize=len(operands) > 1)
    return value, (parts, out, operands)


def _einsum_gradient(g: Array, parts: list[str], out: str, operands: tuple[Array, ...]) -> tuple[Part, ...]:
    sizes: dict[str, int] = {}
    for part, x in zip(parts, operands, strict=True):
        for letter, size in zip(part, x.shape, strict=True):
            sizes[letter] = max(size, sizes.get(letter, 1))

    def of(place: int) -> Array:
        part, x = parts[place], operands[place]
        if len(set(part)) < len(part):
            raise ValueError(f"einsum: {part!r} names an axis twice; there is no gradient for that. Take the diagonal.")
        others = [(p, o) for i, (p, o) in enumerate(zip(parts, operands, strict=True)) if i != place]
        reached = set(out).union(*(p for p, _ in others))
        alone = "".join(letter for letter in part if letter not in reached)  # summed by itself: each gets the whole
        terms = [(out, g), *others, (alone, np.ones([sizes[letter] for letter in alone], g.dtype))]
        whole = np.einsum(",".join(p for p, _ in terms) + "->" + part, *(a for _, a in terms), optimize=True)
        stretched = tuple(i for i, size in enumerate(x.shape) if size == 1 and whole.shape[i] != 1)
        return whole.sum(axis=stretched, keepdims=True)

    return tuple((lambda _, i=i: of(i)) for i in range(len(operands)))


_contraction = primitive("einsum", _einsum, _einsum_gradient, arrays((2, 3, 4), (4, 5), subscripts="abc,cd->bda"))


def einsum(subscripts: str, *operands: Any, **kwargs: Any) -> Any:
    """Sums of products in Einstein's notation: ``einsum("ij,jk->ik", a, b)`` is the matrix product.

    Args:
        subscripts: a letter for each axis of each array; '...' for axes that are broadcast.
        operands: the arrays.
        kwargs: ``optimize`` is taken and not needed.
    """
    if set(kwargs) - {"optimize"}:
        raise TypeError(f"einsum has no arguments {sorted(set(kwargs) - {'optimize'})}.")
    return _contraction(operands, subscripts=subscripts)


def tensordot(x1: Any, x2: Any, axes: Any = 2) -> Any:
    """Sum of products over ``axes``: so many last axes of x1 and first axes of x2, or two lists of axes."""
    x1, x2 = ranked(x1), ranked(x2)
    if isinstance(axes, int):
        first, second = list(range(x1.ndim - axes, x1.ndim)), list(range(axes))
    else:
        first, second = ([int(i) % x.ndim for i in np.atleast_1d(a)] for x, a in zip((x1, x2), axes, strict=True))
    if None in (*x1.shape, *x2.shape):  # places in a model
        left, right = list(string.ascii_letters[: x1.ndim]), list(string.ascii_letters[x1.ndim : x1.ndim + x2.ndim])
        for i, j in zip(first, second, strict=True):
            right[j] = left[i]
        out = [a for i, a in enumerate(left) if i not in first] + [a for j, a in enumerate(right) if j not in second]
        return einsum(f"{''.join(left)},{''.join(right)}->{''.join(out)}", x1, x2)
    rows = [i for i in range(x1.ndim) if i not in first]
    columns = [i for i in range(x2.ndim) if i not in second]
    inside = int(np.prod([x1.shape[i] for i in first]))
    shape = tuple(x1.shape[i] for i in rows) + tuple(x2.shape[i] for i in columns)
    tall = reshape(transpose(x1, axes=(*rows, *first)), newshape=(-1, inside))
    wide = reshape(transpose(x2, axes=(*second, *columns)), newshape=(inside, -1))
    return reshape(matmul(tall, wide), newshape=shape)


def dot(x1: Any, x2: Any) -> Any:
    """Sum of products over the last axis of x1 and the last but one (or only) axis of x2; a number multiplies."""
    x1, x2 = ranked(x1), ranked(x2)
    if x1.ndim == 0 or x2.ndim == 0:
        return x1 * x2
    return tensordot(x1, x2, axes=[[-1], [-2 if x2.ndim > 1 else -1]])


def inner(x1: Any, x2: Any) -> Any:
    """Sum of products over the last axes of both; a number multiplies."""
    x1, x2 = ranked(x1), ranked(x2)
    return x1 * x2 if x1.ndim == 0 or x2.ndim == 0 else tensordot(x1, x2, axes=[[-1], [-1]])


def outer(x1: Any, x2: Any) -> Any:
    """Product of each element of x1 with each of x2, both flat."""
    return reshape(x1, newshape=(-1, 1)) * reshape(x2, newshape=(1, -1))


def vdot(x1: Any, x2: Any) -> Any:
    """Sum of products of all elements, both flat."""
    return dot(reshape(x1, newshape=(-1,)), reshape(x2, newshape=(-1,)))
