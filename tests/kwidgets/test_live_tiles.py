"""Tiles without a page."""

from __future__ import annotations

import numpy as np
import pytest

from kwidgets import i18n
from kwidgets.live import Tiles


@pytest.fixture(autouse=True)
def english():
    i18n.set_language("en")
    yield
    i18n.set_language("en")


def hear(view, kind, **more):
    view._hear(None, {"kind": kind, "view": "a", **more}, None)


def shown(images, captions=(), **arguments):
    tiles = Tiles("Mine")
    hear(tiles, "hello")
    tiles.show(images, captions, **arguments)
    return tiles


def read(tiles):
    numbers = np.frombuffer(tiles.frame[4:20], "<f4")
    count = int(numbers[1])
    ends = np.frombuffer(tiles.frame[20 : 20 + 16 * count], "<f4").reshape(count, 4)
    return numbers, ends, np.frombuffer(tiles.frame[20 + 16 * count :], "<u2").reshape(numbers[1:].astype(int))


def test_each_image_has_its_levels_and_all_one_scale():
    tiles = shown([[[0.0, 1.0]], [[2.0, 4.0]]])
    numbers, ends, cells = read(tiles)
    assert numbers.tolist() == [0, 2, 1, 2]
    assert ends.tolist() == [[0, 4, 0, 1], [0, 4, 2, 4]]
    assert cells.tolist() == [[[0, 65534]], [[0, 65534]]]


def test_or_each_its_own():
    _, ends, cells = read(shown([[[0.0, 1.0]], [[-3.0, np.nan]]], common=False, scale="diverging"))
    assert ends[:, :2].tolist() == [[-1, 1], [-3, 3]]
    assert cells[1, 0, 1] == 65535


def test_what_does_not_fit_is_said():
    tiles = Tiles()
    with pytest.raises(ValueError, match="one shape"):
        tiles.show([np.zeros((2, 2)), np.zeros((3, 3))])
    with pytest.raises(ValueError, match=r"shape \(2, 2\)"):
        tiles.show(np.ones((2, 2)))
    with pytest.raises(ValueError, match="2 images and 1 captions"):
        tiles.show(np.ones((2, 2, 2)), ["a"])
    with pytest.raises(ValueError, match="'rainbow'"):
        tiles.show(np.ones((2, 2, 2)), scale="rainbow")


def test_words_choice_and_still():
    tiles = shown(np.arange(8.0).reshape(2, 2, 2), ["live.loss.train", "b"])
    told = []
    tiles.on_select(told.append)
    hear(tiles, "select", index=0)
    hear(tiles, "select", index=2)
    assert told == [0]
    assert tiles.words == repr(tiles) == "Mine: 2 images of 2×2 from 0 to 7.00, chosen: training"
    i18n.set_language("ko")
    assert tiles.spec["captions"] == ["훈련", "b"]
    assert tiles.words == "Mine: 2×2 그림 2장, 0에서 7.00까지, 고른 것: 훈련"
    assert tiles._repr_mimebundle_()[0]["image/png"].startswith("iVBOR")
    tiles.show([])
    assert tiles.selected == -1
    assert "image/png" not in tiles._repr_mimebundle_()[0]
