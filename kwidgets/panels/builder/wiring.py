"""How the parts of a functional blueprint hang together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from kcore import registry, tree
from kwidgets.panels.builder.blueprint import Blueprint, Part, Place


def joins(part: Part) -> bool:
    """Whether a layer takes several inputs in a list."""
    try:
        cls = registry.lookup("layer", part.class_name)
    except ValueError:
        return bool(part.calls) and isinstance(part.calls[0].args[0], list)
    module = str(getattr(cls, "__module__", ""))
    return module == "kcore.layers.merge" or (bool(part.calls) and any(isinstance(a, list) for a in part.calls[0].args))


def only_source(part: Part) -> Place | None:
    """What a part takes, if it is called once on one place."""
    places = part.calls[0].places if len(part.calls) == 1 else []
    return places[0] if len(places) == 1 else None


def dependents(blueprint: Blueprint, key: int) -> set[int]:
    """A part and all that depend on it."""
    found, edges = {key}, blueprint.edges()
    while True:
        more = {target for place, target in edges if place.part in found} - found
        if not more:
            return found
        found |= more


def kept(blueprint: Blueprint, places: Sequence[Place], drop: Sequence[Place] = ()) -> Blueprint:
    """Places that lead nowhere become outputs, so that what was built is not lost; outputs that lead on stop being it.

    Args:
        blueprint: where.
        places: which may lead nowhere.
        drop: outputs that now go on to somewhere, and need be outputs no longer.
    """
    taken = [place for place, _ in blueprint.edges()]
    ends = [end for end in blueprint.ends(blueprint.outputs) if end not in drop or end not in taken]
    inputs = blueprint.ends(blueprint.inputs)
    lost = [place for place in dict.fromkeys(places) if place not in taken and place not in ends]
    lost = [place for place in lost if place not in inputs]
    if not lost and ends == blueprint.ends(blueprint.outputs):
        return blueprint
    return replace(blueprint, outputs=unlisted([*ends, *lost]))


def mapped(structure: Any, wire: Callable[[Place], Place]) -> Any:
    """Ends with other places; what becomes one end is one end."""
    ends = tree.map_structure(lambda leaf: wire(leaf) if isinstance(leaf, Place) else leaf, structure)
    flat = tree.flatten(ends)
    return unlisted(list(dict.fromkeys(flat))) if isinstance(ends, list) and len(set(flat)) < len(flat) else ends


def unlisted(places: list[Place]) -> Any:
    """Ends as a model takes them: one alone, or several in a list."""
    return places[0] if len(places) == 1 else places
