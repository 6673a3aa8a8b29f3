"""What the data sets of house prices share."""

from __future__ import annotations

from typing import Any

from kcore.datasets.numbered_texts import order, shuffled
from kcore.datasets.sources import located
from kcore.files.arrays import read_npz


def split(
    name: str, path: str, test_split: float, seed: int, rows: int | None = None
) -> tuple[tuple[Any, Any], tuple[Any, Any]]:
    """The first ``rows`` rows and prices in the order of ``seed``, the last of them to test with."""
    if not 0 <= test_split < 1:
        raise ValueError(f"{name}.load_data: test_split must be 0 to below 1; got {test_split}.")
    found = read_npz(located(name, path))
    x, y = shuffled(order(seed), found["x"][:rows], found["y"][:rows])
    cut = int(len(x) * (1 - test_split))
    return (x[:cut], y[:cut]), (x[cut:], y[cut:])
