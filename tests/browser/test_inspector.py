"""A learner who looks into a model that reads digits, in a real JupyterLab."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.test_triad import CUT_OFF, NAMELESS, TOO_WIDE

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
PAGES = {
    "층": "None은 샘플 수예요",
    "설정": "가중치는 들어 있지 않아요",
    "가중치": "표준편차",
    "층의 출력": "훈련하지 않을 때의 값이에요",
    "그레이디언트": "손실은",
}
PANEL = "panel = kw.Inspector(model, x=x_test, y=y_test)\npanel"


class Look:
    """The panel in the output of a cell."""

    def __init__(self, book, cell=1, name="inspector"):
        self.book = book
        self.root = book.cell_outputs(cell).locator(f".kw-{name}")
        self.root.wait_for()

    def turn(self, name):
        self.root.get_by_role("tab", name=name, exact=True).click()

    def press(self, name):
        self.root.get_by_role("button", name=name, exact=True).click()

    def says(self, text):
        self.root.get_by_text(text).first.wait_for()

    def choose(self, label, word):
        # Pages that are turned away from are hidden, and have labels of their own.
        self.root.get_by_label(label, exact=True).locator("visible=true").select_option(word)

    def looks_right(self, name, pages):
        """On a telephone, in Korean, in the dark: nothing sticks out, is cut off, or has no name.

        Args:
            name: of the screenshots.
            pages: the Korean word on each tab, and what is read on its page.
        """
        self.book.screenshot(f"{name}-en", self.root)
        self.book.language("ko")
        self.book.theme("dark")
        self.book.page.set_viewport_size({"width": 400, "height": 3000})
        assert self.root.get_by_role("tab").all_inner_texts() == list(pages)
        for number, (word, text) in enumerate(pages.items()):
            self.turn(word)
            self.root.get_by_text(text).locator("visible=true").first.wait_for()
            self.book.screenshot(f"{name}-ko-dark-narrow-{number}", self.root)
            assert self.root.evaluate(TOO_WIDE) == []
            assert self.root.evaluate(CUT_OFF) == []
            assert self.root.evaluate(NAMELESS) == []


def test_a_weight_is_set_by_hand_while_it_is_looked_at_and_put_back(notebook):
    book = notebook([MODEL, PANEL])
    book.page.set_viewport_size({"width": 1280, "height": 2000})
    book.run_all()
    p = Look(book)
    p.says("(window 3 × 3 × channels 1 + bias 1) × filters 6")
    p.says("(None, 8, 8, 1) becomes (32, 8, 8, 1)")
    p.root.get_by_role("tab", name="Layers").focus()
    book.page.keyboard.press("ArrowRight")
    p.says("A config says how the model is made")
    tree = p.root.get_by_role("tree")
    tree.get_by_role("treeitem").first.focus()
    for key in ("End", "ArrowLeft", "ArrowRight", "Home"):
        book.page.keyboard.press(key)
    p.turn("Weights")
    p.choose("layer", "say")
    p.choose("weight", "bias")
    before = book.evaluate("float(model.get_layer('say').bias.value[0])")
    box = p.root.get_by_role("spinbutton", name="value", exact=True)
    box.fill("5")
    box.press("Enter")
    p.says("The prediction moved most at output 0")
    assert book.evaluate("float(model.get_layer('say').bias.value[0])") == 5.0
    p.press("Undo")
    p.says("again.")
    assert book.evaluate("float(model.get_layer('say').bias.value[0])") == before
    p.choose("layer", "look")
    p.choose("show as", "images")
    p.root.locator(".kw-tile").first.wait_for()
    book.screenshot("inspector-filters", p.root)
    p.choose("layer", "think")
    expect(p.root.locator(".kw-tile >> visible=true")).to_have_count(16)
    p.choose("show as", "histogram")
    expect(p.root.locator(".kw-tile >> visible=true")).to_have_count(0)
    book.screenshot("inspector-histogram", p.root)
    p.turn("Layer outputs")
    p.root.get_by_role("option", name="look").locator("visible=true").first.click()
    p.says("(6, 6, 6): 216 numbers")
    p.turn("Gradients")
    p.says("The loss of the first 32 samples is")
    p.looks_right("inspector", PAGES)
    book.clean()


def test_it_follows_a_cell_and_a_training_and_shows_differences(notebook):
    train = "session = kw.TrainingSession(model, x, y, epochs=50, seed=1)\nsession.play()"
    more = (
        "other = make()\nother.layers[2].activation = keras.activations.tanh\nboth = kw.Inspector(model, other)\nboth"
    )
    book = notebook([MODEL, "panel = kw.Inspector(model, x=x_test, y=y_test, page='weights')\npanel", train, more])
    book.page.set_viewport_size({"width": 1280, "height": 2400})
    book.run_all()
    p = Look(book)
    figures = p.root.get_by_text("numbers from").first
    expect(figures).not_to_have_text(figures.inner_text())
    book.execute("session.pause()")
    q = Look(book, 3)
    q.says("think: activation is relu here and tanh there")
    q.says("the weights differ by")
    book.clean()
