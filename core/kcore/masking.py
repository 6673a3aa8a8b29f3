"""Masks: which steps of a sequence count. A mask is a boolean array that goes along with an array.

NumPy arrays have no room for a mask, so it is kept in a table beside them and forgotten with them.
"""

from __future__ import annotations

import threading
import weakref
from typing import Any

from kcore.autodiff import Array


class _Table(threading.local):
    def __init__(self) -> None:
        self.masks: dict[int, tuple[weakref.ref[Any], Array]] = {}


_table = _Table()


def any_masks() -> bool:
    """Whether any array of this thread has a mask."""
    return bool(_table.masks)


def mask_of(value: Any) -> Array | None:
    """The mask that goes along with an array or tensor; None if it has none."""
    masks = _table.masks
    if not masks:
        return None
    entry = masks.get(id(value))
    return entry[1] if entry is not None and entry[0]() is value else None


def give_mask(value: Any, mask: Array | None) -> None:
    """Let ``mask`` go along with an array or tensor from now on."""
    masks, key = _table.masks, id(value)
    if mask is None:
        masks.pop(key, None)
    else:
        masks[key] = (weakref.ref(value, lambda _: masks.pop(key, None)), mask)
