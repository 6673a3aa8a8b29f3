"""MNIST: handwritten digits, 28 x 28 pixels."""

from __future__ import annotations

from typing import Any

from kcore.datasets.sources import located
from kcore.files.arrays import read_npz


def load_data(path: str = "mnist.npz") -> tuple[tuple[Any, Any], tuple[Any, Any]]:
    """60,000 digits to learn from and 10,000 to test with.

    Args:
        path: the file, or its name in the cache folder.

    Returns:
        (x_train, y_train), (x_test, y_test): pictures of shape (n, 28, 28), 0 to 255; digits of shape (n,).

    Raises:
        FileNotFoundError: if the file is not here; the message says how to get it.

    Source: Y. LeCun, C. Cortes, C. Burges; CC BY-SA 3.0.
    """
    found = read_npz(located("mnist", path))
    return (found["x_train"], found["y_train"]), (found["x_test"], found["y_test"])
