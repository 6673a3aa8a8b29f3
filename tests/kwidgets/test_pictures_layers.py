"""Layers: what they check, what they send, what they say."""

from __future__ import annotations

import math

import numpy as np
import pytest

from kwidgets import i18n
from kwidgets.pictures import Axis, Band, Bars, Content, Line, Map, Mark, Points
from kwidgets.pictures.maps import LEVELS, NO_VALUE, colour_ends
from kwidgets.pictures.thin import thinned


@pytest.fixture(autouse=True)
def english():
    i18n.set_language("en")
    yield
    i18n.set_language("en")


def content(*layers, x=None, y=None, title="Mine"):
    made = Content(title, x or Axis(), y or Axis())
    made.show(layers)
    return made


@pytest.mark.parametrize(
    ("make", "error", "words"),
    [
        (lambda: Line([1, 2], [1, 2, 3]), ValueError, "x has 2, y has 3"),
        (lambda: Line([1, 2], ["a", "b"]), TypeError, "numbers as y"),
        (lambda: Line([[1]], [[2]]), ValueError, r"shape \(1, 1\)"),
        (lambda: Line([1], [2], look="trian"), ValueError, "'train'"),
        (lambda: Points([1], [2], groups=[0, 1]), ValueError, "1 points and 2 groups"),
        (lambda: Points([1, 2], [2, 2], groups=[0, 2], labels=["a", "b"]), ValueError, "from 0 to 1"),
        (lambda: Points([1], [2], draggable=True), ValueError, "on_drag"),
        (lambda: Points([1], [2], groups=[0], values=[1]), ValueError, "both"),
        (lambda: Bars([1, 2], labels=["a"]), ValueError, "2 labels; got 1"),
        (lambda: Bars([1, 2], edges=[0, 1]), ValueError, "3 edges; got 2"),
        (lambda: Map([1, 2]), ValueError, r"shape \(2,\)"),
        (lambda: Map(np.zeros((0, 3))), ValueError, "at least one cell"),
        (lambda: Map([[1]], low=2, high=1), ValueError, "low < high"),
        (lambda: Map([[1]], scale="rainbow"), ValueError, "sequential, diverging, boundary, .*classes"),
        (lambda: Mark("diagonal", 1), ValueError, "'diagonal'"),
        (lambda: Mark("vertical", 1, draggable=True), ValueError, "needs a name"),
        (lambda: content("text"), TypeError, "got str"),
        (lambda: content(Map([[1]]), y=Axis(log=True)), ValueError, "linear"),
        (lambda: content(*[Mark("vertical", 1, name="m", draggable=True)] * 2), ValueError, "names of their own"),
    ],
)
def test_what_does_not_fit_is_said(make, error, words):
    with pytest.raises(error, match=words):
        make()


def test_groups_of_any_kind_are_numbered_and_named():
    points = Points([1, 2, 3], [1, 1, 1], groups=["male", "female", "male"])
    assert points.labels == ("female", "male")
    assert points.arrays()[2].tolist() == [1, 0, 1]


def test_cells_keep_five_digits_and_say_where_there_is_no_value():
    values = np.random.default_rng(0).normal(size=(20, 30))
    values[3, 4] = math.nan
    values[5, 6] = math.inf
    shown = Map(values)
    low, high = shown.arrays()[0][8:10]
    cells = shown.cells().reshape(20, 30)
    assert cells[3, 4] == cells[5, 6] == NO_VALUE
    back = np.where(cells == NO_VALUE, np.nan, low + cells / LEVELS * (high - low))
    fine = np.isfinite(values)
    assert np.abs(back - values)[fine].max() <= (high - low) / LEVELS
    assert np.isnan(back)[~fine].all()


def test_the_middle_of_a_diverging_scale_is_zero():
    assert colour_ends([[-1.0, 3.0]], "diverging") == (-3, 3)
    assert colour_ends([[-1.0, 3.0]], "diverging", high=2.0) == (-2, 2)
    assert colour_ends([[-1.0, 3.0]], "diverging", low=0.0, high=2.0) == (0, 2)
    assert colour_ends([[2.0, 2.0]], "sequential")[0] < colour_ends([[2.0, 2.0]], "sequential")[1]
    assert colour_ends([[math.nan]], "sequential") == (0, 1)


def test_a_long_line_is_thinned_and_keeps_its_peaks_gaps_and_ends():
    x = np.arange(10_000, dtype=np.float32)
    y = np.sin(x / 500).astype(np.float32)
    y[1234], y[7777], y[5000] = 9, -9, np.nan
    thin_x, thin_y = thinned(x, y)
    assert len(thin_x) <= 700
    assert (thin_x[0], thin_x[-1]) == (0, 9999)
    assert (np.nanmax(thin_y), np.nanmin(thin_y)) == (9, -9)
    assert np.isnan(thin_y).sum() == 1
    assert (np.diff(thin_x) > 0).all()


def test_bars_with_names_make_the_axis():
    made = content(Bars([1, 3], labels=["cat", "live.loss.train"]))
    assert made.x.categories == ("cat", "training")
    assert made.ends[0] == (-0.5, 1.5)
    assert made.ends[1][0] == 0


def test_limits_that_were_asked_for_are_kept_as_far_as_there_is_an_axis():
    line = Line([1, 2], [3, 50])
    assert content(line, y=Axis(limits=(0, 1))).ends[1] == (0, 1)
    assert content(line, y=Axis(limits=(None, 20))).ends[1] == (0, 20)
    assert content(line, y=Axis(limits=(90, None))).ends[1] == (90, 180)
    low, high = content(Line([1, 2], [0.2, 0.9]), y=Axis(log=True, limits=(0, 1))).ends[2]
    assert 0 < low < 0.2
    assert high == 1


def test_dragging_moves_a_point_or_a_mark_and_leaves_the_limits():
    made = content(
        Points([0, 1], [0, 1], name="data", draggable=True), Mark("vertical", 0.5, name="cut", draggable=True)
    )
    before = made.ends
    assert made.drag("data", 1, 5.0, 7.0)
    assert made.drag("cut", 0, 0.25, 0.0)
    assert made.layers[0].arrays()[0].tolist() == [0, 5]
    assert made.layers[1].value == 0.25
    assert made.ends == before
    assert not made.drag("data", 2, 0.0, 0.0)
    assert not made.drag("other", 0, 0.0, 0.0)


def test_in_words():
    made = content(
        Line([1, 2, 3], [8, 4, 2], label="live.loss.train"),
        Band([1, 2], [0, 0], [1, 1], label="spread"),
        Points([1, 2, 3], [1, 2, 3], groups=[0, 1, 1], labels=["cat", "dog"], label="animals"),
        Bars([[0.5, 3.0]], edges=[0, 1, 2]),
        Map([[0.0, 1.0]], label="output"),
        Mark("horizontal", 2.24, "live.loss.line.baseline"),
        y=Axis(unit="°C"),
        title="live.loss.title",
    )
    assert made.words() == (
        "Loss: training 2.00 °C (2.00 to 8.00), spread, animals 3 points (cat 1, dog 2), bars highest 3.00 °C at "
        "1.00–2.00, output of 1×2 cells from 0 to 1.00, baseline 2.24 °C"
    )
    i18n.set_language("ko")
    assert made.words().startswith("손실: 훈련 2.00 °C (2.00에서 8.00까지), spread, animals 점 3개 (cat 1, dog 2)")
    assert content().words() == "Mine: 아직 아무것도 없음"
