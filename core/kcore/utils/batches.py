"""Inputs, targets and weights of a batch, as ``train_step`` gets them."""

from __future__ import annotations

from typing import Any

from kcore import tree


def pack_x_y_sample_weight(x: Any, y: Any = None, sample_weight: Any = None) -> Any:
    """What ``fit`` hands to ``train_step``: x alone, (x, y) or (x, y, sample_weight)."""
    if sample_weight is not None:
        return x, y, sample_weight
    if y is not None:
        return x, y
    return (x,) if tree.is_nested(x) else x


def unpack_x_y_sample_weight(data: Any) -> tuple[Any, Any, Any]:
    """x, y and sample_weight of what ``train_step`` gets, None where there is none.

    Raises:
        ValueError: if there are more than three.
    """
    parts = tuple(data) if isinstance(data, tuple | list) else (data,)
    if not 1 <= len(parts) <= 3:
        raise ValueError(f"Data are x, (x, y) or (x, y, sample_weight); got {len(parts)} parts.")
    x, y, weight = (*parts, None, None)[:3]
    return x, y, weight
