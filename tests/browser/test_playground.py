"""A learner at the playground, in a real JupyterLab."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import expect

from tests.browser.test_triad import CONTRAST, CUT_OFF, NAMELESS, TOO_WIDE

CELL = """
import kwidgets as kw
playground = kw.Playground(language="en")
playground
"""


class Page:
    """The playground in the output of a cell."""

    def __init__(self, book):
        self.book = book
        self.root = book.cell_outputs(0).locator(".kw-playground")
        self.root.locator(".kw-run").wait_for()
        self.node("1.1").wait_for()

    def press(self, name):
        self.root.get_by_role("button", name=name, exact=True).click()

    def node(self, name):
        return self.root.locator(f"[data-node='{name}']")

    def menu(self, name):
        return self.root.get_by_role("combobox", name=name, exact=True)

    def until(self, expression, seconds=20):
        end = time.monotonic() + seconds
        while not self.book.evaluate(f"bool({expression})"):
            assert time.monotonic() < end, f"not within {seconds} s: {expression}"
            time.sleep(0.05)

    def says(self, text):
        expect(self.root.get_by_text(text).first).to_be_visible()


@pytest.fixture
def page_of(notebook):
    book = notebook([CELL, ""])
    book.page.set_viewport_size({"width": 1500, "height": 1700})
    book.run_all()
    return Page(book)


def test_a_learner_plays_with_everything(page_of):
    p = page_of
    p.press("▶ Run")
    p.until("playground.session.epochs_done > 8")
    p.says(re.compile(r"epoch \d+ · training loss"))
    p.root.locator(".kw-curve.kw-train[d*=L]").wait_for()
    # A knob that is turned while it runs: a new network, which goes on.
    p.menu("activation").select_option("relu")
    p.until("playground.settings.activation == 'relu' and playground.session.epochs_done > 2")
    assert p.book.evaluate("playground.session.running") is True
    p.says('activation="relu"')
    p.press("❚❚ Pause")
    p.until("not playground.session.running")

    # Features and units by mouse and by keyboard.
    p.node("product").click()
    p.until("playground.settings.features == ('x1', 'x2', 'product')")
    p.says("x = np.stack([x1, x2, x1 * x2], axis=1)")
    p.root.get_by_title("One unit more in layer 1").click()
    p.node("1.5").wait_for()
    p.root.get_by_title("One hidden layer more").click()
    p.node("3.2").wait_for()
    p.root.get_by_title("One unit less in layer 3").focus()
    p.book.page.keyboard.press("Enter")
    p.until("playground.settings.hidden == (5, 2, 1)")

    # What a unit sees, and a weight that is set by hand.
    p.node("1.2").hover()
    p.says("What unit 2 of layer 1 answers everywhere")
    p.node("1.2").click()
    p.says("What goes into unit 2 of layer 1")
    p.root.locator(".kw-weights").get_by_label("x₂", exact=True).fill("3")
    p.root.locator(".kw-weights").get_by_label("x₂", exact=True).press("Enter")
    p.until("playground.model.layers[0].get_weights()[0][1, 1] == 3")
    p.says("kernel[1, 1] = 3")
    p.says("A weight was set by hand")
    edge = p.root.locator("[data-edge='x1 1.4'] .kw-near")
    edge.dispatch_event("click")
    p.says("What goes into unit 4 of layer 1")

    # A value that does not fit is explained beside its field, and all goes on.
    noise = p.root.locator(".kw-field").filter(has=p.book.page.get_by_text("noise", exact=True)).locator("input").first
    noise.fill("7")
    noise.press("Enter")
    p.says(re.compile("Only a number fits here"))
    assert p.book.evaluate("playground.settings.noise") == 0.1
    assert p.root.evaluate(NAMELESS) == []
    p.press("Copy")
    p.root.get_by_role("button", name=re.compile("Copied|Press Ctrl")).wait_for()
    p.book.screenshot("playground-own", p.root)
    p.book.clean()


def test_situations_languages_themes_a_projector_and_a_phone(page_of):
    p = page_of
    p.menu("situation").select_option("a spiral needs depth")
    p.says("Three layers. Point at the units")
    p.menu("speed").select_option("full")
    p.press("▶ Run")
    p.until("playground.session.history.get('val_accuracy', [0])[-1] > 0.9", seconds=60)
    p.press("❚❚ Pause")
    p.root.get_by_label("test points").check()
    expect(p.root.locator(".kw-chart .kw-marks[data-group='0']")).to_have_count(2)
    p.root.get_by_label("two colours only").check()
    p.book.screenshot("playground-deep", p.root)
    p.menu("situation").select_option("real: female or male penguins")
    p.says("def penguins(rng, count, noise):")
    p.press("One epoch")
    p.until("playground.session.epochs_done == 1")
    p.press("Reset")
    p.says("Back at the start")
    p.press("한국어")
    p.says("신경망 놀이터")
    p.says("가로는 부리 길이")
    for theme in ("dark", "light"):
        p.book.theme(theme)
        p.book.screenshot(f"playground-{theme}", p.root)
        ratios = p.root.evaluate(CONTRAST)
        assert min(ratios.values()) >= 4.5, {text: ratio for text, ratio in ratios.items() if ratio < 4.5}
    p.book.execute("kw.set_presenter(True)")
    p.book.page.wait_for_timeout(300)
    p.node("1.2").scroll_into_view_if_needed()
    p.node("1.2").click()
    p.says("1번째 층의 2번 유닛에 들어오는 것")
    p.book.screenshot("playground-presenter", p.root)
    p.book.execute("kw.set_presenter(False)")
    p.book.page.set_viewport_size({"width": 400, "height": 2800})
    p.book.page.wait_for_timeout(300)
    p.press("▶ 실행")
    p.until("playground.session.epochs_done > 2")
    p.book.screenshot("playground-narrow", p.root)
    assert p.root.evaluate(TOO_WIDE) == []
    assert p.root.evaluate(CUT_OFF) == []
    p.book.clean()
