"""Nested structures: lists, tuples and dicts of things, flattened and put together again.

Dicts are walked in the order of their sorted keys, as Keras does, so that two dicts with equal keys match.

>>> flatten({"b": [2, 3], "a": 1})
[1, 2, 3]
>>> pack_sequence_as({"b": [0, 0], "a": 0}, [1, 2, 3])
{'b': [2, 3], 'a': 1}
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

__all__ = ["assert_same_structure", "flatten", "is_nested", "map_structure", "pack_sequence_as"]


def is_nested(structure: Any) -> bool:
    """Whether it is a list, tuple or dict."""
    return isinstance(structure, list | tuple | dict)


def flatten(structure: Any) -> list[Any]:
    """All leaves of a nested structure in order; a leaf alone gives a list of one."""
    if isinstance(structure, dict):
        return [leaf for key in _keys(structure) for leaf in flatten(structure[key])]
    if isinstance(structure, list | tuple):
        return [leaf for part in structure for leaf in flatten(part)]
    return [structure]


def _keys(structure: dict[Any, Any]) -> list[Any]:
    try:
        return sorted(structure)
    except TypeError:  # keys of different kinds have no order of their own
        return list(structure)


def map_structure(function: Callable[..., Any], structure: Any, *others: Any) -> Any:
    """The structure with ``function(leaf, ...)`` in place of each leaf.

    Args:
        function: takes one leaf of each structure.
        structure: decides the shape of the result.
        others: structures of the same shape.

    Raises:
        ValueError: if the structures differ.
    """
    for other in others:
        assert_same_structure(structure, other)
    columns = zip(*(flatten(s) for s in (structure, *others)), strict=True)
    return pack_sequence_as(structure, [function(*leaves) for leaves in columns])


def pack_sequence_as(structure: Any, flat_sequence: Sequence[Any]) -> Any:
    """Leaves in the shape of ``structure``: undoes ``flatten``.

    Raises:
        ValueError: if there are more or fewer leaves than places.
    """
    places = len(flatten(structure))
    if places != len(flat_sequence):
        raise ValueError(f"The structure has {places} places; got {len(flat_sequence)} leaves.")
    return _pack(structure, iter(flat_sequence))


def _pack(structure: Any, leaves: Iterator[Any]) -> Any:
    if isinstance(structure, dict):
        packed = {key: _pack(structure[key], leaves) for key in _keys(structure)}
        return {key: packed[key] for key in structure}
    if isinstance(structure, list | tuple):
        parts = [_pack(part, leaves) for part in structure]
        if hasattr(structure, "_fields"):  # a named tuple takes its parts one by one
            return type(structure)(*parts)
        return parts if isinstance(structure, list) else tuple(parts)
    return next(leaves)


def assert_same_structure(a: Any, b: Any) -> None:
    """Compare two structures, leaves aside; lists and tuples are taken as alike.

    Raises:
        ValueError: if they differ, saying where.
    """
    if isinstance(a, dict) and isinstance(b, dict):
        if set(a) != set(b):
            raise ValueError(f"The structures have different keys: {list(a)} and {list(b)}.")
        for key in a:
            assert_same_structure(a[key], b[key])
    elif isinstance(a, list | tuple) and isinstance(b, list | tuple):
        if len(a) != len(b):
            raise ValueError(f"The structures have different lengths: {len(a)} and {len(b)}.")
        for x, y in zip(a, b, strict=True):
            assert_same_structure(x, y)
    elif is_nested(a) or is_nested(b):
        raise ValueError(f"The structures differ: {type(a).__name__} and {type(b).__name__}.")
