"""Fashion-MNIST: pieces of clothing, 28 x 28 pixels."""

from __future__ import annotations

from typing import Any

import numpy as np

from kcore.autodiff import Array
from kcore.datasets.sources import SOURCES, located
from kcore.files.errors import ModelFileError


def load_data() -> tuple[tuple[Any, Any], tuple[Any, Any]]:
    """60,000 pictures to learn from and 10,000 to test with, in 10 classes.

    Returns:
        (x_train, y_train), (x_test, y_test): pictures of shape (n, 28, 28), 0 to 255; classes of shape (n,).

    Raises:
        FileNotFoundError: if a file is not here; the message says how to get it.

    Source: H. Xiao, K. Rasul, R. Vollgraf (2017), Zalando; MIT licence.
    """
    y_train, x_train, y_test, x_test = (_idx(source.place) for source in SOURCES["fashion_mnist"])
    return (x_train, y_train), (x_test, y_test)


def _idx(place: str) -> Array:
    """The array in a file of the IDX format: kind, number of axes, sizes (big-endian), bytes."""
    import gzip

    path = located("fashion_mnist", place)
    try:
        data = gzip.decompress(path.read_bytes())
    except (OSError, EOFError) as error:
        raise ModelFileError(path, "", f"is no whole gzip file: {error}.") from None
    axes = data[3] if len(data) > 3 else 0
    shape = np.frombuffer(data, ">i4", axes, 4).tolist() if len(data) >= 4 + 4 * axes else []
    if data[:3] != b"\0\0\x08" or len(data) != 4 + 4 * axes + int(np.prod(shape)):
        raise ModelFileError(path, "", "is no IDX file of bytes.")
    return np.frombuffer(data, "uint8", offset=4 + 4 * axes).reshape(shape).copy()
