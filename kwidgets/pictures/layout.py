"""Lays out a graph without cycles in layers, with few crossings. A pure function of names and sizes.

After Sugiyama: each node has a rank, the longest way from a beginning; edges over several ranks are led through
waypoints; barycentre sweeps order each rank; then every rank is moved as near as possible to what it is joined with.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Point = tuple[float, float]
_SWEEPS = 12
_WAYPOINT = 12.0  # room across that a line through a rank takes


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything lies, in pixels.

    Attributes:
        places: centre of each node.
        paths: for each edge a smooth line from the border of one node to that of the other: its first point, then for
            each piece the two control points and the end of a cubic Bézier curve.
        width: of the whole.
        height: of the whole.
    """

    places: Mapping[str, Point]
    paths: Sequence[Sequence[Point]]
    width: float
    height: float


def lay_out(
    sizes: Mapping[str, tuple[float, float]],
    edges: Iterable[tuple[str, str]],
    *,
    vertical: bool = True,
    gap: float = 18.0,
    rank_gap: float = 36.0,
) -> Layout:
    """Places for nodes and ways for edges.

    Args:
        sizes: width and height of each node, by name; nodes of one rank keep this order where nothing else decides.
        edges: pairs of names, from and to.
        vertical: whether edges lead downwards; else to the right.
        gap: room between nodes of one rank.
        rank_gap: room between ranks.

    Raises:
        KeyError: an edge names a node that is not there.
        ValueError: the edges lead in a circle.
    """
    edges = list(edges)
    ranks = _ranks(list(sizes), edges)
    across = {name: size[0 if vertical else 1] for name, size in sizes.items()}
    along = {name: size[1 if vertical else 0] for name, size in sizes.items()}

    rows: list[list[object]] = [[] for _ in range(max(ranks.values(), default=-1) + 1)]
    for name in sizes:
        rows[ranks[name]].append(name)
    breadth: dict[object, float] = dict(across.items())
    chains: list[list[object]] = []
    for number, (source, target) in enumerate(edges):
        chain: list[object] = [source]
        for rank in range(ranks[source] + 1, ranks[target]):
            waypoint = (number, rank)
            rows[rank].append(waypoint)
            breadth[waypoint] = _WAYPOINT
            chain.append(waypoint)
        chains.append([*chain, target])

    before: defaultdict[object, list[object]] = defaultdict(list)
    after: defaultdict[object, list[object]] = defaultdict(list)
    for chain in chains:
        for one, other in itertools.pairwise(chain):
            after[one].append(other)
            before[other].append(one)

    rows = _ordered(rows, before, after)
    centres = _centred(rows, before, after, breadth, gap)
    left = min((centres[node] - breadth[node] / 2 for row in rows for node in row), default=0.0)
    right = max((centres[node] + breadth[node] / 2 for row in rows for node in row), default=0.0)

    depths: list[float] = []
    thick: list[float] = []
    end = 0.0
    for row in rows:
        deep = max((along[node] for node in row if isinstance(node, str)), default=0.0)
        depths.append(end + deep / 2)
        thick.append(deep)
        end += deep + rank_gap
    end = max(0.0, end - rank_gap)

    def point(a: float, d: float) -> Point:
        return (a - left, d) if vertical else (d, a - left)

    places = {name: point(centres[name], depths[ranks[name]]) for name in sizes}
    paths = []
    for (source, target), chain in zip(edges, chains, strict=True):
        first, last = depths[ranks[source]] + along[source] / 2, depths[ranks[target]] - along[target] / 2
        # Straight past the nodes of a rank, and aside only between ranks: so no line touches a node.
        inner = [
            (centres[node], depths[node[1]] + side * thick[node[1]] / 2)
            for node in chain[1:-1]
            if isinstance(node, tuple)
            for side in (-1, 1)
        ]
        curve = _curve([(centres[source], first), *inner, (centres[target], last)])
        paths.append([point(a, d) for a, d in curve])
    size = (right - left, end) if vertical else (end, right - left)
    return Layout(places, paths, *size)


def check_layers(names: Sequence[str], edges: Iterable[tuple[str, str]]) -> None:
    """Refuse what cannot be laid out, with the errors of `lay_out`."""
    _ranks(names, list(edges))


