"""5,000 of the 70,000 pieces of clothing of Fashion-MNIST, 28 x 28 pixels."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kcore.datasets.small_pictures import divided, pictures

FILE = "fashion-5k.npz"
NAMES = ("T-shirt/top", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot")
TRAINING = 4000


def load_data(path: str | Path | None = None) -> tuple[tuple[Any, Any], tuple[Any, Any]]:
    """4,000 pictures to learn from and 1,000 to test with, as many of each; see `fashion_mnist` for all 70,000.

    >>> (x_train, y_train), (x_test, y_test) = load_data()
    >>> x_train.shape, y_train.shape, x_test.shape
    ((4000, 28, 28), (4000,), (1000, 28, 28))

    Args:
        path: the npz file; None looks for it as `kcore.datasets.files.find` does.

    Returns:
        `(x_train, y_train), (x_test, y_test)`: pictures of shape `(n, 28, 28)`, uint8, 0 to 255; classes of shape
        `(n,)`, places in `NAMES`.

    Raises:
        FileNotFoundError: The file is not on this machine; the message says where it was looked for.

    Source: H. Xiao, K. Rasul, R. Vollgraf (2017), Zalando; MIT licence.
    """
    return divided(*pictures(FILE, path), TRAINING)
