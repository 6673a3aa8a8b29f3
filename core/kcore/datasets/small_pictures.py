"""What the small picture sets that come with the lessons share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from kcore.autodiff import Array
from kcore.datasets import files
from kcore.files.arrays import read_npz
from kcore.files.errors import ModelFileError


def pictures(file: str, path: str | Path | None) -> tuple[Array, Array]:
    """Pictures and labels of an npz file with the arrays x and y.

    Raises:
        FileNotFoundError: The file is not on this machine; the message says where it was looked for.
        ModelFileError: The file does not hold them.
    """
    place = files.find(file) if path is None else Path(path)
    found = read_npz(place)
    if not {"x", "y"} <= set(found) or len(found["x"]) != len(found["y"]):
        raise ModelFileError(place, "", f"holds no pictures x with as many labels y; found {', '.join(found)}.")
    return found["x"], found["y"]


def divided(x: Array, y: Array, test: Any) -> tuple[tuple[Array, Array], tuple[Array, Array]]:
    """`(x_train, y_train), (x_test, y_test)`, by a boolean for each sample or the number of training samples."""
    if isinstance(test, int):
        test = np.arange(len(y)) >= test
    return (x[~test], y[~test]), (x[test], y[test])