def _curve(points: Sequence[Point]) -> list[Point]:
    """Bézier curves through points that leave and arrive in the direction of the layers."""
    curve = [points[0]]
    for (ax, ay), (bx, by) in itertools.pairwise(points):
        middle = (ay + by) / 2
        curve += [(ax, middle), (bx, middle), (bx, by)]
    return curve


def _ranks(names: Sequence[str], edges: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Longest way from a beginning; what has nothing before it stands just before what it leads to."""
    after: dict[str, list[str]] = {name: [] for name in names}
    waiting = dict.fromkeys(names, 0)
    for source, target in edges:
        for end in (source, target):
            if end not in after:
                raise KeyError(f"An edge leads from {source!r} to {target!r}, but there is no node {end!r}.")
        after[source].append(target)
        waiting[target] += 1
    beginnings = [name for name in names if not waiting[name]]
    ranks = dict.fromkeys(names, 0)
    ready = list(beginnings)
    for name in ready:  # grows while it is walked
        for target in after[name]:
            ranks[target] = max(ranks[target], ranks[name] + 1)
            waiting[target] -= 1
            if not waiting[target]:
                ready.append(target)
    if len(ready) < len(names):
        circle = ", ".join(sorted(set(names) - set(ready)))
        raise ValueError(
            f"A graph that is laid out in layers has no circle; these lead in one, or follow it: {circle}."
        )
    for name in beginnings:
        if after[name]:
            ranks[name] = min(ranks[target] for target in after[name]) - 1
    return ranks


Joined = Mapping[object, Sequence[object]]


def _ordered(rows: list[list[object]], before: Joined, after: Joined) -> list[list[object]]:
    """The ranks in the order with the fewest crossings that the sweeps have seen."""
    best, fewest = rows, _crossings(rows, after)
    for sweep in range(_SWEEPS):
        if not fewest:
            break
        rows = [list(row) for row in rows]
        downwards = sweep % 2 == 0
        joined = before if downwards else after
        order = range(1, len(rows)) if downwards else range(len(rows) - 2, -1, -1)
        for rank in order:
            place = {node: i for i, node in enumerate(rows[rank + (-1 if downwards else 1)])}
            own = {node: i for i, node in enumerate(rows[rank])}
            rows[rank].sort(key=lambda node: _mean([place[other] for other in joined[node]], own[node]))
        count = _crossings(rows, after)
        if count < fewest:
            best, fewest = rows, count
    return best


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _crossings(rows: Sequence[Sequence[object]], after: Joined) -> int:
    count = 0
    for upper, lower in itertools.pairwise(rows):
        place = {node: i for i, node in enumerate(lower)}
        seen: list[int] = []  # ends of the edges that begin further left, sorted
        for node in upper:
            ends = [place[other] for other in after[node]]
            count += sum(len(seen) - bisect_right(seen, end) for end in ends)
            for end in ends:
                insort(seen, end)
    return count


def _centred(
    rows: Sequence[Sequence[object]], before: Joined, after: Joined, breadth: Mapping[object, float], gap: float
) -> dict[object, float]:
    """Centres across: each rank as near to what it is joined with as its order and room allow."""
    centres: dict[object, float] = {}
    for row in rows:
        _settle(row, [0.0] * len(row), centres, breadth, gap)
    for sweep in range(_SWEEPS):
        joined = before if sweep % 2 == 0 else after
        for row in rows if sweep % 2 == 0 else reversed(rows):
            wishes = [_mean([centres[other] for other in joined[node]], centres[node]) for node in row]
            _settle(row, wishes, centres, breadth, gap)
    return centres


def _settle(
    row: Sequence[object],
    wishes: Sequence[float],
    centres: dict[object, float],
    breadth: Mapping[object, float],
    gap: float,
) -> None:
    """Least squares to the wishes, in this order and with room between: wishes that collide share their mean."""
    offsets, edge = [], 0.0
    for node in row:
        offsets.append(edge + breadth[node] / 2)
        edge += breadth[node] + gap
    blocks: list[tuple[float, int]] = []  # sum of the wishes, how many
    for wish, offset in zip(wishes, offsets, strict=True):
        total, count = wish - offset, 1
        while blocks and blocks[-1][0] / blocks[-1][1] > total / count:
            earlier = blocks.pop()
            total, count = total + earlier[0], count + earlier[1]
        blocks.append((total, count))
    starts = [total / count for total, count in blocks for _ in range(count)]
    for node, start, offset in zip(row, starts, offsets, strict=True):
        centres[node] = start + offset
