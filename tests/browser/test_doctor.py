"""A learner at the doctor's panel, in a real JupyterLab."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.test_triad import CUT_OFF, NAMELESS, TOO_WIDE

WILD = """
import kcore, numpy as np
import kwidgets as kw
from kcore.datasets import bikes
kw.set_language("en")
(x, y), (x_test, y_test) = bikes.load_data()
mean, deviation = x.mean(axis=0), x.std(axis=0)
x, x_test = (x - mean) / deviation, (x_test - mean) / deviation
y, y_test = (y - 145) / 133, (y_test - 145) / 133
kcore.utils.set_random_seed(1)
model = kcore.Sequential([kcore.Input((8,)), kcore.layers.Dense(32, "relu"), kcore.layers.Dense(1)])
model.compile(kcore.optimizers.SGD(3.0), "mse")
"""
OWN = """
doctor = kw.Doctor(model, x, y, (x_test, y_test), epochs=400, batch_size=128, speed="full")
doctor
"""
TRIAD = """
triad = kw.Triad(x, y, (x_test, y_test), optimizer="SGD", learning_rate=3.0, epochs=400, speed="full")
triad
"""
AT_TRIAD = """
beside = kw.Doctor(triad)
beside
"""
GRAMS = """
from kcore.datasets import penguins
(birds, sexes), others = penguins.load_data()
network = kcore.Sequential([kcore.Input((4,)), kcore.layers.Dense(8, "tanh"), kcore.layers.Dense(1, "softmax")])
network.compile(kcore.optimizers.SGD(0.1), "binary_crossentropy", metrics=["accuracy"])
network.fit(birds, sexes, epochs=4, validation_data=others, verbose=0, callbacks=[kw.Doctor()])
None
"""


class Panel:
    """The doctor's panel in the output of a cell."""

    def __init__(self, book, cell):
        self.book = book
        self.root = book.cell_outputs(cell).locator(".kw-doctor")
        self.root.locator(".kw-progress").wait_for()

    def press(self, name):
        self.root.get_by_role("button", name=name, exact=True).first.click()

    def sees(self, text):
        expect(self.root.get_by_text(text).first).to_be_visible(timeout=20_000)

    def misses(self, text):
        expect(self.root.get_by_text(text)).to_have_count(0, timeout=20_000)


def test_named_while_it_happens_cured_by_a_click_and_taken_back_by_keyboard(notebook):
    book = notebook([WILD, OWN, ""])
    book.page.set_viewport_size({"width": 1280, "height": 1500})
    book.run_all()
    panel = Panel(book, 1)
    panel.sees("Nothing found before the first step")
    panel.sees("the training, which has not begun")
    book.screenshot("doctor-before", panel.root)
    panel.press("▶ Run")
    panel.sees("The learning rate is too high")
    expect(panel.root.get_by_role("img", name="warning")).to_be_visible()
    why = panel.root.get_by_text("Why?")
    why.click()
    panel.sees("Too long a step lands on the other side")
    panel.root.get_by_text("In Keras").click()
    panel.sees("SGD(learning_rate=0.03)")
    book.screenshot("doctor-found", panel.root)
    panel.press("Cure it")
    panel.sees("The training begins anew with it.")
    panel.misses("The learning rate is too high")
    panel.sees("Nothing found")
    panel.sees("model.optimizer.learning_rate = 0.03")
    assert book.evaluate("doctor.session.running") is True
    assert book.evaluate("round(doctor.session.learning_rate, 3)") == 0.03
    book.screenshot("doctor-cured", panel.root)
    undo = panel.root.get_by_role("button", name="Undo", exact=True)
    undo.focus()
    book.page.keyboard.press("Enter")
    panel.sees("Undone: it is as it was before.")
    panel.sees("The learning rate is too high")
    assert book.evaluate("doctor.session.learning_rate") == 3.0
    book.clean()


def test_beside_another_panel_in_fit_and_in_both_languages_themes_and_widths(notebook):
    book = notebook([WILD, TRIAD, AT_TRIAD, GRAMS, ""])
    book.page.set_viewport_size({"width": 1280, "height": 2600})
    book.run_all()
    panel = Panel(book, 2)
    book.cell_outputs(1).locator(".kw-run").click()
    panel.sees("The learning rate is too high")
    panel.press("Cure it")
    panel.misses("The learning rate is too high")
    assert book.evaluate("triad.settings.learning_rate") < 0.1
    book.execute("triad.session.pause()")
    # A callback of fit comes on the screen by itself.
    fitted = Panel(book, 3)
    fitted.sees("One unit, and its answer is always 1")
    fitted.sees("What may follow from it")
    book.language("ko")
    fitted.sees("유닛이 하나라서 답이 언제나 1이에요")
    expect(fitted.root.get_by_role("button", name="고치기").first).to_be_visible()
    book.screenshot("doctor-fit-ko", fitted.root)
    book.theme("dark")
    book.screenshot("doctor-fit-ko-dark", fitted.root)
    book.language("en")
    book.screenshot("doctor-fit-dark", fitted.root)
    book.theme("light")
    fitted.press("Cure it")
    fitted.sees("a new model on its own, the old one stays")
    fitted.sees("The inputs are not scaled")
    fitted.press("Cure it")
    fitted.misses("The inputs are not scaled")
    book.execute("kw.set_presenter(True)")
    fitted.press("Undo")
    fitted.sees("What is wrong here?")
    fitted.root.get_by_text("Show the answer").first.click()
    fitted.sees(re.compile("The inputs are not scaled"))
    book.screenshot("doctor-presenter", fitted.root)
    book.execute("kw.set_presenter(False)")
    book.page.set_viewport_size({"width": 400, "height": 2600})
    expect(fitted.root.locator(".kw-finding").first).to_be_visible()
    assert fitted.root.evaluate(TOO_WIDE) == []
    assert fitted.root.evaluate(CUT_OFF) == []
    assert fitted.root.evaluate(NAMELESS) == []
    book.screenshot("doctor-narrow", fitted.root)
    book.clean()
