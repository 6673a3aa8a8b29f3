"""Small helpers, under Keras's names."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np

from kcore import elsewhere
from kcore.custom_objects import (
    CustomObjectScope,
    custom_object_scope,
    get_custom_objects,
    get_registered_name,
    get_registered_object,
    register_keras_serializable,
)
from kcore.naming import clear_session
from kcore.progress import Progbar
from kcore.random import set_global_seed
from kcore.utils import np_utils
from kcore.utils.arrays import normalize, to_categorical
from kcore.utils.batches import pack_x_y_sample_weight, unpack_x_y_sample_weight
from kcore.utils.diagram import model_to_mermaid
from kcore.utils.get_file import get_file
from kcore.utils.pad_sequences import pad_sequences
from kcore.utils.plot_model import Picture, plot_model
from kcore.utils.py_dataset import PyDataset
from kcore.utils.split_dataset import split_dataset

Sequence = PyDataset  # its Keras 2 name

__all__ = [
    "CustomObjectScope",
    "Picture",
    "Progbar",
    "PyDataset",
    "Sequence",
    "clear_session",
    "custom_object_scope",
    "get_custom_objects",
    "get_file",
    "get_registered_name",
    "get_registered_object",
    "model_to_mermaid",
    "normalize",
    "np_utils",
    "pack_x_y_sample_weight",
    "pad_sequences",
    "plot_model",
    "print_summary",
    "register_keras_serializable",
    "set_random_seed",
    "split_dataset",
    "to_categorical",
    "unpack_x_y_sample_weight",
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


def print_summary(model: Any, line_length: int | None = None, positions: Any = None, print_fn: Any = None) -> None:
    """Print a model's table of layers: ``model.summary()`` under its Keras 2 name."""
    model.summary(line_length=line_length, positions=positions, print_fn=print_fn)


elsewhere.teach(sys.modules[__name__])
