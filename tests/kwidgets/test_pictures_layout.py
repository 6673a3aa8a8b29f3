"""Layout of graphs: pure geometry."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from kwidgets.pictures import lay_out
from kwidgets.pictures.layout import _crossings, _ordered


def sizes(*names, size=(60.0, 30.0)):
    return dict.fromkeys(names, size)


def boxes(layout, given):
    return {
        name: (x - given[name][0] / 2, y - given[name][1] / 2, x + given[name][0] / 2, y + given[name][1] / 2)
        for name, (x, y) in layout.places.items()
    }


def apart(one, other):
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def test_a_chain_is_a_straight_line_of_even_steps():
    given = sizes("a", "b", "c")
    layout = lay_out(given, [("a", "b"), ("b", "c")], gap=10, rank_gap=20)
    assert layout.places == {"a": (30, 15), "b": (30, 65), "c": (30, 115)}
    assert (layout.width, layout.height) == (60, 130)
    assert layout.paths[0][0] == (30, 30)
    assert layout.paths[0][-1] == (30, 50)
    aside = lay_out(given, [("a", "b"), ("b", "c")], vertical=False, gap=10, rank_gap=20)
    assert aside.places == {"a": (30, 15), "b": (110, 15), "c": (190, 15)}


def test_branches_lie_side_by_side_and_a_skip_goes_around():
    given = sizes("in", "left", "right", "deep", "out")
    edges = [("in", "left"), ("in", "right"), ("left", "deep"), ("deep", "out"), ("right", "out"), ("in", "out")]
    layout = lay_out(given, edges)
    y = {name: place[1] for name, place in layout.places.items()}
    assert y["in"] < y["left"] == y["right"] < y["deep"] < y["out"]
    for one, other in itertools.combinations(boxes(layout, given).values(), 2):
        assert apart(one, other)
    skip = np.array(layout.paths[-1])
    share = np.linspace(0, 1, 50)[:, None]
    for first in range(0, len(skip) - 1, 3):  # each piece is a cubic Bézier curve
        a, b, c, d = skip[first : first + 4]
        line = (1 - share) ** 3 * a + 3 * share * (1 - share) ** 2 * b + 3 * share**2 * (1 - share) * c + share**3 * d
        for name in ("left", "right", "deep"):
            assert all(apart((x, y_at, x, y_at), boxes(layout, given)[name]) for x, y_at in line)


def test_an_input_stands_just_before_what_it_leads_to():
    layout = lay_out(sizes("a", "b", "c", "late"), [("a", "b"), ("b", "c"), ("late", "c")])
    assert layout.places["late"][1] == layout.places["b"][1]


def test_crossings_are_undone():
    given = sizes("a", "b", "c", "x", "y", "z")
    layout = lay_out(given, [("a", "z"), ("b", "y"), ("c", "x")])
    across = {name: place[0] for name, place in layout.places.items()}
    assert sorted("abc", key=across.get) == [{"z": "a", "y": "b", "x": "c"}[n] for n in sorted("xyz", key=across.get)]


@pytest.mark.parametrize("seed", range(5))
def test_any_graph_without_circles_is_laid_out_whole_and_without_overlap(seed):
    random = np.random.default_rng(seed)
    names = [f"n{i}" for i in range(14)]
    edges = [(names[i], names[j]) for i in range(14) for j in range(i + 1, 14) if random.random() < 0.2]
    given = {name: (float(random.integers(20, 120)), float(random.integers(20, 60))) for name in names}
    layout = lay_out(given, edges)
    placed = boxes(layout, given)
    assert placed.keys() == set(names)
    for one, other in itertools.combinations(placed.values(), 2):
        assert apart(one, other)
    assert min(box[0] for box in placed.values()) >= -1e-9
    assert max(box[2] for box in placed.values()) <= layout.width + 1e-9
    for (source, target), path in zip(edges, layout.paths, strict=True):
        assert path[0][1] == pytest.approx(placed[source][3])
        assert path[-1][1] == pytest.approx(placed[target][1])


def test_sweeps_never_make_it_worse():
    random = np.random.default_rng(3)
    rows = [[f"{rank}{i}" for i in range(6)] for rank in range(4)]
    after = {node: [] for row in rows for node in row}
    before = {node: [] for row in rows for node in row}
    for upper, lower in itertools.pairwise(rows):
        for one in upper:
            for other in random.choice(lower, 2, replace=False):
                after[one].append(str(other))
                before[str(other)].append(one)
    assert _crossings(_ordered(rows, before, after), after) < _crossings(rows, after)


def test_columns_of_a_network_are_centred():
    names = [["i0", "i1"], [f"a{i}" for i in range(8)], ["o"]]
    edges = [(a, b) for left, right in itertools.pairwise(names) for a in left for b in right]
    layout = lay_out(sizes(*itertools.chain(*names)), edges, vertical=False)
    means = [np.mean([layout.places[name][1] for name in column]) for column in names]
    assert means == pytest.approx([means[0]] * 3)


def test_nothing_has_no_size():
    layout = lay_out({}, [])
    assert (layout.width, layout.height) == (0, 0)


def test_circles_and_strangers_are_refused():
    with pytest.raises(ValueError, match="a, b"):
        lay_out(sizes("a", "b", "c"), [("a", "b"), ("b", "a"), ("c", "a")])
    with pytest.raises(KeyError, match="'x'"):
        lay_out(sizes("a"), [("a", "x")])
