"""The page that `make demo` opens, started as make does and used as a presenter would."""

from __future__ import annotations

import os
import re
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import server
from tests.browser.dashboard import Dashboard
from tests.browser.test_triad import CONTRAST, CUT_OFF, NAMELESS, TOO_WIDE

CHECKOUT = Path(__file__).resolve().parents[2]
IN_SIGHT = "part => { const box = part.getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight }"


class Demo:
    """What `make demo` serves, as a dashboard needs to know it."""

    PACKAGE = "demo"

    def __init__(self, target, folder):
        self.kernels = folder
        port = server.free_port()
        homes = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR", "KWIDGETS_STATE")
        environment = {key: value for key, value in os.environ.items() if "DISPLAY" not in key}
        environment |= {name: str(folder / name) for name in homes} | {"TMPDIR": str(folder)}
        log = folder / "log"
        self.url = f"http://localhost:{port}"
        self.process = server.start(["make", target, f"PORT={port}"], log, environment, CHECKOUT)
        try:
            server.poll(f"{self.url}/voila/static/voila.js", self.process, log)
        except BaseException:
            self.stop()
            raise

    def page(self, name):
        return f"{self.url}/{name}"

    def stop(self):
        server.stop(self.process)


@pytest.fixture
def demo(page, tmp_path):
    """Opens the page of a target of make."""
    with ExitStack() as stack:

        def open_page(target, options=""):
            served = Demo(target, tmp_path)
            stack.callback(served.stop)
            shown = Dashboard(page, served, options)
            stack.callback(shown.end)
            shown.root = page.locator(".kw-playground")
            page.locator("[data-node='1.1']").wait_for()
            return shown

        yield open_page


def test_a_presenter_shows_the_playground_to_a_class(demo):
    shown = demo("demo")
    page, root = shown.page, shown.root
    page.set_viewport_size({"width": 1920, "height": 1080})
    expect(page.get_by_text("A playground for networks")).to_be_visible()
    expect(page.get_by_text("import kwidgets")).to_have_count(0)
    assert root.evaluate(NAMELESS) == []

    root.get_by_role("button", name="Projector").click()
    page.locator(".kw-playground.kw-presenter").wait_for()
    root.get_by_role("button", name="▶ Run").click()
    expect(root.get_by_text(re.compile(r"epoch [1-9]\d+ · training loss"))).to_be_visible()
    page.mouse.move(0, 0)
    # A class sees at once who steers, what the network is and what it answers.
    for part in (".kw-run", "[data-node='1.1']", "[data-node='1.4']", ".kw-chart canvas"):
        assert root.locator(part).first.evaluate(IN_SIGHT), part
    shown.screenshot("demo-presenter")
    root.get_by_role("button", name="❚❚ Pause").click()
    expect(root.get_by_text("keras.Sequential(")).to_have_count(1)

    root.get_by_role("button", name="한국어").click()
    expect(page.get_by_text("신경망 놀이터")).to_be_visible()
    shown.screenshot("demo-presenter-ko")
    root.get_by_role("button", name="발표 모드").click()
    page.locator(".kw-playground:not(.kw-presenter)").wait_for()
    shown.clean()


def test_it_opens_in_korean_in_the_dark_and_on_a_phone(demo):
    shown = demo("demo-ko", "?theme=dark")
    page, root = shown.page, shown.root
    expect(page.get_by_text("신경망 놀이터")).to_be_visible()
    page.locator("body[data-jp-theme-light=false]").wait_for()
    ratios = root.evaluate(CONTRAST)
    assert min(ratios.values()) >= 4.5, {text: ratio for text, ratio in ratios.items() if ratio < 4.5}
    page.set_viewport_size({"width": 400, "height": 2600})
    root.get_by_role("button", name="▶ 실행").click()
    expect(root.get_by_text(re.compile(r"에포크 [1-9]\d* · 훈련 손실"))).to_be_visible()
    shown.screenshot("demo-dark-narrow-ko")
    assert root.evaluate(TOO_WIDE) == []
    assert root.evaluate(CUT_OFF) == []
    shown.clean()
