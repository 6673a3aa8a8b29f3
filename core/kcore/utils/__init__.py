"""Small helpers, under Keras's names."""

from __future__ import annotations

from typing import Any

import numpy as np

from kcore.autodiff import Array
from kcore.naming import clear_session
from kcore.progress import Progbar
from kcore.random import set_global_seed
from kcore.utils.diagram import model_to_mermaid
from kcore.utils.plot_model import Picture, plot_model
from kcore.utils.py_dataset import PyDataset

Sequence = PyDataset  # its Keras 2 name

__all__ = [
    "Picture",
    "Progbar",
    "PyDataset",
    "Sequence",
    "clear_session",
    "model_to_mermaid",
    "plot_model",
    "print_summary",
    "set_random_seed",
    "to_categorical",
]


def set_random_seed(seed: Any) -> None:
    """Make what follows repeatable: initial weights, shuffles and dropout masks of a run come out bit-equal.

    Unlike in Keras, Python's and NumPy's own global generators are left alone.

    Args:
        seed: whole number of at least 0.

    Raises:
        ValueError: if it is not.
    """
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or seed < 0:
        raise ValueError(f"set_random_seed(seed): a whole number >= 0 is asked for; got {seed!r}.")
    set_global_seed(int(seed))


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


def print_summary(model: Any, line_length: int | None = None, positions: Any = None, print_fn: Any = None) -> None:
    """Print a model's table of layers: ``model.summary()`` under its Keras 2 name."""
    model.summary(line_length=line_length, positions=positions, print_fn=print_fn)
