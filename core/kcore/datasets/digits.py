"""Handwritten digits, 8 x 8 pixels."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kcore.datasets.small_pictures import divided, pictures

FILE = "digits.npz"
TRAINING = 1437


def load_data(path: str | Path | None = None) -> tuple[tuple[Any, Any], tuple[Any, Any]]:
    """1,437 digits to learn from and 360 to test with, which others have written.

    >>> (x_train, y_train), (x_test, y_test) = load_data()
    >>> x_train.shape, y_train.shape, x_test.shape, int(x_train.max())
    ((1437, 8, 8), (1437,), (360, 8, 8), 16)

    Args:
        path: the npz file; None looks for it as `kcore.datasets.files.find` does.

    Returns:
        `(x_train, y_train), (x_test, y_test)`: pictures of shape `(n, 8, 8)`, uint8, 0 to 16; digits of shape `(n,)`.

    Raises:
        FileNotFoundError: The file is not on this machine; the message says where it was looked for.

    Source: E. Alpaydin, C. Kaynak (1998), Optical Recognition of Handwritten Digits, UCI; CC BY 4.0.
    """
    return divided(*pictures(FILE, path), TRAINING)
