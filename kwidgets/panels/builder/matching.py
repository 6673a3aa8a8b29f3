"""Which parts of a newly read model are parts of the one before: they keep their key, and with it their weights."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kcore import tree
from kwidgets.panels.builder.blueprint import Blueprint, Part, Place


def adopt(old: Blueprint, new: Blueprint, *, named: bool) -> Blueprint:
    """The new blueprint, with keys of the old one for the parts that both have, and their automatic names.

    Args:
        old: what was there before.
        new: what was read.
        named: whether the names in what was read were written there, as in a config; code leaves automatic ones out.
    """
    pairs = _pairs(old, new, named=named)
    keys = {part.key: pairs[part.key].key if part.key in pairs else part.key for part in new.parts}
    names: dict[int, str] = {}
    if not named:
        for part in new.parts:
            if part.is_automatic and part.key in pairs and pairs[part.key].is_automatic:
                names[part.key] = pairs[part.key].name
        kept = {part.name for part in new.parts if not part.is_automatic} | set(names.values())
        for part in new.parts:
            if part.is_automatic and part.key not in names:
                names[part.key] = _free(new, part, kept)
                kept.add(names[part.key])

    def wire(leaf: Any) -> Any:
        return replace(leaf, part=keys[leaf.part]) if isinstance(leaf, Place) else leaf

    parts = tuple(
        replace(
            part,
            key=keys[part.key],
            name=names.get(part.key, part.name),
            calls=tuple(call.rewired(wire) for call in part.calls),
        )
        for part in new.parts
    )
    ends = {"inputs": tree.map_structure(wire, new.inputs), "outputs": tree.map_structure(wire, new.outputs)}
    return replace(new, parts=parts, **ends)


def _pairs(old: Blueprint, new: Blueprint, *, named: bool) -> dict[int, Part]:
    """The old part for each new one's key, where there is one."""
    pairs: dict[int, Part] = {}
    by_name = {part.name: part for part in old.parts if named or not part.is_automatic}
    for part in new.parts:
        before = by_name.get(part.name)
        if before is not None and before.class_name == part.class_name:
            pairs[part.key] = before
    taken = {part.key for part in pairs.values()}
    olds = [part for part in old.parts if part.key not in taken]
    news = [part for part in new.parts if part.key not in pairs]
    # First what is the same to the letter, then in each gap what is at least of the same class, in order.
    matcher = difflib.SequenceMatcher(a=[_word(p) for p in olds], b=[_word(p) for p in news], autojunk=False)
    for _, a, b, c, d in matcher.get_opcodes():
        gap, lot = olds[a:b], news[c:d]
        classes = difflib.SequenceMatcher(a=[p.class_name for p in gap], b=[p.class_name for p in lot], autojunk=False)
        for block in classes.get_matching_blocks():
            for i in range(block.size):
                pairs[lot[block.b + i].key] = gap[block.a + i]
    return pairs


def _word(part: Part) -> str:
    return json.dumps([part.class_name, _plain(part.config)], sort_keys=True, default=repr)


def _plain(config: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in config.items() if key != "dtype"}


def _free(new: Blueprint, part: Part, taken: set[str]) -> str:
    others = tuple(replace(part, name=name) for name in taken)
    return replace(new, parts=others).free_name(part.class_name)
