"""Presenter mode: large, in high contrast, answers hidden until they are asked for."""

from __future__ import annotations

import gc
import re

import ipywidgets as widgets
import pytest

import kwidgets as kw
from kwidgets import i18n
from kwidgets.checks.feedback import Feedback
from kwidgets.checks.verdict import Verdict
from kwidgets.panels import style
from kwidgets.panels.panel import Panel
from kwidgets.panels.style import styled
from kwidgets.presenting import answer, on_presenter, presenting


@pytest.fixture(autouse=True)
def usual():
    i18n.set_language("en")
    yield
    kw.set_presenter(False)


def large(box):
    return "kw-presenter" in box._dom_classes


def test_every_panel_follows_now_and_later():
    before = kw.Triad([[0.0], [1.0]], [0.0, 1.0])
    kw.set_presenter(True)
    after = kw.Guess("g", 0, 1)
    assert large(before.widget)
    assert large(after.widget)
    kw.set_presenter(False)
    assert not large(before.widget)
    assert not large(after.widget)


def test_the_button_in_the_panel_and_the_key_switch_all_panels():
    panel, other = (kw.Triad([[0.0], [1.0]], [0.0, 1.0]) for _ in range(2))
    panel._presenter_switch.widget.value = True
    assert presenting()
    assert large(other.widget)
    assert other._presenter_switch.widget.value is True
    manners = other.widget.children[-1]
    manners._handle_custom_msg({"kind": "presenter"}, [])
    assert not presenting()
    assert panel._presenter_switch.widget.value is False
    i18n.set_language("ko")
    assert panel._presenter_switch.widget.description == "발표 모드"


def test_an_answer_is_folded_away_and_can_be_asked_for():
    assert answer("<b>42</b>") == "<b>42</b>"
    kw.set_presenter(True)
    assert answer("<b>42</b>") == ('<details class="kw-answer"><summary>Show the answer</summary><b>42</b></details>')
    assert answer("") == ""


def test_hints_and_solutions_of_exercises_are_answers(monkeypatch):
    feedback = Feedback("L01.1", Verdict(passed=False, points=0.0, reason="r", slots={}), hint=1, hints=1, best=0.0)
    monkeypatch.setattr(Feedback, "lines", lambda _: ["title", "Not yet", "too large", "Hint 1: <smaller>"])
    shown = "<div>too large</div><div>Hint 1: &lt;smaller&gt;</div>"
    assert shown in feedback._repr_mimebundle_()["text/html"]
    kw.set_presenter(True)
    html = feedback._repr_mimebundle_()["text/html"]
    assert "<div>too large</div><details" in html
    assert html.index("<summary>") < html.index("Hint 1")


def test_who_follows_is_not_kept_alive_and_must_be_a_method():
    heard = []

    class Follower:
        def hear(self):
            heard.append(presenting())

    follower = Follower()
    on_presenter(follower.hear)
    kw.set_presenter(True)
    kw.set_presenter(True)
    assert heard == [True]
    del follower
    gc.collect()
    kw.set_presenter(False)
    assert heard == [True]
    with pytest.raises(TypeError, match="method"):
        on_presenter(lambda: None)
    with pytest.raises(TypeError, match="True or False"):
        kw.set_presenter("on")


def test_every_panel_brings_the_style_sheets_of_all_because_a_page_keeps_only_the_last_one(tmp_path, monkeypatch):
    sheet = tmp_path / "own.css"
    sheet.write_text(".kw-own { color: red; }", encoding="utf-8")
    monkeypatch.setattr(style, "_sheets", [*style._sheets])
    plain = styled(widgets.VBox(), "kw-a")
    style.add_sheet(sheet)
    style.add_sheet(sheet)
    own = styled(widgets.VBox(), "kw-b")
    before, after = (str(box.children[-1]._css) for box in (plain, own))
    assert after == f"{before}\n.kw-own {{ color: red; }}"
    assert all(f".kw-{room} " in before for room in ("panel", "builder", "doctor", "inspector"))


@pytest.mark.parametrize("sheet", style._sheets[1:], ids=lambda sheet: sheet.stem)
def test_a_sheet_speaks_of_its_own_panels_only(sheet):
    rooms = {cls.ROOM for cls in Panel.__subclasses__() if sheet == cls.SHEET}
    rules = re.sub(r"/\*.*?\*/|@(?:media|container)[^{]*\{", "", sheet.read_text("utf-8"), flags=re.DOTALL)
    for rule in re.findall(r"([^{}]+)\{", rules):
        for selector in re.split(r",(?![^()]*\))", rule.strip()):
            assert any(f".kw-{room}" in selector for room in rooms), selector
