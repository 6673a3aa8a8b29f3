"""A chart without a page: what is sent, and what it hears."""

from __future__ import annotations

import json

import numpy as np
import pytest

from kwidgets import i18n
from kwidgets.live import Axis, Bars, Chart, Line, Map, Mark, Points


@pytest.fixture(autouse=True)
def english():
    i18n.set_language("en")
    yield
    i18n.set_language("en")


def hear(view, kind, **more):
    view._hear(None, {"kind": kind, "view": "a", **more}, None)


def shown(*layers, **arguments):
    chart = Chart("Mine", **arguments)
    hear(chart, "hello")
    chart.show(layers)
    return chart


def numbers(chart):
    count = int(np.frombuffer(chart.frame[4:8], "<f4")[0])
    return np.frombuffer(chart.frame[4 : 4 + 4 * count], "<f4"), np.frombuffer(chart.frame[4 + 4 * count :], "<u2")


def test_numbers_travel_in_the_frame_and_cells_behind_them():
    chart = shown(Map([[0.0, 1.0]], extent=(0, 2, 0, 1)), Line([0, 2], [0.25, 0.5]), Mark("vertical", 1.0))
    values, cells = numbers(chart)
    assert values[1:10].tolist()[:6] == [0, 0, 0, 2, 0, 1]
    assert values[10:].tolist() == [10, 1, 2, 0, 2, 0, 1, 0, 1, 0, 1, 2, 0, 2, 2, 0.25, 0.5, 1, 1]
    assert cells.tolist() == [0, 65534]


def test_structure_is_sent_only_when_it_changes():
    chart = shown(Line([0, 1], [0, 1], label="live.loss.train"))
    changes = []
    chart.observe(lambda change: changes.append(change.name), ["spec", "frame"])
    for top in (2, 3):
        hear(chart, "drawn", frame=chart._gate.frame)
        chart.show([Line([0, 1], [0, top], label="live.loss.train")], running=True)
    assert changes == ["frame", "frame"]
    chart.show([Line([0, 1], [0, 3], label="other")])
    assert "spec" in changes
    json.dumps(chart.spec)


def test_words_follow_the_language_those_in_the_structure_too():
    chart = shown(Line([0, 1], [0, 1], label="live.loss.train"), x=Axis("live.loss.axis"))
    i18n.set_language("ko")
    assert chart.spec["layers"][0]["label"] == "훈련"
    assert chart.spec["x"]["label"] == "에포크"
    assert chart.words == repr(chart) == "Mine: 훈련 1.00 (0에서 1.00까지)"


def test_clicks_and_drags_are_told_and_shown():
    chart = shown(Points([0, 1], [0, 1], name="data", draggable=True))
    told = []
    chart.on_click(lambda x, y: told.append((x, y)))
    chart.on_drag(lambda *what: told.append(what))
    assert chart.spec["click"] is True
    hear(chart, "click", x=0.5, y=2.0)
    hear(chart, "drag", name="data", index=1, x=0.25, y=0.75, turn=7)
    assert told == [(0.5, 2.0), ("data", 1, 0.25, 0.75)]
    values, _ = numbers(chart)
    assert values[2] == 7
    assert values[11:17].tolist() == [0, 0.25, 2, 0, 0.75, 0]


def test_nonsense_from_a_page_is_left_alone():
    chart = shown(Points([0], [0], name="data", draggable=True))
    told = []
    chart.on_click(lambda *what: told.append(what))
    chart.on_drag(lambda *what: told.append(what))
    hear(chart, "click", x=float("nan"), y=1.0)
    hear(chart, "click")
    hear(chart, "drag", name="nobody", index=0, x=1.0, y=1.0, turn=1)
    hear(chart, "drag", name="data", index=9, x=1.0, y=1.0, turn=2)
    assert told == []


def test_a_frame_of_a_boundary_and_two_curves_is_small():
    grid = np.random.default_rng(0).normal(size=(50, 50))
    lines = [Line(np.arange(75.0), np.arange(75.0)) for _ in range(2)]
    assert len(shown(Map(grid), *lines).frame) <= 6400


def test_the_log_switch_of_the_viewer_is_followed():
    chart = shown(Line([0, 1], [1, 100]), y=Axis(switch=True))
    assert chart.log is False
    chart.log = True
    chart.show([Line([0, 1], [1, 100])])
    assert chart.log is True
    chart.show([Line([0, 1], [1, 100])], y=Axis(switch=False))
    assert chart.log is False


def test_a_picture_goes_with_it_where_no_script_runs():
    data, _ = shown()._repr_mimebundle_()
    assert "image/png" not in data
    data, _ = shown(Bars([1, 2], labels=["가", "나"]))._repr_mimebundle_()
    assert data["image/png"].startswith("iVBOR")
    assert data["text/plain"] == "Mine: bars highest 2.00 at 나"
