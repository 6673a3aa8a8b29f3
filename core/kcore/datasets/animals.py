"""Silhouettes of ten animals, 28 x 28 pixels."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from kcore.datasets import files
from kcore.files.arrays import read_npz

FILE = "animals.npz"
NAMES = ("bear", "bird", "cat", "cow", "dog", "elephant", "giraffe", "horse", "sheep", "zebra")
TEST_EVERY = 5


def load_data(
    path: str | Path | None = None, names: tuple[str, ...] = NAMES
) -> tuple[tuple[Any, Any], tuple[Any, Any]]:
    """Pictures of animals, and which they are.

    >>> (x_train, y_train), (x_test, y_test) = load_data(names=("cat", "dog"))
    >>> x_train.shape, x_test.shape, sorted(set(y_train.tolist()))
    ((1592, 28, 28), (397, 28, 28), [0, 1])

    Args:
        path: the npz file; None looks for it as `kcore.datasets.files.find` does.
        names: the animals wanted, of `NAMES`; a label is the place of the name here.

    Returns:
        `(x_train, y_train), (x_test, y_test)`: pictures of shape `(n, 28, 28)`, uint8, 0 or 255 (the animal);
        labels of shape `(n,)`. Every fifth picture of an animal is for the test.

    Raises:
        FileNotFoundError: The file is not on this machine; the message says where it was looked for.
        ValueError: for a name that is not one of `NAMES`, or twice.

    Source: S. Mohammadi (2025), package animal-mnist 0.4; MIT licence.
    """
    unknown = [name for name in names if name not in NAMES]
    if unknown or len(set(names)) != len(names) or not names:
        raise ValueError(f"animals.load_data: names are of {', '.join(NAMES)}, each once; got {names!r}.")
    found = read_npz(files.find(FILE) if path is None else Path(path))
    pictures, labels = found["x"], found["y"]
    place = np.array([names.index(name) if name in names else -1 for name in NAMES])[labels]
    # The pictures of an animal follow each other: counting within it gives each a share of one in five.
    count = np.arange(len(labels)) - np.searchsorted(labels, labels)
    test = count % TEST_EVERY == TEST_EVERY - 1
    parts = [(place >= 0) & ~test, (place >= 0) & test]
    (x_train, y_train), (x_test, y_test) = (
        (np.unpackbits(pictures[part], axis=-1)[..., :28] * np.uint8(255), place[part].astype("uint8"))
        for part in parts
    )
    return (x_train, y_train), (x_test, y_test)
