"""Two parts of one data set."""

from __future__ import annotations

from typing import Any

import numpy as np

from kcore import tree
from kcore.random import generator


def split_dataset(
    dataset: Any,
    left_size: float | None = None,
    right_size: float | None = None,
    shuffle: bool = False,
    seed: int | None = None,
) -> tuple[Any, Any]:
    """Split arrays into two parts. Unlike in Keras, the parts are arrays again, not pipelines of another framework.

    Args:
        dataset: an array, or several of equal length in a tuple, list or dict: (x, y).
        left_size: size of the first part: a share if a float between 0 and 1, else a number of samples.
        right_size: size of the second part, likewise; what is left if None.
        shuffle: whether samples are drawn at random.
        seed: makes the draw repeatable.

    Returns:
        Both parts, nested like ``dataset``.

    Raises:
        ValueError: if sizes are missing or do not fit.

    >>> left, right = split_dataset((np.arange(5), np.arange(5) * 2), left_size=0.6)
    >>> left[0].tolist(), right[1].tolist()
    ([0, 1, 2], [6, 8])
    """
    lengths = {len(leaf) for leaf in tree.flatten(dataset)}
    if len(lengths) != 1:
        raise ValueError(f"split_dataset: all arrays must have as many samples; got {sorted(lengths)}.")
    (total,) = lengths
    if left_size is None and right_size is None:
        raise ValueError("split_dataset: give left_size or right_size, such as left_size=0.8.")
    left, right = _count("left_size", left_size, total), _count("right_size", right_size, total)
    left = total - right if left is None and right is not None else left or 0
    right = total - left if right is None else right
    if left + right > total:
        raise ValueError(f"split_dataset: {left} and {right} samples are asked for; there are {total}.")
    order = generator(seed).permutation(total) if shuffle else np.arange(total)
    first, second = (_rows(dataset, rows) for rows in (order[:left], order[left : left + right]))
    return first, second


def _rows(dataset: Any, rows: Any) -> Any:
    return tree.map_structure(lambda leaf: np.asarray(leaf)[rows], dataset)


def _count(name: str, size: float | None, total: int) -> int | None:
    if size is None:
        return None
    share = isinstance(size, float)
    if not (0 <= size <= 1 if share else 0 <= size <= total):
        raise ValueError(
            f"split_dataset: {name} must be a share between 0 and 1 or at most {total} samples; got {size}."
        )
    return round(size * total) if share else int(size)
