"""Boston housing: prices of 1978. One of its columns counts people by their skin: prefer california_housing."""

from __future__ import annotations

from typing import Any

from kcore.datasets.housing import split


def load_data(
    path: str = "boston_housing.npz", test_split: float = 0.2, seed: int = 113
) -> tuple[tuple[Any, Any], tuple[Any, Any]]:
    """506 districts with 13 numbers each, and their median price in thousands of dollars.

    Args:
        path: the file, or its name in the cache folder.
        test_split: share to test with, 0 to below 1.
        seed: of the order of the districts.

    Returns:
        (x_train, y_train), (x_test, y_test).

    Raises:
        FileNotFoundError: if the file is not here; the message says how to get it.

    Source: D. Harrison, D. Rubinfeld (1978), "Hedonic Housing Prices and the Demand for Clean Air".
    """
    return split("boston_housing", path, test_split, seed)
