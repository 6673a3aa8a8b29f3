"""What a running epoch has gathered, put aside while a callback evaluates, and put back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def put_aside(model: Any) -> Iterator[None]:
    """A block in which loss and metrics may be counted anew without harm to the epoch that is running."""
    if not model.in_epoch:
        yield
        return
    objective = model.objective
    heads = getattr(objective, "heads", [objective])
    for head in heads:
        head.flush()
    counts = [(part, {k: v for k, v in vars(part).items() if isinstance(v, float)}) for part in {*heads, objective}]
    states = [(v, v.value.copy()) for metric in model.metrics for v in metric.variables]
    try:
        yield
    finally:
        for part, numbers in counts:
            vars(part).update(numbers)
        for variable, value in states:
            variable.value[...] = value
