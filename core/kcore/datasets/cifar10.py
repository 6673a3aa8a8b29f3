"""CIFAR-10: colour pictures in 10 classes, 32 x 32 pixels."""

from __future__ import annotations

from typing import Any

from kcore.datasets.cifar import batches


def load_data() -> tuple[tuple[Any, Any], tuple[Any, Any]]:
    """50,000 pictures to learn from and 10,000 to test with.

    Returns:
        (x_train, y_train), (x_test, y_test): pictures of shape (n, 32, 32, 3), 0 to 255; classes of shape (n, 1).

    Raises:
        FileNotFoundError: if the file is not here; the message says how to get it.

    Source: A. Krizhevsky (2009), "Learning Multiple Layers of Features from Tiny Images".
    """
    place, folder = "cifar-10-python.tar.gz", "cifar-10-batches-py"
    train = [f"{folder}/data_batch_{i}" for i in range(1, 6)]
    return batches("cifar10", place, train, "labels"), batches("cifar10", place, [f"{folder}/test_batch"], "labels")
