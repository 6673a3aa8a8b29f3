"""The gallery shows every panel, as the table of panels has it now."""

from __future__ import annotations

import pytest
from PIL import Image

from tests.browser import gallery


@pytest.mark.parametrize("language", gallery.PAGES)
def test_the_page_is_the_table(language):
    written = (gallery.DOCS / gallery.PAGES[language]).read_text(encoding="utf-8")
    assert written == gallery.page(language), "make gallery"


def test_every_panel_is_pictured_and_small():
    pictures = {path.name: path for path in gallery.FOLDER.iterdir()}
    assert pictures.keys() == gallery.files(), "make gallery"
    assert sum(path.stat().st_size for path in pictures.values()) <= gallery.MOST
    for path in pictures.values():
        assert path.stat().st_size <= gallery.LARGEST, path.name
        assert Image.open(path).width >= 400, path.name
