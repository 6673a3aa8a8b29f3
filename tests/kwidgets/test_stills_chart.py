"""Charts by matplotlib."""

from __future__ import annotations

import re
import warnings
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from kwidgets import stills
from kwidgets.pictures import Axis, Band, Bars, Content, Line, Map, Mark, Points

GRID = np.add.outer(np.arange(4.0), np.arange(5.0))
CASES = {
    "lines": ([Line([1, 2], [3, 4], label="live.loss.train", mark="end"),
              Band([1, 2], [2, 3], [4, 5], label="폭")], {}),
    "arrows": ([Line([0, 0, np.nan, 1, 1, np.nan, 2, 2], [0, 1, np.nan, 2, 1, np.nan, 3, 3], mark="arrow")], {}),
    "points": ([Points([1, 2, 3], [1, 2, 3], groups=[0, 1, 1], labels=["암컷", "수컷"])], {"equal": True}),
    "values": ([Points([1, 2], [1, 2], values=[-1, 1], label="값")], {}),
    "bars": ([Bars([[1, 2], [3, 4]], labels=["고양이", "개"], names=["전", "후"])], {}),
    "histogram": ([Bars([1, 2], edges=[0, 1, 2])], {}),
    "map": ([Map(np.where(GRID == 3, np.nan, GRID), numbers=True, label="수"), Mark("vertical", 1, "여기")], {}),
    "classes": ([Map(GRID % 3, scale="classes", labels=["가", "나", "다"]), Mark("horizontal", 1, "선")], {}),
    "diverging": ([Map(GRID - 3, scale="boundary", steps=7, smooth=True),
                   Line([0, 1], [0, 1], label="길")], {}),
    "log": ([Line([1, 2, 3], [1, np.nan, 100]), Mark("horizontal", 10, "기준")], {"y": Axis("손실", "°C", log=True)}),
    "backwards": ([Map(GRID)], {"y": Axis(categories=["a", "b", "c", "d"], reverse=True)}),
    "nothing": ([Line([], []), Bars([]), Points([], [])], {}),
}  # fmt: skip


def content(name):
    layers, arguments = CASES[name]
    made = Content(
        "제목", arguments.get("x", Axis("가로")), arguments.get("y", Axis()), equal=arguments.get("equal", False)
    )
    made.show(layers)
    return made


@pytest.mark.parametrize("name", CASES)
def test_every_kind_of_layer_is_drawn_and_has_every_letter(name):
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # matplotlib warns of a letter that no font has
        picture = stills.chart_still(content(name), file_format="svg", language="ko").decode()
    ET.fromstring(picture)
    words = re.findall(r"<!-- (.*?) -->", picture)
    assert {"제목", "가로"} <= set(words)
    assert picture == stills.chart_still(content(name), file_format="svg", language="ko").decode()


def test_each_stretch_of_a_line_of_arrows_has_a_head_unless_it_has_no_length():
    bare = Content("제목", Axis("가로"), Axis())
    bare.show([Line([0, 0, np.nan, 1, 1, np.nan, 2, 2], [0, 1, np.nan, 2, 1, np.nan, 3, 3])])
    with_heads, without = (
        stills.chart_still(shown, file_format="svg").decode().count("patch_") for shown in (content("arrows"), bare)
    )
    assert with_heads - without == 2


def test_names_and_legend_say_what_is_what():
    def words(name):
        picture = stills.chart_still(content(name), file_format="svg", language="ko").decode()
        return re.findall(r"<!-- (.*?) -->", picture)

    assert {"훈련 4.00", "폭"} <= set(words("lines"))
    assert {"암컷", "수컷"} <= set(words("points"))
    assert {"고양이", "개", "전", "후"} <= set(words("bars"))
    assert {"가", "나", "다", "선"} <= set(words("classes"))
    assert {"여기", "수", "4"} <= set(words("map"))
    assert "손실 (°C)" in words("log")
