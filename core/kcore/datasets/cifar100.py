"""CIFAR-100: colour pictures in 100 classes, 32 x 32 pixels."""

from __future__ import annotations

from typing import Any, Literal

from kcore.datasets.cifar import batches


def load_data(label_mode: Literal["fine", "coarse"] = "fine") -> tuple[tuple[Any, Any], tuple[Any, Any]]:
    """50,000 pictures to learn from and 10,000 to test with.

    Args:
        label_mode: 'fine' for the 100 classes, 'coarse' for 20 groups of them.

    Returns:
        (x_train, y_train), (x_test, y_test): pictures of shape (n, 32, 32, 3), 0 to 255; classes of shape (n, 1).

    Raises:
        FileNotFoundError: if the file is not here; the message says how to get it.

    Source: see ``cifar10``.
    """
    if label_mode not in ("fine", "coarse"):
        raise ValueError(f"cifar100.load_data: label_mode must be 'fine' or 'coarse'; got {label_mode!r}.")
    train, test = (
        batches("cifar100", "cifar-100-python.tar.gz", [f"cifar-100-python/{part}"], f"{label_mode}_labels")
        for part in ("train", "test")
    )
    return train, test
