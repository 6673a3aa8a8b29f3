from __future__ import annotations

from collections.abc import Callable, Sequence

from kwidgets.i18n import t
from kwidgets.live import Graph
from kwidgets.panels.builder.blueprint import Blueprint, Part, Place
from kwidgets.panels.builder.facts import Row
from kwidgets.pictures import Edge, Node

_HEIGHT = 620  # pixels from which on it scrolls


class ModelPicture:
    """The layers of a model as boxes, and the ways between them.

    Args:
        selected: called with the key of the part that was chosen in the page; None for none.

    Attributes:
        view: the picture.
    """

    def __init__(self, selected: Callable[[int | None], None]) -> None:
        self._selected = selected
        self._facts: Sequence[Row] = ()
        self.view = Graph("builder.picture", height=_HEIGHT)
        self.view.add_class("kw-keys")
        self.view.on_select(self._told)

    def show(self, blueprint: Blueprint, rows: Sequence[Row], selected: int | None) -> None:
        """Show a model; the parts that differ from what was shown before have another colour and say so."""
        before = {row.key: row for row in self._facts}
        fresh = {row.key for row in rows if before and before.get(row.key) != row}
        self._facts = rows
        edges = _edges(blueprint, each_call=False)
        each_call = _has_circle(edges)
        if each_call:  # a layer is used again before where it stood: then each of its uses is a box of its own
            edges = _edges(blueprint, each_call=True)
        facts = {row.key: row for row in rows}
        ends = {end.part for end in blueprint.ends(blueprint.outputs)}
        nodes = [
            _node(_name(Place(part.key, call), each_call=each_call), part, facts[part.key], call, {
                "fresh": part.key in fresh, "end": part.key in ends, "times": len(part.calls),
            })
            for part in blueprint.parts
            for call in range(len(part.calls) if each_call and part.calls else 1)
        ]  # fmt: skip
        wanted = "" if selected is None else _name(Place(selected), each_call=each_call)
        self.view.show(nodes, [Edge(source, target) for source, target in edges], selected=wanted)

    def choose(self, selected: int | None) -> None:
        """Show another part as chosen."""
        self.view.selected = "" if selected is None else str(selected)

    def still(self) -> bytes:
        """The picture as the bytes of a PNG file."""
        return self.view.still()

    def _told(self, name: str) -> None:
        key = name.partition(".")[0]
        self._selected(int(key) if key.isdigit() else None)


def _node(name: str, part: Part, row: Row, call: int, how: dict[str, int]) -> Node:
    title = "Input" if part.is_input else part.class_name
    lines: list[str | Callable[[], str]] = [part.name if not call else f"{part.name} ({call + 1})", row.shape]
    if row.params:
        lines.append(lambda: t("builder.params", count=row.params))
    if how["times"] > 1:
        lines.append(lambda: t("builder.shared", count=how["times"]))
    if how["end"]:
        lines.append(lambda: f"→ {t('builder.output')}")
    look = "guess" if how["fresh"] else "b" if part.is_input else "a"
    return Node(name, title=title, lines=lines, look=look)


def _edges(blueprint: Blueprint, *, each_call: bool) -> list[tuple[str, str]]:
    if blueprint.sequential:
        return [(str(source.part), str(target)) for source, target in blueprint.edges()]
    found = [
        (_name(place, each_call=each_call), _name(Place(part.key, number), each_call=each_call))
        for part in blueprint.parts
        for number, call in enumerate(part.calls)
        for place in call.places
    ]
    return list(dict.fromkeys(found))


def _name(place: Place, *, each_call: bool) -> str:
    return f"{place.part}.{place.call}" if each_call and place.call else str(place.part)


def _has_circle(edges: list[tuple[str, str]]) -> bool:
    left = list(edges)
    while left:
        targets = {target for _, target in left}
        rest = [(source, target) for source, target in left if source in targets]
        if len(rest) == len(left):
            return True
        left = rest
    return False
