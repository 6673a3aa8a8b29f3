"""Edits of a blueprint. Each gives a new one, or says why not; none loses a part that was not to be removed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kwidgets.panels.builder.blueprint import Blueprint, Call, ImpossibleError, Part, Place, new_key
from kwidgets.panels.builder.wiring import dependents, joins, kept, mapped, only_source, unlisted


@dataclass(frozen=True)
class Spot:
    """Where something is put in.

    Args:
        source: what it takes; None at the very beginning, or for another input.
        target: key of the only part that gets its answer instead of the source; None for all that took the source.
        branch: whether it begins a branch of its own, so that nothing else changes.
    """

    source: Place | None
    target: int | None = None
    branch: bool = False


def spots(blueprint: Blueprint, key: int | None) -> list[Spot]:
    """Where something can be put in near a part, the likeliest first; at the end of the model without one."""
    parts = blueprint.parts
    if blueprint.sequential:
        first = [Spot(None)] if parts and not parts[0].is_input else []
        after = [Spot(Place(part.key)) for part in parts]
        if key is None:
            return [*after[-1:], *after[-2::-1], *first] or [Spot(None)]
        index = blueprint.index(key)
        before = after[index - 1 : index] if index else first
        return [after[index], *before]
    if key is None:
        return [Spot(place) for place in blueprint.ends(blueprint.outputs)]
    edges = blueprint.edges()
    places = [Place(key, call) for call in range(len(blueprint.part(key).calls) or 1)]
    found = [Spot(place) for place in places]
    for place in places:
        targets = list(dict.fromkeys(target for source, target in edges if source == place))
        found += [Spot(place, target) for target in targets] if len(targets) > 1 else []
    found += [Spot(place, key) for place, target in edges if target == key]
    return [*dict.fromkeys(found), *(Spot(place, branch=True) for place in places)]


def insert(blueprint: Blueprint, described: Mapping[str, Any], spot: Spot) -> tuple[Blueprint, int]:
    """Put a new layer in.

    Args:
        blueprint: where.
        described: its module, class name and config.
        spot: between what.

    Returns:
        The new blueprint and the key of the new part.

    Raises:
        ImpossibleError: for a second input, or a layer that joins several, in a Sequential.
    """
    class_name = str(described["class_name"])
    part = Part(new_key(), blueprint.free_name(class_name), {**described, "config": dict(described["config"])})
    if blueprint.sequential:
        if part.is_input and blueprint.parts and blueprint.parts[0].is_input:
            raise ImpossibleError("builder.problem.one_input")
        if joins(part):
            raise ImpossibleError("builder.problem.no_branches", name=class_name)
        at = 0 if part.is_input or spot.source is None else blueprint.index(spot.source.part) + 1
        return replace(blueprint, parts=(*blueprint.parts[:at], part, *blueprint.parts[at:])), part.key
    if part.is_input:
        inputs = [*blueprint.ends(blueprint.inputs), Place(part.key)]
        return replace(blueprint, parts=(part, *blueprint.parts), inputs=inputs), part.key
    return _call_at(replace(blueprint, parts=(*blueprint.parts, part)), part, spot), part.key


def use_again(blueprint: Blueprint, key: int, spot: Spot) -> Blueprint:
    """Call a layer once more: it is shared between its places.

    Raises:
        ImpossibleError: in a Sequential, or for an input.
    """
    if blueprint.sequential or blueprint.part(key).is_input:
        raise ImpossibleError("builder.problem.not_shared", key, name=blueprint.part(key).name)
    return _call_at(blueprint, blueprint.part(key), spot)


def remove(blueprint: Blueprint, key: int) -> Blueprint:
    """Take a part out; what came to it goes on to where its answer went.

    Of several that come to it the first goes on, and the others become outputs, so that nothing is lost.

    Raises:
        ImpossibleError: for the last input, or one without which others get nothing.
    """
    part = blueprint.part(key)
    parts = tuple(each for each in blueprint.parts if each.key != key)
    if blueprint.sequential:
        return replace(blueprint, parts=parts)
    if part.is_input:
        return _without_input(blueprint, part, parts)
    comes: dict[int, list[Place]] = {number: call.places for number, call in enumerate(part.calls)}

    def wire(place: Place) -> Place:
        while place.part == key:  # called on its own answer, too
            if place.index or not comes[place.call]:
                raise ImpossibleError("builder.problem.states", key, name=part.name)
            place = comes[place.call][0]
        return place

    others = [place for places in comes.values() for place in places[1:] if place.part != key]
    parts = tuple(replace(each, calls=tuple(call.rewired(wire) for call in each.calls)) for each in parts)
    outputs = mapped(blueprint.outputs, wire)
    return kept(replace(blueprint, parts=parts, outputs=outputs), [wire(place) for place in others])


def duplicate(blueprint: Blueprint, key: int) -> tuple[Blueprint, int]:
    """Put a second layer with the same arguments behind a layer.

    Raises:
        ImpossibleError: for the input of a Sequential, or an operation.
    """
    part = blueprint.part(key)
    if part.is_operation:
        raise ImpossibleError("builder.problem.operation", key, name=part.name)
    return insert(blueprint, part.described, Spot(Place(key)))


def move(blueprint: Blueprint, key: int, by: int) -> Blueprint:
    """Change places with the neighbour before (by=-1) or after it (by=1).

    Raises:
        ImpossibleError: at an end, or where ways part or meet.
    """
    part = blueprint.part(key)
    if blueprint.sequential:
        at = blueprint.index(key)
        to = at + by
        if not 0 <= to < len(blueprint.parts) or part.is_input or blueprint.parts[to].is_input:
            raise ImpossibleError("builder.problem.end", key, name=part.name)
        parts = list(blueprint.parts)
        parts[at], parts[to] = parts[to], parts[at]
        return replace(blueprint, parts=tuple(parts))
    before, after = (_neighbour(blueprint, part), part) if by < 0 else (part, _follower(blueprint, part))
    return _swapped(blueprint, before, after)


def rename(blueprint: Blueprint, key: int, name: str) -> Blueprint:
    """Give a part another name.

    Raises:
        ImpossibleError: for no name, a name with a slash, or one that is taken.
    """
    part, name = blueprint.part(key), name.strip()
    if not name:
        raise ImpossibleError("builder.problem.no_name", key)
    if "/" in name:
        raise ImpossibleError("builder.problem.slash", key, name=name)
    if any(other.name == name and other.key != key for other in blueprint.parts):
        raise ImpossibleError("builder.problem.taken", key, name=name)
    return blueprint.with_part(replace(part, name=name))


def configure(blueprint: Blueprint, key: int, **config: Any) -> Blueprint:
    """Give a part other arguments, as plain values."""
    part = blueprint.part(key)
    return blueprint.with_part(replace(part, described={**part.described, "config": {**part.config, **config}}))


def connect(blueprint: Blueprint, key: int, sources: Sequence[Place], call: int = 0) -> Blueprint:
    """Let a call of a part take its data from elsewhere; what nobody takes any more becomes an output.

    Raises:
        ImpossibleError: without a source, for several where it takes one, or for what comes after it.
    """
    part = blueprint.part(key)
    if blueprint.sequential or part.is_input or part.is_operation:
        raise ImpossibleError("builder.problem.not_wired", key, name=part.name)
    if not sources:
        raise ImpossibleError("builder.problem.no_source", key, name=part.name)
    if len(sources) > 1 and not joins(part):
        raise ImpossibleError("builder.problem.one_source", key, name=part.name)
    if any(place.part in dependents(blueprint, key) for place in sources):
        raise ImpossibleError("builder.problem.circle", key, name=part.name)
    before = part.calls[call]
    args = ([*sources],) if joins(part) else (sources[0],)
    calls = tuple(Call(args, before.kwargs) if number == call else each for number, each in enumerate(part.calls))
    return kept(blueprint.with_part(replace(part, calls=calls)), before.places, drop=list(sources))


def set_output(blueprint: Blueprint, key: int, *, on: bool) -> Blueprint:
    """Make the answer of a part an output of the model, or no longer.

    Raises:
        ImpossibleError: for the last output, or one that leads nowhere else.
    """
    ends, place = blueprint.ends(blueprint.outputs), Place(key)
    if on:
        return blueprint if place in ends else replace(blueprint, outputs=unlisted([*ends, place]))
    left = [end for end in ends if end.part != key]
    if not left:
        raise ImpossibleError("builder.problem.last_output", key)
    if not any(source.part == key for source, _ in blueprint.edges()):
        raise ImpossibleError("builder.problem.leads_nowhere", key, name=blueprint.part(key).name)
    return replace(blueprint, outputs=unlisted(left))


def _call_at(blueprint: Blueprint, part: Part, spot: Spot) -> Blueprint:
    """Call a part at a spot."""
    source = spot.source or blueprint.ends(blueprint.outputs)[0]
    place = Place(part.key, len(part.calls))
    ends = blueprint.ends(blueprint.outputs)
    after = set() if spot.branch else dependents(blueprint, source.part)  # these will wait for the part
    other = next((end for end in reversed(ends) if end.part not in after), source)
    args: tuple[Any, ...] = ([source, other],) if joins(part) else (source,)

    def wire(target: int) -> Callable[[Place], Place]:
        takes = not spot.branch and spot.target in (None, target)
        return lambda each: place if takes and each == source else each

    parts = tuple(
        replace(each, calls=tuple(call.rewired(wire(each.key)) for call in each.calls)) for each in blueprint.parts
    )
    called = next(each for each in parts if each.key == part.key)
    made = replace(blueprint, parts=parts).with_part(replace(called, calls=(*called.calls, Call(args))))
    outputs = blueprint.outputs
    if not spot.branch and spot.target is None:
        outputs = mapped(outputs, lambda each: place if each == source else each)
    made = replace(made, outputs=outputs)
    if joins(part) and other != source and place in made.ends(outputs):  # ends that were joined are ends no longer
        made = replace(made, outputs=unlisted([end for end in made.ends(outputs) if end != other]))
    return kept(made, [place])


def _without_input(blueprint: Blueprint, part: Part, parts: tuple[Part, ...]) -> Blueprint:
    inputs = [place for place in blueprint.ends(blueprint.inputs) if place.part != part.key]
    needing = [target for place, target in blueprint.edges() if place.part == part.key]
    if not inputs:
        raise ImpossibleError("builder.problem.last_input", part.key)
    if Place(part.key) in blueprint.ends(blueprint.outputs):
        raise ImpossibleError("builder.problem.last_output", part.key)
    for target in dict.fromkeys(needing):
        taker = blueprint.part(target)
        if any(len(call.places) < 3 for call in taker.calls if Place(part.key) in call.places):
            raise ImpossibleError("builder.problem.needed", part.key, name=part.name, other=taker.name)
    gone = Place(part.key)
    left = tuple(replace(each, calls=tuple(_without(call, gone) for call in each.calls)) for each in parts)
    return replace(blueprint, parts=left, inputs=unlisted(inputs))


def _without(call: Call, gone: Place) -> Call:
    args = tuple([one for one in arg if one != gone] if isinstance(arg, list) else arg for arg in call.args)
    return Call(args, call.kwargs)


def _neighbour(blueprint: Blueprint, part: Part) -> Part:
    """The part before one in a line."""
    places = part.calls[0].places if len(part.calls) == 1 else []
    if len(places) != 1 or blueprint.part(places[0].part).is_input:
        raise ImpossibleError("builder.problem.end", part.key, name=part.name)
    return blueprint.part(places[0].part)


def _follower(blueprint: Blueprint, part: Part) -> Part:
    """The part after one in a line."""
    targets = [target for place, target in blueprint.edges() if place.part == part.key]
    if len(targets) != 1:
        raise ImpossibleError("builder.problem.end", part.key, name=part.name)
    return blueprint.part(targets[0])


def _swapped(blueprint: Blueprint, before: Part, after: Part) -> Blueprint:
    """Two neighbours in a line in the other order."""
    first, second, source = Place(before.key), Place(after.key), only_source(before)
    line = source is not None and only_source(after) == first and not before.is_input
    if not line or [place for place, _ in blueprint.edges()].count(first) != 1 or joins(after) or joins(before):
        raise ImpossibleError("builder.problem.end", after.key, name=after.name)
    swap = {first: second, second: first}
    takes = {before.key: second, after.key: source}

    def turned(part: Part) -> Part:
        if part.key in takes:
            return replace(part, calls=(Call((takes[part.key],), part.calls[0].kwargs),))
        return replace(part, calls=tuple(call.rewired(lambda place: swap.get(place, place)) for call in part.calls))

    outputs = mapped(blueprint.outputs, lambda place: swap.get(place, place))
    return replace(blueprint, parts=tuple(map(turned, blueprint.parts)), outputs=outputs)
