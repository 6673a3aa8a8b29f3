"""The life of a widget that trains: what happens to the page, to the kernel, and between them."""

from __future__ import annotations

import time

from playwright.sync_api import expect

from tests.browser.panel import Panel

SHOWN = ".kw-triad .kw-loss"


def frames(book):
    """Numbers of the frames that the pictures show at one moment."""
    return book.page.evaluate("css => [...document.querySelectorAll(css)].map(e => Number(e.dataset.frame))", SHOWN)


def wait_for_more(book, more=5):
    """Waits until each picture on the page has moved on by some frames."""
    book.page.wait_for_function(
        """([css, before]) => [...document.querySelectorAll(css)].every((e, i) => e.dataset.frame >= before[i])""",
        arg=[SHOWN, [number + more for number in frames(book)]],
    )


def test_shown_twice_both_live_and_one_stream_until_the_last_output_is_deleted(panel):
    p = panel()
    book = p.book
    book.page.locator(".jp-Notebook .jp-CodeCell").nth(2).locator(".cm-content").fill("triad")
    book.run_cell(2)
    q = Panel(book, 2)
    q.press("▶ Run")
    p.button("❚❚ Pause").wait_for()
    wait_for_more(book)
    assert book.evaluate("triad._picture.view.views") == 2
    one, other = frames(book)
    assert abs(one - other) <= 2

    def clear(cell):
        book.cells.nth(cell).locator(".jp-InputArea-prompt").click()
        book.page.evaluate("() => jupyterapp.commands.execute('notebook:clear-cell-output')")

    clear(1)
    expect(book.page.locator(SHOWN)).to_have_count(1)
    p.until("triad._picture.view.views == 1")
    wait_for_more(book)
    clear(2)
    expect(book.page.locator(SHOWN)).to_have_count(0)
    p.until("triad._picture.view.views == 0")
    sent, step = book.evaluate("(triad._picture.view._gate.frame, triad.session.loop.step)")
    p.until(f"triad.session.loop.step > {step + 50}")
    assert book.evaluate("triad._picture.view._gate.frame") == sent

    book.run_cell(2)
    q = Panel(book, 2)
    wait_for_more(book)
    assert book.evaluate("len(triad.history['loss']) == triad.session.epochs_done") is True
    q.press("❚❚ Pause")
    q.button("▶ Run").wait_for()
    book.clean()


# How many frames each view had not drawn yet whenever one was sent.
WATCH = """
view = triad._picture.view
waiting = []
def note(change):
    waiting.extend(view._gate.frame - seen.drawn for seen in view._gate._views.values())
view.observe(note, "frame")
"""


def test_a_page_that_hangs_or_falls_silent_is_sent_two_frames_at_most(panel):
    p = panel()
    p.book.execute(WATCH)
    p.press("▶ Run")
    wait_for_more(p.book)
    p.book.page.evaluate("() => { const end = Date.now() + 1200; while (Date.now() < end); }")
    wait_for_more(p.book)
    assert p.book.evaluate("max(waiting)") <= 2

    # Gone without a word: nothing that the page says arrives.
    sent, step = p.book.evaluate("(view._gate.frame, triad.session.loop.step)")
    p.book.page.evaluate("() => { window.speak = WebSocket.prototype.send; WebSocket.prototype.send = () => {}; }")
    p.book.page.wait_for_timeout(3000)
    p.book.page.evaluate("() => { WebSocket.prototype.send = window.speak; }")
    now, later = p.book.evaluate("(view._gate.frame, triad.session.loop.step)")
    assert now - sent <= 20  # those sent before the page fell silent, and two
    assert later > step + 100
    assert p.book.evaluate("max(waiting)") <= 2
    p.press("❚❚ Pause")
    p.button("▶ Run").wait_for()
    p.book.clean()


def test_a_page_loaded_again_shows_everything_within_five_seconds(panel):
    p = panel()
    p.type("units", "5")
    p.press("▶ Run")
    p.press("한국어")
    p.until("triad.session.epochs_done > 5")
    p.book.reload()
    began = time.monotonic()
    p.button("❚❚ 멈춤").wait_for()
    p.root.locator(".kw-curve.kw-train[d*=L]").wait_for()
    assert time.monotonic() - began < 5
    assert p.field("units").input_value() == "5"
    p.says("Dense(5")
    wait_for_more(p.book)
    p.press("❚❚ 멈춤")
    p.button("▶ 실행").wait_for()
    p.press("처음으로")
    p.until("triad.session.loop.step == 0")
    p.book.clean()


def test_a_restarted_kernel_greys_the_picture_out_within_three_seconds(panel):
    p = panel()
    p.press("▶ Run")
    p.until("triad.session.epochs_done > 2")
    p.book.restart_kernel()
    expect(p.root.locator(".kw-lost")).to_contain_text("Run the cell again", timeout=3000)
    assert float(p.root.locator(".kw-loss .kw-body").evaluate("e => getComputedStyle(e).opacity")) < 0.5
    p.book.screenshot("triad-lost", p.root)


def test_plain_keys_inside_the_panel_never_reach_the_notebook(panel):
    p = panel()
    cells = p.book.cells.count()
    before = p.field("optimizer").input_value()
    p.field("optimizer").focus()
    p.book.page.keyboard.press("ArrowUp")
    assert p.field("optimizer").input_value() != before
    p.until("triad.settings.optimizer != 'Adam'")
    for control in (p.field("optimizer"), p.root.locator("svg[tabindex]"), p.button("Reset")):
        for key in ("a", "b", "x", "d", "d"):
            control.focus()
            p.book.page.keyboard.press(key)
    p.book.page.wait_for_timeout(300)
    assert p.book.cells.count() == cells
    assert p.book.page.locator(".kw-triad").count() == 1
    p.book.clean()


def test_a_slider_dragged_while_training_ends_where_it_was_let_go(panel):
    p = panel("full")
    p.press("▶ Run")
    p.until("triad.session.epochs_done > 1")
    slider = p.root.get_by_role("slider", name="learning_rate")
    box = slider.bounding_box()
    mouse, y = p.book.page.mouse, box["y"] + box["height"] / 2
    mouse.move(box["x"] + box["width"] * 0.5, y)
    mouse.down()
    for share in range(50, 20, -1):
        mouse.move(box["x"] + box["width"] * share / 100, y)
        p.book.page.wait_for_timeout(15)
    shown = slider.evaluate("e => e.valueAsNumber")
    mouse.up()
    p.book.page.wait_for_timeout(500)
    assert slider.evaluate("e => e.valueAsNumber") == shown
    p.until(f"abs(triad.session.learning_rate / 10 ** {shown} - 1) < 0.06")
    assert p.book.evaluate("triad.session.running") is True
    p.book.clean()


def test_a_click_while_a_cell_trains_starts_nothing_afterwards(panel):
    p = panel()
    p.book.page.evaluate("() => { window.done = false }")
    p.book.page.evaluate(
        "() => { jupyterapp.shell.currentWidget.sessionContext.session.kernel"
        ".requestExecute({ code: 'triad.run(400)' }).done.then(() => { window.done = true }) }"
    )
    p.says("A cell is training")
    expect(p.button("❚❚ Pause")).to_be_disabled()
    p.button("❚❚ Pause").click(force=True)
    p.book.page.wait_for_function("() => window.done")
    expect(p.button("▶ Run")).to_be_enabled()
    assert p.root.get_by_text("A cell is training").count() == 0
    assert p.book.evaluate("triad.session.running, triad.session.epochs_done") == (False, 400)
    p.book.clean()
