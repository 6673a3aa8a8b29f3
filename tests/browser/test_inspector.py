"""A learner who looks into a model that reads digits, in a real JupyterLab."""

from __future__ import annotations

from tests.browser.test_triad import NAMELESS

MODEL = """
import numpy as np
import kcore as keras
import kwidgets as kw
from kcore.datasets import digits
kw.set_language("en")
keras.utils.set_random_seed(1)
(x, y), (x_test, y_test) = digits.load_data()
x, x_test = x[..., None] / 16.0, x_test[..., None] / 16.0
def make():
    return keras.Sequential([
        keras.Input((8, 8, 1)), keras.layers.Conv2D(6, 3, activation="relu", name="look"),
        keras.layers.Flatten(name="flat"), keras.layers.Dense(16, activation="relu", name="think"),
        keras.layers.Dense(10, activation="softmax", name="say")], name="reader")
model = make()
model.compile("adam", loss="sparse_categorical_crossentropy")
"""
PANEL = "panel = kw.Inspector(model, x=x_test, y=y_test)\npanel"


class Look:
    """The panel in the output of a cell."""

    def __init__(self, book, cell=1):
        self.book = book
        self.root = book.cell_outputs(cell).locator(".kw-inspector")
        self.root.wait_for()

    def turn(self, name):
        self.root.get_by_role("tab", name=name, exact=True).click()

    def pick(self, label, value):
        # Pages that are turned away from are hidden, and have labels of their own.
        self.root.get_by_label(label, exact=True).locator("visible=true").select_option(value)

    def press(self, name):
        self.root.get_by_role("button", name=name, exact=True).click()

    def says(self, text):
        self.root.get_by_text(text).first.wait_for()


def test_every_page_is_seen_in_both_languages_and_on_a_phone(notebook):
    book = notebook([MODEL, PANEL])
    book.page.set_viewport_size({"width": 1280, "height": 2400})
    book.run_all()
    p = Look(book)
    for name in ("Layers", "Config", "Weights", "Layer outputs", "Gradients"):
        p.turn(name)
        book.page.wait_for_timeout(600)
        book.screenshot(f"inspector-{name}", p.root)
    p.turn("Weights")
    book.page.wait_for_timeout(600)
    p.pick("show as", "images")
    book.page.wait_for_timeout(600)
    book.screenshot("inspector-images", p.root)
    p.pick("layer", "think")
    book.page.wait_for_timeout(600)
    book.screenshot("inspector-images2", p.root)
    p.pick("show as", "histogram")
    book.page.wait_for_timeout(600)
    book.screenshot("inspector-hist", p.root)
    p.turn("Layer outputs")
    book.page.wait_for_timeout(600)
    p.pick("layer", "look")
    book.page.wait_for_timeout(600)
    book.theme("dark")
    book.language("ko")
    book.page.wait_for_timeout(600)
    book.screenshot("inspector-ko-dark", p.root)
    book.page.set_viewport_size({"width": 400, "height": 2600})
    for i, name in enumerate(("층", "설정", "가중치", "층의 출력", "그레이디언트")):
        p.turn(name)
        book.page.wait_for_timeout(600)
        book.screenshot(f"inspector-narrow{i}", p.root)
        assert p.root.evaluate(NAMELESS) == []
    book.clean()
