"""What a running epoch has gathered, loss and metrics so far: kept, put back, and put aside for a while."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from kcore.autodiff import Array

_ROWS = "_kept"  # where an objective keeps batches that it has not yet reduced


class Gathered(NamedTuple):
    """Numbers of the objective and its heads, the batches that they keep back, and the metrics' variables."""

    counts: list[dict[str, float]]
    rows: list[list[Any]]
    metrics: list[Array]


def gathered(model: Any) -> Gathered:
    """What was gathered since the epoch began; nothing is reduced, so that nothing is rounded otherwise."""
    parts = _parts(model)
    counts = [{k: v for k, v in vars(part).items() if isinstance(v, float)} for part in parts]
    rows = [list(getattr(part, _ROWS, ())) for part in parts]
    return Gathered(counts, rows, [variable.value.copy() for variable in _variables(model)])


def put_back(model: Any, before: Gathered) -> None:
    """Go on gathering from there."""
    for part, numbers, rows in zip(_parts(model), before.counts, before.rows, strict=True):
        vars(part).update(numbers)
        if hasattr(part, _ROWS):
            setattr(part, _ROWS, list(rows))
    for variable, value in zip(_variables(model), before.metrics, strict=False):  # some are made by the first batch
        variable.value[...] = value


@contextmanager
def put_aside(model: Any) -> Iterator[None]:
    """A block in which loss and metrics may be read, or counted anew, without harm to the epoch that is running."""
    if not model.in_epoch:
        yield
        return
    before = gathered(model)
    try:
        yield
    finally:
        put_back(model, before)


def _parts(model: Any) -> list[Any]:
    if model.compiled is None:
        return []
    return [model.objective, *getattr(model.objective, "heads", ())]


def _variables(model: Any) -> list[Any]:
    compiled = [metric for part in _parts(model)[:1] for metric in part.metrics]
    return list({id(v): v for metric in (*model.metrics, *compiled) for v in metric.variables}.values())
