"""A learner at the training panel, in a real JupyterLab."""

from __future__ import annotations

import re
import time

import pytest

from tests.browser.test_triad import CONTRAST, CUT_OFF, NAMELESS, TOO_WIDE
from tests.panels import MOONS

CELL = """
kw.set_language("en")
watch = kw.watch(model, x, y, validation_split=0.2, baseline=0.5, epochs={epochs}, speed={speed!r},
                 classes=["upper", "lower"])
watch
"""
TASKS = "len([t for t in __import__('asyncio').all_tasks() if 'Driver._drive' in repr(t)])"


class Panel:
    """The panel in the output of the second cell."""

    def __init__(self, book):
        self.book, self.page = book, book.page
        self.root = book.cell_outputs(1).locator(".kw-watch")
        self.root.locator(".kw-run").wait_for()
        self.slider = self.root.get_by_role("slider", name=re.compile("recorded steps|기록된 스텝"))

    def button(self, name):
        return self.root.get_by_role("button", name=name, exact=True)

    def press(self, name):
        self.button(name).click()

    def tab(self, name):
        self.root.get_by_role("tab", name=name).click()

    def says(self, text):
        self.root.get_by_text(text).first.wait_for()

    def until(self, expression, seconds=15):
        end = time.monotonic() + seconds
        while not self.book.evaluate(f"bool({expression})"):
            assert time.monotonic() < end, f"not within {seconds} s: {expression}"
            time.sleep(0.05)

    def picture(self, which=1):
        """The pixels and paths of a picture beside the curves."""
        chart = self.root.locator(".kw-chart").nth(which)
        return chart.evaluate(
            "e => [e.querySelector('canvas').toDataURL(), e.querySelector('svg[tabindex]').innerHTML.length]"
        )


@pytest.fixture
def panel(notebook):
    def show(speed="full", epochs=40):
        book = notebook([MOONS, CELL.format(speed=speed, epochs=epochs)])
        book.run_all()
        return Panel(book)

    return show


def test_play_scrub_fork_choose_and_delete(panel):
    p = panel()
    p.press("▶ Run")
    p.until("watch.session.finished")
    p.says("epoch 40/40 · done")
    p.book.execute("end = watch.model.get_weights()")
    newest = p.picture()

    p.slider.focus()
    p.page.keyboard.press("Home")
    p.until("watch.session.shown[1] == 0")
    p.says("step 0 ·")
    p.root.get_by_text("here").first.wait_for()
    assert p.picture() != newest
    for _ in range(3):
        p.page.keyboard.press("ArrowRight")
    p.until("watch.session.shown[1] == watch.session.recorded[3][1]")
    p.press("Newest")
    p.until("not watch.session.looking_back")
    assert p.book.evaluate("all((a == b).all() for a, b in zip(end, watch.model.get_weights()))") is True
    p.page.wait_for_function(
        "([root, old]) => root.querySelectorAll('.kw-chart')[1].querySelector('canvas').toDataURL() === old",
        arg=[p.root.element_handle(), newest[0]],
    )

    p.book.execute("watch._do(lambda: watch._seek(80))")
    box = p.root.locator(".kw-fork input[type=number], .kw-fork input[type=text]").first
    box.fill("0.5")
    box.press("Enter")
    p.press("Fork here")
    p.says("A new run begins here")
    p.button("run 2: learning_rate=0.5").wait_for()
    p.press("▶ Run")
    p.until("watch.session.finished")
    p.root.locator("[data-row=b]").get_by_text("run 1").wait_for()
    p.book.screenshot("watch-fork", p.root)
    p.press("run 1")
    p.until("watch.session.current.number == 1")
    assert p.book.evaluate("all((a == b).all() for a, b in zip(end, watch.model.get_weights()))") is True
    p.root.locator("[data-row=b]").get_by_text("run 2").wait_for()
    p.press("Delete this run")
    p.until("len(watch.session.runs) == 1")
    assert p.book.evaluate("watch.session.current.number") == 2
    p.press("Reset")
    p.says("Back at the start")
    p.until("watch.session.loop.step == 0")
    p.book.clean()


