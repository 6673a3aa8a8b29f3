"""A learner at the race of optimizers, in a real JupyterLab."""

from __future__ import annotations

import re
import time

from playwright.sync_api import expect

from tests.browser.test_triad import CUT_OFF, NAMELESS, TOO_WIDE

SURFACE = """
import kwidgets as kw
race = kw.OptimizerRace(language="en", steps=120)
race
"""
MODEL = """
import kcore, numpy as np
rng = np.random.default_rng(0)
x = rng.normal(size=(300, 4)).astype("float32")
y = (np.sin(x[:, :1]) + x[:, 1:2] * x[:, 2:3]).astype("float32")
def model():
    return kcore.Sequential([kcore.Input((4,)), kcore.layers.Dense(16, "relu"), kcore.layers.Dense(1)])
trial = kw.OptimizerRace(model, x, y, loss="mean_squared_error", seeds=3, epochs=8, speed="full")
trial
"""


class Race:
    """A race in the output of a cell."""

    def __init__(self, book, cell, name):
        self.book, self.name = book, name
        self.root = book.cell_outputs(cell).locator(".kw-race")
        self.root.locator(".kw-run").wait_for()

    def press(self, name):
        self.root.get_by_role("button", name=name, exact=True).click()

    def until(self, expression, seconds=20):
        end = time.monotonic() + seconds
        while not self.book.evaluate(f"bool({self.name}.{expression})"):
            assert time.monotonic() < end, f"not within {seconds} s: {expression}"
            time.sleep(0.05)

    def says(self, text):
        expect(self.root.get_by_text(text).first).to_be_visible()

    def field(self, name):
        return (
            self.root.locator(".kw-field")
            .filter(has=self.book.page.get_by_text(name, exact=True))
            .locator("input:not([type=range])")
            .first
        )


def test_predict_run_drag_the_start_and_break_a_lane(notebook):
    book = notebook([SURFACE, ""])
    book.page.set_viewport_size({"width": 1280, "height": 2000})
    book.run_all()
    r = Race(book, 0, "race")
    r.press("▶ Run")
    r.says("Predict first: choose who will win")
    assert book.evaluate("race.race.begun") is False
    r.root.get_by_label(re.compile("^B ·")).check()
    r.press("This is my guess")
    r.says("Your guess: B")
    r.press("▶ Run")
    r.root.locator(".kw-chart .kw-curve[data-name=C][d*=L]").first.wait_for()
    r.press("❚❚ Pause")
    rounds = book.evaluate("race.race.rounds")
    r.press("One step")
    r.until(f"race.rounds == {rounds + 1}")
    book.screenshot("race-going", r.root)
    r.root.get_by_role("combobox", name="speed").select_option("full")
    r.press("▶ Run")
    r.until("race.finished")
    r.says(re.compile(r"Lane \w wins"))
    r.says(re.compile("You predicted"))
    book.screenshot("race-over", r.root)
    assert r.root.evaluate(NAMELESS) == []

    # The start is dragged: all lanes go back, and the question is asked again.
    start = r.root.get_by_role("slider", name=re.compile("start"))
    box = start.bounding_box()
    mouse = book.page.mouse
    mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    mouse.down()
    mouse.move(box["x"] + 120, box["y"] + 40, steps=6)
    mouse.up()
    r.until("_state.course.start[0] > -6")
    r.says("all lanes are back at the start")
    assert book.evaluate("race.guess.committed") is False
    # In presenter mode everything is larger, and the hand still meets the point.
    book.execute("kw.set_presenter(True)")
    start.scroll_into_view_if_needed()
    before = book.evaluate("race._state.course.start")
    box = start.bounding_box()
    mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    mouse.down()
    mouse.move(box["x"] + box["width"] / 2 + 48, box["y"] + box["height"] / 2, steps=6)
    mouse.up()
    r.until(f"_state.course.start[0] > {before[0]} + 0.2")
    width = r.root.evaluate("root => root.querySelector('.kw-chart .kw-frame').getBoundingClientRect().width")
    moved = book.evaluate("race._state.course.start[0]") - before[0]
    assert abs(moved - 16 * 48 / width) < 0.3
    book.screenshot("race-presenter", r.root)
    book.execute("kw.set_presenter(False)")

    # One lane gets steps that are too long: it is named, and the others arrive.
    r.root.get_by_role("button", name="B", exact=True).click()
    expect(r.field("momentum")).to_have_value("0.9")
    field = r.field("learning_rate")
    field.fill("9")
    field.press("Enter")
    r.until("lanes[1].words == 'SGD(9, momentum=0.9)'")
    r.says("SGD(learning_rate=9.0, momentum=0.9)")
    r.root.get_by_label("I do not know yet").check()
    r.press("This is my guess")
    r.press("▶ Run")
    r.until("race.finished")
    r.says(re.compile(r"diverged at step \d+: the loss is NaN"))
    r.says("You had not decided")
    assert book.evaluate("race.winner") in "ACD"
    book.clean()


def test_a_model_bands_one_knob_two_languages_and_a_narrow_page(notebook):
    book = notebook([SURFACE, MODEL, ""])
    book.page.set_viewport_size({"width": 1280, "height": 2000})
    book.run_all()
    r = Race(book, 1, "trial")
    r.says("the lanes differ in optimizer alone")
    r.root.get_by_text("Turn one knob only").click()
    r.root.get_by_role("textbox", name="values").fill("0.003, 0.03, 0.3, 30")
    r.press("Make these lanes")
    r.until("lanes[3].words == 'SGD(30)'")
    r.says("the lanes differ in learning_rate alone")
    r.root.get_by_role("combobox", name="knob").select_option("momentum")
    expect(r.root.get_by_role("textbox", name="values")).to_have_value("0, 0.5, 0.9")
    r.root.get_by_role("textbox", name="values").fill("0, 2")
    r.press("Make these lanes")
    r.root.get_by_role("alert").filter(has_text="momentum").wait_for()
    assert book.evaluate("len(trial.lanes)") == 4
    r.root.get_by_label(re.compile("^C ·")).check()
    r.press("This is my guess")
    r.press("▶ Run")
    r.until("race.finished")
    expect(r.root.locator(".kw-band").first).to_be_attached()
    assert r.root.locator(".kw-band").count() >= 3
    r.says(re.compile("3 of 3 seeds diverged"))
    r.says("keras.utils.set_random_seed(1)")
    book.screenshot("race-model", r.root)
    r.root.get_by_role("button", name="한국어").click()
    r.says("출발도 배치도 같아요. 레인끼리 learning_rate만 달라요.")
    r.says(re.compile("레인이 이겼어요"))
    for theme in ("dark", "light"):
        book.theme(theme)
        book.screenshot(f"race-model-{theme}", r.root)
    book.page.set_viewport_size({"width": 400, "height": 2600})
    book.page.wait_for_timeout(300)
    book.screenshot("race-narrow", r.root)
    for root in (r.root, Race(book, 0, "race").root):
        assert root.evaluate(TOO_WIDE) == []
        assert root.evaluate(CUT_OFF) == []
    book.clean()
