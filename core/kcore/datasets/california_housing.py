"""California housing: districts of 1990 and their median house value."""

from __future__ import annotations

from typing import Any, Literal

from kcore.datasets.housing import split


def load_data(
    version: Literal["large", "small"] = "large",
    path: str = "california_housing.npz",
    test_split: float = 0.2,
    seed: int = 113,
) -> tuple[tuple[Any, Any], tuple[Any, Any]]:
    """20,640 districts with 8 numbers each, and their median house value in dollars.

    Args:
        version: 'large' for all districts, 'small' for 600 of them.
        path: the file, or its name in the cache folder.
        test_split: share to test with, 0 to below 1.
        seed: of the order of the districts.

    Returns:
        (x_train, y_train), (x_test, y_test).

    Raises:
        FileNotFoundError: if the file is not here; the message says how to get it.

    Source: R. K. Pace, R. Barry (1997), "Sparse Spatial Autoregressions".
    """
    if version not in ("large", "small"):
        raise ValueError(f"california_housing.load_data: version must be 'large' or 'small'; got {version!r}.")
    return split("california_housing", path, test_split, seed, 600 if version == "small" else None)
