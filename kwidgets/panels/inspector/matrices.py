"""Arrays of any shape as what eyes can take in: a matrix, a histogram, a row of images, a few figures."""

from __future__ import annotations

from math import isqrt, prod
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

CELLS = 48  # rows and columns of a picture at most; larger matrices are averaged in blocks
TILES = 64  # images at most
BINS = 30


class Matrix(NamedTuple):
    """An array as a matrix.

    Attributes:
        values: what is drawn: the numbers, or means of blocks of them.
        shape: rows and columns before they were averaged.
        block: rows and columns of a block; (1, 1) where each number is drawn.
    """

    values: Array
    shape: tuple[int, int]
    block: tuple[int, int]


class Figures(NamedTuple):
    """A few figures of an array; those of the finite numbers, but for `odd`."""

    size: int
    low: float
    high: float
    mean: float
    deviation: float
    zeros: float
    odd: int


class Images(NamedTuple):
    """Images of equal size, and how many there would be."""

    pictures: list[Array]
    total: int


def matrix(array: Array) -> Matrix:
    """An array as a matrix: the last axis goes to the right, all others one below the other."""
    flat = array.reshape(1, -1) if array.ndim < 2 else array.reshape(-1, array.shape[-1])
    rows, columns = flat.shape
    block = -(-rows // CELLS) or 1, -(-columns // CELLS) or 1
    if block == (1, 1):
        return Matrix(flat.astype("float32"), (rows, columns), block)
    return Matrix(_averaged(flat, block), (rows, columns), block)


def _averaged(flat: Array, block: tuple[int, int]) -> Array:
    """Means of blocks; the last ones may be smaller."""
    sums = flat.astype("float32")
    for axis, size in enumerate(block):
        starts = np.arange(0, flat.shape[axis], size)
        lengths = np.diff([*starts, flat.shape[axis]])
        sums = np.add.reduceat(sums, starts, axis=axis) / np.expand_dims(lengths, 1 - axis)
    return sums.astype("float32")


def index_at(shape: tuple[int, ...], row: int, column: int) -> tuple[int, ...]:
    """The index in an array of what stands at a row and column of its whole matrix."""
    if not shape:
        return ()
    width = shape[-1]
    return tuple(int(i) for i in np.unravel_index(row * width + column, shape))


def place_of(shape: tuple[int, ...], index: tuple[int, ...]) -> tuple[int, int]:
    """Row and column in the whole matrix of an index in an array."""
    if not shape:
        return 0, 0
    flat = int(np.ravel_multi_index(index, shape))
    return divmod(flat, shape[-1])


def histogram(array: Array) -> tuple[Array, Array]:
    """Counts, and the edges of their bins, of the finite numbers of an array."""
    finite = array[np.isfinite(array)].astype("float64")
    if not finite.size:
        return np.zeros(1), np.array([0.0, 1.0])
    counts, edges = np.histogram(finite, bins=BINS)
    return counts, edges


def figures(array: Array) -> Figures:
    """A few figures of an array of numbers."""
    finite = array[np.isfinite(array)] if array.dtype.kind == "f" else array
    if not finite.size:
        return Figures(array.size, 0.0, 0.0, 0.0, 0.0, 0.0, array.size)
    exact = finite.astype("float64")
    return Figures(
        array.size,
        float(exact.min()),
        float(exact.max()),
        float(exact.mean()),
        float(exact.std()),
        float((exact == 0).mean()),
        array.size - finite.size,
    )


def filters(layer: Any, variable: Any, before: tuple[int | None, ...] | None, channel: int = 0) -> Images | None:
    """The weights of a kernel as one image for each filter or unit; None where they are no images.

    Args:
        layer: the layer that the variable belongs to.
        variable: one of its weights.
        before: shape of what a flattened input was, or None: each unit of a layer behind it looks at an image.
        channel: which of the input's channels a filter of a convolution is shown for.
    """
    value = variable.value
    kinds = {kind.__name__ for kind in type(layer).__mro__ if kind.__module__.startswith("kcore.")}
    if "Conv" in kinds and value.ndim == 4:
        return _images(np.moveaxis(value[:, :, channel, :], -1, 0))
    if "ConvTranspose" in kinds and value.ndim == 4:
        return _images(np.moveaxis(value[:, :, :, channel], -1, 0))
    if kinds & {"DepthwiseConv", "SeparableConv"} and value.ndim == 4 and value.shape[0] * value.shape[1] > 1:
        return _images(np.moveaxis(value.reshape(*value.shape[:2], -1), -1, 0))
    if "Conv" in kinds and value.ndim == 3:
        return _images(np.moveaxis(value, -1, 0).swapaxes(1, 2))
    if value.ndim == 2 and before is not None and None not in before:
        sizes = [n for n in before if n is not None]
        if len(sizes) in {2, 3} and prod(sizes) == value.shape[0]:
            image = value.reshape(*sizes, value.shape[1])
            return _images(np.moveaxis(image if len(sizes) == 2 else image[:, :, channel], -1, 0))
    return None


def channels(layer: Any, variable: Any, before: tuple[int | None, ...] | None) -> int:
    """Among how many channels of the input `filters` chooses."""
    value = variable.value
    kinds = {kind.__name__ for kind in type(layer).__mro__}
    if "Conv" in kinds and value.ndim == 4:
        return int(value.shape[2])
    if "ConvTranspose" in kinds and value.ndim == 4:
        return int(value.shape[3])
    return (before[2] or 1) if value.ndim == 2 and before is not None and len(before) == 3 else 1


def maps(array: Array) -> Images | None:
    """What came out of a layer for one sample as an image for each channel; None where it is no image."""
    if array.ndim == 2 and min(array.shape) > 1:
        return _images(array[None])
    if array.ndim == 3:
        return _images(np.moveaxis(array, -1, 0))
    if array.ndim == 4:  # pictures one after the other in a sequence
        return _images(np.moveaxis(array, -1, 1).reshape(-1, *array.shape[1:3]))
    return None


def _images(stack: Array) -> Images:
    return Images([image.astype("float32") for image in stack[:TILES]], len(stack))


def square(array: Array) -> Array:
    """Numbers of any shape as an image about as wide as it is high; places left over are NaN."""
    if array.ndim in {2, 3}:
        return matrix(array if array.ndim == 2 else array.mean(axis=-1)).values
    flat = array.reshape(-1).astype("float32")
    width = max(1, isqrt(max(flat.size - 1, 0)) + 1)
    rows = -(-flat.size // width) or 1
    padded = np.full(rows * width, np.nan, "float32")
    padded[: flat.size] = flat
    return matrix(padded.reshape(rows, width)).values


def thumbnail(array: Array, side: int = 24) -> Array:
    """Numbers of any shape as a small square image, so that several stand side by side."""
    image = square(array)
    rows, columns = (np.arange(side) * n // side for n in image.shape)
    small: Array = image[rows][:, columns]
    return small
