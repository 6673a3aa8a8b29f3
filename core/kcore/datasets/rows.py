"""The tables of our own data files: read whole, and refused with the line where something is wrong."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from kcore.autodiff import Array


def read(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a csv file with their line numbers.

    Raises:
        ValueError: if its columns are others.
    """
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        if tuple(rows.fieldnames or ()) != columns:
            raise ValueError(f"{path}: expected the columns {', '.join(columns)}; found {rows.fieldnames}.")
        for row in rows:
            yield rows.line_num, row


def numbers(path: Path, columns: tuple[str, ...], convert: Callable[[dict[str, str]], list[Any] | None]) -> Array:
    """One row of numbers for each row of a csv file; those for which `convert` returns None are left out.

    Raises:
        ValueError: if the columns are others, a row does not convert, or nothing is left.
    """
    found = []
    for line, row in read(path, columns):
        try:
            values = convert(row)
        except (TypeError, ValueError, KeyError) as error:
            raise ValueError(f"{path}, line {line}: {error}") from error
        if values is not None:
            found.append(values)
    if not found:
        raise ValueError(f"{path}: the table has no rows.")
    return np.array(found, dtype="float32")


def shuffled(samples: int, test_split: float, seed: int) -> tuple[Array, Array]:
    """Where the training and the test samples lie, drawn with a generator of its own.

    Raises:
        ValueError: unless 0 <= test_split < 1.
    """
    if not 0 <= test_split < 1:
        raise ValueError(f"load_data: test_split is a share from 0 to below 1; got {test_split!r}.")
    order = np.random.default_rng(seed).permutation(samples)
    first = samples - round(samples * test_split)
    return order[:first], order[first:]