def test_pictures_points_of_ones_own_and_a_choice_that_does_not_go(panel):
    p = panel("epochs")
    p.press("▶ Run")
    p.until("watch.session.epochs_done > 3")
    p.press("lower")
    area = p.root.locator(".kw-chart").nth(1).locator("svg[tabindex]")
    area.click(position={"x": 200, "y": 150})
    p.says("Your point is in the training set")
    p.until("watch.session.loop.samples.number == 241")
    assert p.book.evaluate("int(watch.session.loop.samples.y[-1, 0])") == 1
    for tab, sign in (
        ("confusion matrix", "validation samples right"), ("probabilities", "the true class"),
        ("histograms", "Spread over time"),
    ):  # fmt: skip
        p.tab(tab)
        p.says(sign)
        p.until(f"watch.session.epochs_done > {p.book.evaluate('watch.session.epochs_done')} or watch.session.finished")
        p.book.screenshot(f"watch-{tab.split()[0]}", p.root)
    p.root.get_by_label("of", exact=True).select_option("gradients")
    p.root.get_by_label("change", exact=True).select_option("loss")
    p.root.locator(".kw-fork .kw-field select").select_option("sparse_categorical_crossentropy")
    p.press("Fork here")
    p.root.locator(".kw-time [role=alert]").wait_for()
    assert p.book.evaluate("len(watch.session.runs)") == 1
    p.root.get_by_label("show", exact=True).select_option("accuracy")
    p.root.locator("[data-row=baseline]").wait_for()
    smoothing = p.root.get_by_role("slider", name="smoothing")
    smoothing.focus()
    p.page.keyboard.press("End")
    p.until("watch._curves._picture.smoothing > 0.9")
    p.book.clean()


def test_interrupts_errors_and_a_cell_run_again(panel):
    p = panel("full", 100_000)
    p.press("▶ Run")
    p.until("watch.session.epochs_done > 3")
    p.page.evaluate("() => { jupyterapp.commands.execute('notebook:interrupt-kernel') }")
    p.says("The kernel was interrupted")
    assert p.book.evaluate("watch.session.running") is False
    at = p.book.evaluate("watch.session.loop.step")
    p.book.execute(
        "times = []\nstep = type(model.optimizer).step\n"
        "def broken(self):\n"
        "    times.append(1)\n"
        "    if len(times) == 40: raise ZeroDivisionError('<b>planted</b>')\n"
        "    return step(self)\n"
        "type(model.optimizer).step = broken\n"
    )
    p.press("▶ Run")
    p.says("Training stopped because of an error")
    p.says("ZeroDivisionError: <b>planted</b>")
    assert p.book.evaluate("watch.session.loop.step") >= at + 39
    p.slider.focus()
    p.page.keyboard.press("Home")
    p.until("watch.session.shown[1] == 0")
    p.press("▶ Run")
    p.until("watch.session.running and watch.session.epochs_done > 2")
    p.book.execute("old = watch")
    p.book.run_cell(1)
    assert p.book.evaluate("old is not watch and old.session.closed") is True
    q = Panel(p.book)
    q.press("▶ Run")
    q.until("watch.session.epochs_done > 1")
    assert q.book.evaluate(TASKS) == 1
    q.press("❚❚ Pause")
    q.button("▶ Run").wait_for()
    q.book.clean()


def test_languages_themes_widths_and_the_keyboard_while_it_trains(panel):
    p = panel("epochs", 4000)
    p.button("▶ Run").focus()
    p.page.keyboard.press("Enter")
    p.until("watch.session.epochs_done > 2")
    p.press("한국어")
    p.says("모델이 배우는 모습")
    p.button("❚❚ 멈춤").wait_for()
    done = p.book.evaluate("watch.session.epochs_done")
    p.book.theme("dark")
    p.until(f"watch.session.epochs_done > {done}")
    p.book.screenshot("watch-dark-korean", p.root)
    p.press("English")
    p.press("❚❚ Pause")
    p.button("▶ Run").wait_for()
    p.book.execute("watch._do(lambda: watch._seek(20))\nwatch._do(lambda: watch._fork('l2', 0.01))")
    p.button("run 2: l2=0.01").wait_for()
    assert p.root.evaluate(NAMELESS) == []
    for theme in ("light", "dark"):
        p.book.theme(theme)
        ratios = p.root.evaluate(CONTRAST)
        assert len(ratios) > 12
        assert min(ratios.values()) >= 4.5, {text: ratio for text, ratio in ratios.items() if ratio < 4.5}
    p.page.set_viewport_size({"width": 400, "height": 2600})
    p.page.wait_for_timeout(300)
    p.book.screenshot("watch-narrow", p.root)
    assert p.root.evaluate(TOO_WIDE) == []
    assert p.root.evaluate(CUT_OFF) == []
    p.book.clean()


def test_a_page_loaded_again_shows_everything(panel):
    p = panel("epochs", 4000)
    p.press("▶ Run")
    p.until("watch.session.epochs_done > 5")
    p.press("❚❚ Pause")
    p.button("▶ Run").wait_for()
    done = p.book.evaluate("watch.session.epochs_done")
    p.book.reload()
    q = Panel(p.book)
    q.root.locator(".kw-curve.kw-train[d*=L]").first.wait_for()
    q.says(f"epoch {done}")
    q.press("▶ Run")
    q.until(f"watch.session.epochs_done > {done}")
    q.book.clean()
