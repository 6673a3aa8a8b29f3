"""Helpers for arrays of data."""

from __future__ import annotations

from typing import Any

import numpy as np

from kcore.autodiff import Array


def to_categorical(x: Any, num_classes: int | None = None) -> Array:
    """Class numbers as one-hot rows.

    Args:
        x: whole numbers from 0, of any shape; a last axis of size 1 is dropped.
        num_classes: number of classes; the largest class number plus 1 if None.

    Returns:
        Array of zeros and ones of the float type, of shape x.shape + (num_classes,).

    Raises:
        ValueError: for negative or fractional class numbers, or ones that ``num_classes`` does not reach.
    """
    labels = np.asarray(x)
    if labels.ndim > 1 and labels.shape[-1] == 1:
        labels = labels[..., 0]
    if labels.dtype.kind not in "biu" and (labels != np.floor(labels)).any():
        raise ValueError(f"to_categorical takes whole class numbers; got {labels.dtype} with fractions.")
    labels = labels.astype(np.intp)
    low, high = (int(labels.min()), int(labels.max())) if labels.size else (0, -1)
    classes = high + 1 if num_classes is None else num_classes
    if low < 0 or high >= classes:
        raise ValueError(
            f"to_categorical: class numbers run from {low} to {high}; {classes} classes are 0 to {classes - 1}."
        )
    return np.eye(classes, dtype="float32")[labels]


def normalize(x: Any, axis: int = -1, order: int = 2) -> Array:
    """Divide by the norm, so that it becomes 1.

    Args:
        x: array-like; a single row becomes an array with one row.
        axis: along which the norm is taken.
        order: of the norm; 2 for the length.

    Returns:
        Array of the shape of x; rows of zeros stay.

    >>> normalize([[3.0, 4.0]])
    array([[0.6, 0.8]])
    """
    array = np.atleast_1d(np.asarray(x))
    norm = np.atleast_1d(np.linalg.norm(array, order, axis))
    norm[norm == 0] = 1
    return array / np.expand_dims(norm, axis)
