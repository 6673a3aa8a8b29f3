"""Tabs, pages, trees and tables: pieces that panels are made of."""

from __future__ import annotations

import ipywidgets as widgets
import pytest
import traitlets

from kwidgets import i18n
from kwidgets.panels.code_view import CodeView, changed_lines
from kwidgets.panels.pages import Pages
from kwidgets.panels.table import table
from kwidgets.panels.tabs import Tabs
from kwidgets.panels.tree_view import MOST, Row, TreeView, rows_of


def test_tabs_take_only_what_there_is():
    tabs = Tabs(options=[("A", "a"), ("B", "b")], value="a")
    with pytest.raises(traitlets.TraitError, match="no tab 'c'"):
        tabs.value = "c"
    assert tabs.value == "a"


def test_one_page_is_there_at_a_time():
    turned = []
    first, second = widgets.Label("1"), widgets.Label("2")
    pages = Pages("inspector.pages", {"layers": [first], "config": [second]}, turned.append)
    box = pages.widget.children[1]
    seen = lambda: [page.children for page in box.children if page.layout.display != "none"]
    assert [page.children for page in box.children] == [(first,)]
    pages._menu.widget.value = "config"  # as a click does
    assert seen() == [(second,)]
    pages.turn("layers")
    assert seen() == [(first,)]
    assert (pages.value, turned) == ("layers", ["config", "layers"])
    i18n.set_language("ko")
    assert [word for word, _ in pages._menu.widget.options] == ["층", "설정"]
    assert turned == ["config", "layers"]
    with pytest.raises(ValueError, match="cannot be chosen"):
        pages.turn("none")


def test_pages_that_nobody_turned_to_are_given_back():
    pages = Pages("inspector.pages", {"layers": [widgets.Label()], "config": [second := widgets.Label()]}, print)
    pages.close()
    assert second.comm is None


def test_a_plain_tree_becomes_rows():
    tree = {
        "name": "net",
        "shape": [None, 4],
        "layers": [{"class_name": "Dense", "config": {"name": "d", "units": 3}}],
        "extra": {},
        "pairs": [[1, 2]],
    }
    assert rows_of(tree, marks={("layers", 0, "config", "units"): "changed"}) == [
        Row(0, "name", "net"),
        Row(0, "shape", "[None, 4]"),
        Row(0, "layers"),
        Row(1, "[0] Dense d"),
        Row(2, "class_name", "Dense"),
        Row(2, "config"),
        Row(3, "name", "d"),
        Row(3, "units", "3", "changed"),
        Row(0, "extra", "{}"),
        Row(0, "pairs"),
        Row(1, "[0]", "[1, 2]"),
    ]
    assert rows_of({"a": 1}, "top") == [Row(0, "top"), Row(1, "a", "1")]


def test_very_many_rows_and_very_long_values_are_cut_and_said_so():
    view = TreeView("inspector.config.tree")
    view.show([Row(0, "x" * 1000, "y")] * (MOST + 5))
    assert len(view.rows) == MOST
    assert view.rows[0][1].endswith("… (1,000)")
    assert view.labels["more"] == "and 5 more rows"
    i18n.set_language("ko")
    assert view.labels["more"] == "그리고 5줄 더"
    view.show([Row(0, "a")])
    assert view.labels["more"] == ""


def test_tables_are_text():
    text = table("<cap>", ["<a>", "b"], [["<x>", "1\n2"]], numbers=[1])
    for outside in ("cap", "a", "x"):
        assert f"<{outside}>" not in text
        assert f"&lt;{outside}&gt;" in text
    assert 'class="kw-number" role="cell" data-name="b">1\n2</td>' in text


def test_code_is_compared_with_what_it_is_asked_to():
    view = CodeView("a\nb", title="inspector.config.json")
    assert view.labels["title"] == "What to_json() writes"
    view.show("a\nc", against="a\nd")
    assert view.lit == [1]
    view.show("a\nc", against="a\nc")
    assert view.lit == []
    assert changed_lines("x\n" * 5000, "y\n" * 5000) == []
