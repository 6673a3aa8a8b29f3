"""Colours of the live pictures, as they come out on light and dark grounds."""

from __future__ import annotations

import itertools
import re

import pytest

from kwidgets import theme
from kwidgets.live.script import style

GROUNDS = {"light": ((255, 255, 255), (33, 33, 33)), "dark": ((17, 17, 17), (255, 255, 255))}  # ground, text
CSS = style("live.css", "chart.css", "course_view.css")


def rgb(name):
    return tuple(int(theme.LOOKS[name][i : i + 2], 16) for i in (1, 3, 5))


def luminance(colour):
    r, g, b = (v / 12.92 if v <= 0.03928 else ((v + 0.055) / 1.055) ** 2.4 for v in (c / 255 for c in colour))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def ink(name, text):
    """The colour of a line and its name: the style sheet lets it lean towards the text's colour."""
    share = int(re.search(rf"color-mix\(in srgb, var\(--kw-{name}\) (\d+)%, currentColor\)", CSS)[1]) / 100
    return tuple(share * a + (1 - share) * b for a, b in zip(rgb(name), text, strict=True))


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("name", ["train", "validation", "baseline", "guess"])
def test_names_of_lines_can_be_read(name, ground):
    back, text = GROUNDS[ground]
    assert contrast(ink(name, text), back) >= 4.5


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("name", theme.LOOKS)
def test_lines_stand_out_and_words_can_be_read(name, ground):
    back, text = GROUNDS[ground]
    assert contrast(ink(name, text), back) >= 2.5
    share = (
        int(re.search(r"kw-label \{ fill: color-mix\(in srgb, var\(--kw-ink\) (\d+)%, currentColor\)", CSS)[1]) / 100
    )
    words = tuple(share * a + (1 - share) * b for a, b in zip(ink(name, text), text, strict=True))
    assert contrast(words, back) >= 4.5


@pytest.mark.parametrize("table", [theme.COLOURS, theme.SERIES])
def test_every_colour_is_another(table):
    for one, other in itertools.combinations(table, 2):
        assert sum(abs(a - b) for a, b in zip(rgb(one), rgb(other), strict=True)) > 75
    assert len({theme.DASHES[name] for name in table}) == len(table)


@pytest.mark.parametrize("ground", ["light", "dark"])
@pytest.mark.parametrize("scale", ["sequential", "grey"])
def test_scales_from_low_to_high_run_one_way(scale, ground):
    shades = [luminance([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) for colour in theme.SCALES[scale][ground]]
    assert shades == sorted(shades) or shades == sorted(shades, reverse=True)


def test_the_style_sheet_holds_every_colour():
    for name, value in theme.LOOKS.items():
        assert f"--kw-{name}: {value};" in CSS
