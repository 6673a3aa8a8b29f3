from __future__ import annotations

import math
import re
import subprocess
import sys
import warnings
import xml.etree.ElementTree as ET
from io import BytesIO

import matplotlib as mpl
import matplotlib.image
import numpy as np
import pytest

from kwidgets import stills, theme
from kwidgets.live import LossCurves
from kwidgets.pictures import Sheet

LINES = {"baseline": (2.24, "baseline"), "guess": (3.0, "your guess")}


@pytest.fixture
def curves():
    made = LossCurves()
    for epoch in range(1, 31):
        made.append(epoch, 2 + 6 / epoch, 2.2 + 5 / epoch)
    return made


def svg(curves, **arguments):
    picture = stills.loss_still(curves, LINES, file_format="svg", **arguments).decode()
    ET.fromstring(picture)
    return picture


def words(picture):
    """matplotlib writes each text as a comment before its outlines."""
    return re.findall(r"<!-- (.*?) -->", picture)


def test_the_same_input_gives_the_same_bytes(curves):
    for file_format, magic in (("png", b"\x89PNG"), ("svg", b"<?xml")):
        first = stills.loss_still(curves, LINES, file_format=file_format)
        assert first == stills.loss_still(curves, LINES, file_format=file_format)
        assert first.startswith(magic)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", {"Loss", "epoch", "training 2.20", "validation 2.37"}),
        ("ko", {"손실", "에포크", "훈련 2.20", "검증 2.37"}),
    ],
)
def test_it_says_what_is_what_and_has_every_letter(curves, language, expected):
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # matplotlib warns of a letter that no font has
        picture = svg(curves, language=language, unit="°C")
    assert expected | {"baseline 2.24", "your guess 3.00", "°C"} <= set(words(picture))


def test_lines_have_the_colours_of_the_live_picture(curves):
    picture = svg(curves)
    for name in ("train", "validation", "baseline", "guess"):
        assert theme.COLOURS[name].lower() in picture.lower()


@pytest.mark.parametrize("log", [False, True])
def test_a_divergence_is_marked(curves, log):
    curves.append(31, math.nan, math.inf)
    assert "× diverged here" in words(svg(curves, log=log, language="en"))


@pytest.mark.parametrize("log", [False, True])
def test_empty_curves_and_zeros_are_pictures_too(log):
    made = LossCurves()
    svg(made, log=log)
    made.append(1, 0.0)
    svg(made, log=log)


def test_settings_of_the_user_stay_as_they_are(curves):
    before = dict(mpl.rcParams)
    with mpl.rc_context({"font.size": 40, "axes.facecolor": "black"}):
        stills.loss_still(curves)
        assert mpl.rcParams["font.size"] == 40
    assert dict(mpl.rcParams) == before


def test_matplotlib_is_not_imported_before_the_first_still():
    code = "import sys, kwidgets; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_cells_of_tiles_lie_over_the_hatching_that_stands_for_no_value():
    sheet = Sheet("")
    images = [[[1.0, 1.0], [1.0, 1.0]], [[np.nan, np.nan], [np.nan, np.nan]]]
    sheet.show(images, ["one", "none"], scale="diverging", common=False, low=-1.0, high=1.0)
    drawn = mpl.image.imread(BytesIO(stills.tiles_still(sheet)))[..., :3]
    coloured = np.ptp(drawn, axis=-1) > 0.2
    one, none = np.array_split(coloured, 2, axis=1)
    assert one.mean() > 0.3
    assert not none.any()
