"""What all panels have in common."""

from __future__ import annotations

import ipywidgets as widgets
import pytest

from kwidgets import i18n
from kwidgets.panels.menu import Menu
from kwidgets.panels.panel import Panel


class Demo(Panel):
    ROOM = "triad"  # any room with a title

    def __init__(self, language=None):
        super().__init__(language=language)
        self.rested = 0
        self._lay_out([widgets.Label("a"), widgets.Label("b")], says_after=1)

    def _words(self):
        return "two rows"

    def _rest(self):
        self.rested += 1


def test_a_panel_is_a_title_its_rows_and_a_line_that_says_what_happened():
    panel = Demo("ko")
    head, first, says, second, _ = panel.widget.children
    assert "모델의 세 요소" in head.children[0].value
    assert (first.value, says, second.value) == ("a", panel._says.widget, "b")
    i18n.set_language("en")
    assert "three parts" in head.children[0].value
    assert repr(panel) == "Demo: two rows"
    assert panel._repr_mimebundle_()["text/plain"] == "Demo: two rows"


def test_what_a_command_raises_is_said_and_escaped():
    panel = Demo("en")

    def fail():
        raise ValueError("<b>no</b>")

    panel._do(fail)
    assert "did not work" in panel._says.widget.value
    assert "&lt;b&gt;no" in panel._says.widget.value
    assert "<b>no" not in panel._says.widget.value


def test_a_closed_panel_takes_no_commands():
    panel, done = Demo("en"), []
    panel.close()
    panel.close()
    panel._do(lambda: done.append(1))
    assert (panel.rested, done, panel._says.key) == (1, [], "panel.replaced")


def test_a_menu_tells_what_was_chosen_in_the_page_and_nothing_else():
    chosen = []
    menu = Menu("triad.metric", ("error", "loss"), "error", chosen.append)
    i18n.set_language("ko")
    assert [word for word, _ in menu.widget.options] == ["오차", "손실"]
    menu.set("loss")
    i18n.set_language("en")
    assert (menu.value, chosen) == ("loss", [])
    menu.widget.value = "error"
    assert chosen == ["error"]
    with pytest.raises(ValueError, match="'error', 'loss'"):
        menu.set("accuracy")
