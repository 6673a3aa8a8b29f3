"""The model builder as a learner uses it: by mouse, by keyboard, by code, with mistakes on the way."""

from __future__ import annotations

from playwright.sync_api import expect

CELLS = ["import kwidgets as kw\nkw.set_language('en')\nbuilder = kw.ModelBuilder()\nbuilder", ""]


def open_builder(notebook):
    book = notebook(CELLS)
    book.page.set_viewport_size({"width": 1280, "height": 2200})
    book.run_all()
    root = book.cell_outputs(0).locator(".kw-builder")
    root.wait_for()
    return book, root


def layers(book):
    return book.evaluate("[(type(l).__name__, getattr(l, 'units', None)) for l in builder.model.layers]")


def test_a_model_is_built_by_mouse_with_mistakes_that_are_explained(notebook):
    book, root = open_builder(notebook)
    root.locator(".kw-node").nth(1).click()
    units = root.get_by_label("units")
    units.fill("0")
    units.press("Enter")
    root.get_by_text("whole number").first.wait_for()
    assert layers(book) == [("Dense", 8), ("Dense", 1)]
    units.fill("16")
    units.press("Enter")
    expect(root.locator(".kw-code").first).to_contain_text("Dense(16")
    root.get_by_role("button", name="Duplicate", exact=True).click()
    expect(root.locator(".kw-node")).to_have_count(4)
    book.language("ko")
    root.get_by_role("button", name="↶ 되돌리기").click()
    expect(root.locator(".kw-node")).to_have_count(3)
    root.get_by_text("모델의 그림").wait_for()
    book.theme("dark")
    book.screenshot("builder-dark-ko", root)
    book.page.set_viewport_size({"width": 400, "height": 3000})
    wide = "e => [...e.querySelectorAll('*')].filter(n => n.getBoundingClientRect().right > innerWidth + 1).length"
    book.screenshot("builder-narrow-ko", root)
    assert root.evaluate("e => e.scrollWidth - e.clientWidth") <= 0, root.evaluate(wide)
    book.clean()


def test_a_model_is_built_by_keyboard_alone(notebook):
    book, root = open_builder(notebook)
    root.locator(".kw-node[tabindex='0']").focus()
    book.page.keyboard.press("ArrowDown")
    expect(root.get_by_role("button", name="Duplicate", exact=True)).to_be_enabled()
    book.page.keyboard.press("Control+d")
    expect(root.locator(".kw-node")).to_have_count(4)
    expect(root.get_by_role("button", name="↶ Undo")).to_be_enabled()
    root.locator(".kw-node[tabindex='0']").focus()
    book.page.keyboard.press("Control+z")
    expect(root.locator(".kw-node")).to_have_count(3)
    book.clean()
