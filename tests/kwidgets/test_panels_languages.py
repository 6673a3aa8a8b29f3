"""Every panel, switched between the languages while it is shown: not a word of the other one is left."""

from __future__ import annotations

import pytest

from kwidgets import i18n
from tests.kwidgets import words
from tests.panels import PANELS


@pytest.mark.parametrize("name", PANELS)
def test_a_panel_speaks_one_language_at_a_time(name, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)  # one of them writes files
    example, kernel = PANELS[name], {}
    exec(f"{example.data}\npanel = {example.code}", kernel)  # noqa: S102  (a cell of the table)
    root = kernel["panel"].widget
    for moment in ("pass", example.pose, example.again):
        exec(moment, kernel)  # noqa: S102
        assert words.korean(root) == []
        for _ in range(2):  # what a picture says is brought up to date when somebody looks, or the language changes
            i18n.set_language("ko")
            assert words.english(root) == []
            in_korean = list(words.texts(root))
            i18n.set_language("en")
            assert words.korean(root) == []
        assert len([text for _, text in in_korean if words.HANGUL.search(text)]) > 3
        i18n.set_language("ko")
        assert list(words.texts(root)) == in_korean
        i18n.set_language("en")
