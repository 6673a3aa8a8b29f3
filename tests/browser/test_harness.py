"""The harness itself, on a notebook with nothing of ours in it."""

from __future__ import annotations

import pytest

from tests.browser.monkey.memory import Memory, growing

BUTTON = """
import ipywidgets
count = 0
button = ipywidgets.Button(description="누르기")
def press(_):
    global count
    count += 1
    button.description = f"{count}번"
button.on_click(press)
display(button)
"""


def test_a_click_reaches_the_kernel_and_comes_back(notebook):
    book = notebook([BUTTON, "print('둘째')"])
    book.run_all()
    assert book.cell_outputs(1).locator("pre").inner_text().strip() == "둘째"
    button = book.cell_outputs(0).get_by_role("button")
    assert button.inner_text() == "누르기"
    button.click()
    book.cell_outputs(0).get_by_role("button", name="1번").wait_for()
    assert book.evaluate("count") == 1
    book.screenshot("harness")
    book.clean()


def test_an_error_in_a_cell_is_seen(notebook):
    book = notebook(["1 / 0", "2"])
    with pytest.raises(AssertionError, match="ZeroDivisionError"):
        book.run_all()
    with pytest.raises(AssertionError, match="ZeroDivisionError"):
        book.clean()


def test_an_error_in_the_page_is_seen(notebook):
    book = notebook(["1"])
    book.clean()
    book.page.evaluate("() => { setTimeout(() => { throw new Error('planted') }) }")
    book.page.wait_for_timeout(100)
    with pytest.raises(AssertionError, match="planted"):
        book.clean()


def test_an_error_in_a_callback_is_seen(notebook):
    book = notebook([BUTTON + "\nbutton.on_click(lambda _: 1 / 0)", ""])
    book.run_all()
    book.cell_outputs(0).get_by_role("button").click()
    book.cell_outputs(0).get_by_role("button", name="1번").wait_for()
    assert book.evaluate("count") == 1
    with pytest.raises(AssertionError, match="ZeroDivisionError"):
        book.clean()


@pytest.mark.parametrize(
    ("widgets", "grows"),
    [
        ([90, 100, 100, 100], False),
        ([90, 166, 168, 168], False),  # made late, once
        ([90, 166, 168, 170], True),
        ([90, 100, 120, 140, 160, 180, 200], True),
        ([90, 100, 104, 104, 104, 104, 104], False),
        ([90, 100, 200], False),  # too few rounds to tell
    ],
)
def test_what_grows_from_round_to_round_is_found(widgets, grows):
    assert bool(growing([Memory(count, 5000, 40.0, 120.0) for count in widgets])) is grows


@pytest.mark.parametrize("time", ["first", "second"])
def test_each_notebook_opens_as_a_fresh_machine_would(notebook, time):
    book = notebook(["1"])
    assert book.page.locator('body[data-jp-theme-light="true"]').count() == 1
    book.theme("dark")


def test_kernel_theme_and_page_can_be_changed(notebook):
    book = notebook(["kept = 7", "kept"])
    book.run_cell(0)
    book.theme("dark")
    assert book.page.locator('body[data-jp-theme-light="false"]').count() == 1
    book.theme("light")
    book.reload()
    assert book.evaluate("kept") == 7
    book.execute("kept += 1")
    book.run_cell(1)
    assert book.cell_outputs(1).locator("pre").inner_text().strip() == "8"
    book.restart_kernel()
    assert book.evaluate("'kept' in globals()") is False
    with pytest.raises(AssertionError, match="NameError"):
        book.execute("kept")
    with pytest.raises(AssertionError, match="NameError"):
        book.evaluate("kept")
    book.clean()
