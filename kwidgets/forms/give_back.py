from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import ipywidgets as widgets


def give_back(shown: Iterable[widgets.Widget]) -> None:
    """Close widgets that nobody shall see again, with all that belongs to them: children, layouts, styles.

    Kernel and page hold every widget until it is closed: without this, each run of a cell would leave all of its
    widgets behind, with the model and the data that they lead to.
    """
    for widget in list(_with_parts(list(shown), set())):
        widget.close()


def _with_parts(value: Any, seen: set[int]) -> Iterator[widgets.Widget]:
    if isinstance(value, widgets.Widget):
        if id(value) not in seen and value.comm is not None:
            seen.add(id(value))
            yield value
            for name in value.keys:
                yield from _with_parts(getattr(value, name), seen)
    elif isinstance(value, list | tuple | dict):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _with_parts(part, seen)
