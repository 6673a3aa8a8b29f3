"""Sequential <-> functional: the same layers, said in the other way."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

from kwidgets.panels.builder.blueprint import Blueprint, Call, ImpossibleError, Place

_AUTOMATIC = re.compile(r"(sequential|functional|model)(_\d+)?")


def to_functional(blueprint: Blueprint) -> Blueprint:
    """Each layer is called on what the one before it gives.

    Raises:
        ImpossibleError: without an `Input`, whose shape a functional model has to know.
    """
    if not blueprint.sequential:
        return blueprint
    first, *rest = blueprint.parts or (None,)
    if first is None or not first.is_input:
        raise ImpossibleError("builder.problem.no_input")
    called = [
        replace(part, calls=(Call((Place(before.key),)),)) for before, part in itertools.pairwise(blueprint.parts)
    ]
    last = rest[-1] if rest else first
    name = _named(blueprint, "functional")
    made = replace(blueprint, sequential=False, parts=(first, *called), name=name)
    return replace(made, inputs=Place(first.key), outputs=Place(last.key))


def to_sequential(blueprint: Blueprint) -> Blueprint:
    """One layer after the other.

    Raises:
        ImpossibleError: for branches, shared layers, several ends, or operations: it names the first part that no
            Sequential can hold.
    """
    if blueprint.sequential:
        return blueprint
    before, *rest = blueprint.parts
    for part in rest:
        line = len(part.calls) == 1 and part.calls[0] == Call((Place(before.key),))
        if not line or part.is_operation:
            raise ImpossibleError("builder.problem.no_line", part.key, name=part.name)
        before = part
    if blueprint.outputs != Place(before.key) or blueprint.inputs != Place(blueprint.parts[0].key):
        raise ImpossibleError("builder.problem.several_ends")
    parts = tuple(replace(part, calls=()) for part in blueprint.parts)
    name = _named(blueprint, "sequential")
    return replace(blueprint, sequential=True, parts=parts, inputs=None, outputs=None, name=name)


def _named(blueprint: Blueprint, automatic: str) -> str:
    return automatic if _AUTOMATIC.fullmatch(blueprint.name) else blueprint.name
