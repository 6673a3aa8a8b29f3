"""The loss picture in a real page: one test for each thing that can happen in the life of a live widget."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

SHOW = """
import math
import kwidgets
from kwidgets.live import LossCurves, LossView, Progress
curves = LossCurves()
view = LossView(unit="°C")
view.set_line("baseline", 2.24)
view.set_line("guess", 3.0)
def feed(step):
    epoch = step / 10
    curves.append(epoch, 2 + 8 * math.exp(-epoch / 3), 2.2 + 7 * math.exp(-epoch / 3) if step % 10 == 0 else None)
def show(step, running=True):
    progress = Progress(step // 10, 40, step % 10, 10, (400 - step) / 20)
    view.publish(curves, progress=progress, running=running)
view
"""
# As the session does: a task of the kernel's event loop, so that the kernel answers in between.
RUN = """
import asyncio
step = 0
async def train(stop=10**9):
    global step
    while step < min(stop, 400):
        step += 1
        feed(step)
        show(step)
        await asyncio.sleep(0.02)
    show(step, running=False)
task = asyncio.get_running_loop().create_task(train())
"""
PICTURE = ".kw-loss"


@pytest.fixture
def shown(notebook):
    """A notebook with the picture below its first cell, and nothing drawn yet."""
    book = notebook([SHOW, RUN])
    book.run_cell(0)
    expect(book.page.locator(PICTURE)).to_have_count(1)
    return book


def frame(book, nth=0):
    return int(book.page.locator(PICTURE).nth(nth).get_attribute("data-frame"))


def wait_for_frame(book, number, nth=0):
    book.page.wait_for_function(
        "([css, nth, n]) => Number(document.querySelectorAll(css)[nth]?.dataset.frame) >= n",
        arg=[PICTURE, nth, number],
    )


def test_draws_while_a_task_of_the_kernel_trains(shown):
    expect(shown.page.locator(".kw-empty")).to_contain_text("No points yet")
    shown.run_cell(1)
    wait_for_frame(shown, 40)
    shown.screenshot("live-light", shown.page.locator(PICTURE))
    picture = shown.page.locator(PICTURE)
    assert int(picture.locator("path.kw-curve.kw-train").get_attribute("data-points")) > 30
    assert picture.locator("path.kw-line").count() == 2
    svg = picture.locator(".kw-area > svg")
    expect(picture.locator(".kw-words")).to_have_text(re.compile(r"epoch \d+/40 · batch \d+/10 · \d+ s left"))
    expect(svg).to_have_attribute("role", "img")
    expect(svg).to_have_attribute(
        "aria-label", re.compile(r"^Loss: training \d.*°C, .*baseline 2\.24 °C"), timeout=5000
    )
    expect(picture.locator(".kw-words")).to_contain_text("done", timeout=20_000)
    expect(picture.locator("tr[data-row=train] td").first).to_have_text("2.00")
    shown.clean()


def test_follows_theme_and_language_while_it_runs(shown):
    shown.run_cell(1)
    wait_for_frame(shown, 30)
    ink = "() => getComputedStyle(document.querySelector('.kw-loss .kw-axes text')).fill"
    light = shown.page.evaluate(ink)
    shown.theme("dark")
    shown.language("ko")
    expect(shown.page.locator(f"{PICTURE} strong")).to_have_text("손실")
    expect(shown.page.locator(f"{PICTURE} tr[data-row=validation]")).to_contain_text("검증")
    assert shown.page.evaluate(ink) != light
    wait_for_frame(shown, frame(shown) + 5)
    shown.screenshot("live-dark-ko", shown.page.locator(PICTURE))
    shown.theme("light")
    shown.clean()


def test_two_views_of_one_picture_run_on_one_stream(notebook):
    book = notebook([SHOW, "view", RUN])
    for cell in (0, 1):
        book.run_cell(cell)
    expect(book.page.locator(PICTURE)).to_have_count(2)
    book.run_cell(2)
    for nth in (0, 1):
        wait_for_frame(book, 20, nth)
    assert book.evaluate("view.views") == 2
    book.clean()


def test_publishing_stops_when_the_output_is_deleted_and_training_goes_on(shown):
    shown.run_cell(1)
    wait_for_frame(shown, 10)
    shown.page.evaluate("() => { jupyterapp.commands.execute('notebook:clear-all-cell-outputs') }")
    expect(shown.page.locator(PICTURE)).to_have_count(0)
    assert shown.evaluate("view.views") == 0
    sent, trained = shown.evaluate("(view._gate.frame, step)")
    shown.page.wait_for_timeout(400)
    assert shown.evaluate("view._gate.frame") == sent
    assert shown.evaluate("step") > trained
    shown.clean()


def test_a_reloaded_page_shows_everything_and_runs_on(shown):
    shown.run_cell(1)
    wait_for_frame(shown, 20)
    before = frame(shown)
    shown.reload()
    wait_for_frame(shown, before + 1)
    assert shown.page.locator(f"{PICTURE} path.kw-line").count() == 2
    assert int(shown.page.locator(f"{PICTURE} path.kw-curve.kw-train").get_attribute("data-points")) > 15
    shown.clean()


def test_a_finished_picture_comes_back_after_a_reload(shown):
    shown.execute("for step in range(1, 31): feed(step)\nshow(30, running=False)")
    wait_for_frame(shown, 1)
    shown.reload()
    expect(shown.page.locator(f"{PICTURE} path.kw-curve.kw-train")).to_have_attribute("data-points", "30")
    expect(shown.page.locator(f"{PICTURE} .kw-words")).to_contain_text("paused")


def test_a_restarted_kernel_greys_the_picture_out_and_says_so(shown):
    shown.execute("for step in range(1, 31): feed(step)\nshow(30, running=False)")
    wait_for_frame(shown, 1)
    shown.restart_kernel()
    expect(shown.page.locator(f"{PICTURE} .kw-lost")).to_contain_text("Run the cell again", timeout=3000)
    shown.screenshot("live-lost", shown.page.locator(PICTURE))


def test_a_kernel_that_is_busy_elsewhere_is_told_from_a_running_one(shown):
    shown.run_cell(1)
    wait_for_frame(shown, 5)
    shown.page.evaluate(
        "() => { jupyterapp.shell.currentWidget.sessionContext.session.kernel"
        ".requestExecute({ code: 'import time; time.sleep(4)' }) }"
    )
    banner = shown.page.locator(f"{PICTURE} .kw-lost")
    expect(banner).to_contain_text("does not answer", timeout=3500)
    expect(banner).to_be_hidden(timeout=10_000)
    wait_for_frame(shown, frame(shown) + 3)


def test_log_scale_and_cursor_by_keyboard_alone(shown):
    shown.execute("for step in range(1, 31): feed(step)\nshow(30, running=False)")
    wait_for_frame(shown, 1)
    picture = shown.page.locator(PICTURE)
    linear = picture.locator("path.kw-curve.kw-train").get_attribute("d")
    picture.get_by_label("log scale").press("Space")
    expect(picture.locator("path.kw-curve.kw-train")).not_to_have_attribute("d", linear)
    assert shown.evaluate("view.log") is True
    svg = picture.locator(".kw-area > svg")
    svg.press("End")
    expect(picture.locator(".kw-readout")).to_have_text("epoch 3: training 4.94 °C, validation 4.78 °C")
    svg.press("ArrowLeft")
    expect(picture.locator(".kw-readout")).to_contain_text("epoch 2.9: training")
    svg.press("Escape")
    expect(picture.locator(".kw-readout")).to_have_text("")
    shown.clean()


def test_a_divergence_is_marked_and_leaves_the_scale_alone(shown):
    shown.execute("for step in range(1, 31): feed(step)")
    shown.execute("curves.append(3.1, math.inf)\ncurves.append(3.2, math.nan, math.nan)\nshow(32, running=False)")
    wait_for_frame(shown, 1)
    picture = shown.page.locator(PICTURE)
    expect(picture.locator(".kw-onplot")).to_contain_text("diverged here")
    expect(picture.locator("tr[data-row=train] td").first).to_have_text("NaN")
    assert "NaN" not in picture.locator(".kw-area > svg").inner_html()
    assert picture.locator(".kw-axes text").first.text_content() == "0"
    picture.get_by_label("log scale").check()
    assert "NaN" not in picture.locator("path.kw-curve.kw-train").get_attribute("d")
    shown.execute("view.log = False")
    shown.screenshot("live-diverged", picture)
    shown.clean()


def test_fits_a_telephone(shown):
    shown.language("ko")
    shown.execute("view.layout.width = '400px'")
    shown.execute("for step in range(1, 200): feed(step)\nshow(200)")
    wait_for_frame(shown, 1)
    picture = shown.page.locator(PICTURE)
    wide = "() => { const e = document.querySelector('.kw-loss'); return e.scrollWidth - e.clientWidth; }"
    assert shown.page.evaluate(wide) <= 0
    shown.screenshot("live-narrow-ko", picture)
    shown.clean()


def test_text_from_outside_stays_text(shown):
    shown.execute("view.status = '<img src=x onerror=alert(1)>'")
    expect(shown.page.locator(f"{PICTURE} .kw-status")).to_have_text("<img src=x onerror=alert(1)>")
    assert shown.page.locator(f"{PICTURE} img").count() == 0
