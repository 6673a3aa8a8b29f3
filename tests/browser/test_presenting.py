"""Presenter mode as a teacher at a projector uses it."""

from __future__ import annotations

LARGE = "xpath=self::*[contains(@class, 'kw-presenter')]"
SIZE = "root => root.querySelector('{}').getBoundingClientRect().height"


def test_one_key_makes_everything_large_and_the_pictures_too(panel):
    p = panel()
    p.press("▶ Run")
    p.until("triad.session.epochs_done > 40", seconds=20)
    parts = (".kw-run", ".kw-live svg text", ".kw-slider input")
    small = [p.root.evaluate(SIZE.format(part)) for part in parts]
    p.root.get_by_role("slider").first.focus()
    p.book.page.keyboard.press("Alt+KeyP")
    p.root.locator(LARGE).wait_for()
    p.button("Projector").and_(p.root.locator("[aria-pressed=true], .mod-active")).wait_for()
    for before, part in zip(small, parts, strict=True):
        assert p.root.evaluate(SIZE.format(part)) > 1.2 * before, part
    # The pointer still reads the curve where it points, though everything is larger.
    p.root.locator(".kw-live svg").scroll_into_view_if_needed()
    box = p.root.locator(".kw-live svg").bounding_box()
    p.book.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    p.root.locator(".kw-live svg .kw-cursor").wait_for()
    # It is drawn anew with every frame: asked in the page, it is there.
    at = "root => root.querySelector('.kw-live svg .kw-cursor path').getBoundingClientRect().x"
    assert abs(p.root.evaluate(at) - (box["x"] + box["width"] / 2)) < 40  # the nearest point of the curve
    p.book.screenshot("presenting", p.root)
    p.press("Projector")
    p.root.locator(LARGE).wait_for(state="detached")
    assert p.book.evaluate("triad.session.running") is True
    p.book.clean()
