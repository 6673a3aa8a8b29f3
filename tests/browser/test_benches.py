"""A learner at the benches and at the view of single units, in a real JupyterLab."""

from __future__ import annotations

import re
import time

from tests.browser.test_triad import CUT_OFF, NAMELESS, TOO_WIDE

MODEL = """
import numpy as np
import kcore as keras
import kwidgets as kw
kw.set_language("en")
keras.utils.set_random_seed(1)
x = np.random.default_rng(0).normal(size=(64, 3)).astype("float32")
y = (x[:, :1] - 2 * x[:, 1:2]).astype("float32")
model = keras.Sequential([
    keras.Input((3,)), keras.layers.Dense(4, activation="tanh", name="hidden"), keras.layers.Dense(1, name="last")])
model.compile(keras.optimizers.SGD(0.1), loss="mse")
"""


class Bench:
    """A panel in the output of a cell."""

    def __init__(self, book, name, cell=1):
        self.book = book
        self.root = book.cell_outputs(cell).locator(f".kw-{name}")
        self.root.wait_for()

    def press(self, name):
        self.root.get_by_role("button", name=name, exact=True).click()

    def turn(self, name):
        self.root.get_by_role("tab", name=name, exact=True).click()

    def says(self, text):
        self.root.get_by_text(text).first.wait_for()

    def until(self, expression, seconds=10):
        """Waits until a Python expression holds in the kernel."""
        end = time.monotonic() + seconds
        while not self.book.evaluate(f"bool({expression})"):
            assert time.monotonic() < end, f"not within {seconds} s: {expression}"
            time.sleep(0.05)

    def pictures(self, name):
        """Screenshots in both themes and languages, and on a telephone."""
        page = self.book.page
        self.book.screenshot(f"{name}-en", self.root)
        self.book.theme("dark")
        self.book.language("ko")
        self.book.screenshot(f"{name}-ko-dark", self.root)
        assert self.root.evaluate(NAMELESS) == []
        page.set_viewport_size({"width": 400, "height": 2600})
        page.wait_for_timeout(300)
        self.book.screenshot(f"{name}-narrow", self.root)
        assert self.root.evaluate(TOO_WIDE) == []
        assert self.root.evaluate(CUT_OFF) == []
        self.book.language("en")
        self.book.theme("light")
        page.set_viewport_size({"width": 1280, "height": 1700})


def test_walks_through_a_unit_a_layer_and_a_batch_by_keys_alone(notebook):
    book = notebook([MODEL, "view = kw.UnitView(model, x, y)\nview", ""])
    book.page.set_viewport_size({"width": 1280, "height": 1700})
    book.run_all()
    view = Bench(book, "unit")
    view.says("3 numbers come into this unit")
    view.root.get_by_role("button", name="Next").focus()
    for step in range(1, 7):
        book.page.keyboard.press("ArrowRight")
        view.says(f"step {step + 1} of 7")
    view.says(re.compile(r"tanh\(.*\) = "))
    book.page.keyboard.press("ArrowRight")  # nothing lies behind the last step
    book.page.keyboard.press("ArrowLeft")
    view.says("step 6 of 7")
    box = view.root.locator(".kw-unit-rows input").first
    box.fill("5")
    box.press("ArrowLeft")  # moves the caret, not the walk
    box.press("Enter")
    assert book.evaluate("view.step") == 5
    view.press("Next ▶")
    view.says("You changed the inputs")
    view.pictures("unit-unit")
    view.turn("one layer")
    view.root.get_by_role("button", name="Next").focus()
    for _ in range(4):
        book.page.keyboard.press("ArrowRight")
    view.says("the outputs of 4 units")
    view.pictures("unit-layer")
    view.turn("one batch, both ways")
    for _ in range(7):
        view.press("Next ▶")
    view.says("SGD with learning rate 0.100 would move the weights of last")
    before = book.evaluate("view._state.batch.loss")
    start = book.evaluate("float(model.layers[0].kernel.value.sum())")
    view.pictures("unit-batch")
    assert book.evaluate("float(model.layers[0].kernel.value.sum())") == start
    view.press("Take this step")
    view.says("One step was taken")
    assert book.evaluate("view._state.batch.loss") < before
    book.execute("model.fit(x, y, epochs=3, verbose=0)")
    book.run_cell(2)
    assert book.evaluate("view._state.batch.loss") < before / 2
    book.clean()


def drag(chart, name, dx, dy=0):
    """Takes hold of a thing in a chart and moves it by so many pixels."""
    page = chart.page
    grip = chart.locator(f'[data-name="{name}"] .kw-ring')
    box = grip.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in (0.25, 0.5, 0.75, 1.0):
        page.mouse.move(x + step * dx, y + step * dy)
    page.mouse.up()


def test_activations_are_dragged_laid_over_each_other_and_fed_with_data(notebook):
    book = notebook([MODEL, "bench = kw.ActivationBench()\nbench", ""])
    book.page.set_viewport_size({"width": 1280, "height": 1700})
    book.run_all()
    bench = Bench(book, "activation")
    charts = bench.root.locator(".kw-chart")
    charts.first.locator(".kw-curve").nth(2).wait_for()
    before = book.evaluate("bench.x")
    drag(charts.first, "x", 90)
    bench.until(f"bench.x > {before} + 0.5")
    bench.says(f"f({book.evaluate('kw.i18n.number(bench.x)')})")
    grip = charts.nth(1).locator('[data-name="x"]')
    grip.focus()
    grip.press("ArrowLeft")
    at = book.evaluate("bench.x")
    grip.press("Shift+ArrowLeft")
    bench.until(f"bench.x < {at}")
    bench.root.get_by_label("lay over").select_option("leaky_relu")
    box = bench.root.locator(".kw-one").nth(3).get_by_label("negative_slope")
    box.fill("-0.5")
    box.press("Enter")
    bench.until("bench._curves.functions[-1].options['negative_slope'] == -0.5")
    bench.root.get_by_role("slider", name="How widely the data are spread").first.press("End")
    bench.until("bench._source.deviation == 20")
    bench.pictures("activation-curves")
    bench.turn("several numbers together (softmax)")
    third = bench.root.get_by_role("slider", name="Input number 3")
    third.press("End")
    bench.until("bench._vector.inputs[2] == 10")
    third.press("Home")
    bench.until("bench._vector.inputs[2] == -10")
    bench.press("Add 1 to all")
    bench.until("bench._vector.inputs.tolist() == [3, 2, -9, 1]")
    bench.says("together 1.00")
    bench.pictures("activation-softmax")
    book.clean()


def test_answers_and_an_outlier_are_dragged_and_combinations_are_compared(notebook):
    book = notebook([MODEL, "bench = kw.LossBench()\nbench", ""])
    book.page.set_viewport_size({"width": 1280, "height": 1700})
    book.run_all()
    bench = Bench(book, "lossbench")
    charts = bench.root.locator(".kw-chart")
    points = charts.first.locator('[data-name="points"]')
    points.wait_for()
    points.focus()
    points.press("PageDown")  # the last point is the outlier
    before = book.evaluate("bench.board.targets[-1].item()")
    points.press("Shift+ArrowDown")
    bench.until(f"bench.board.targets[-1] < {before}")
    drag(charts.nth(1), "here", -60)
    bench.until("bench.board.scores[0, 0] < 2.9")
    bench.press("One step along the arrows")
    bench.press("Reset")
    bench.until("bench.board.targets[-1] == 9")
    bench.pictures("loss-numbers")
    for task in ("logit", "classes", "vectors"):
        bench.root.get_by_label("task").select_option(book.evaluate(f"kw.i18n.t('lossbench.task.{task}')"))
        bench.until(f"bench.board.task.name == '{task}'")
        bench.root.get_by_text(book.evaluate(f"kw.i18n.t('lossbench.about.{task}')")).wait_for()
        book.screenshot(f"loss-{task}", bench.root)
    bench.turn("what fits together, what does not")
    bench.says("whatever comes in, the answer is 1")
    bench.pictures("loss-case")
    bench.root.get_by_label("combination").select_option("several classes: one-hot targets with the sparse loss")
    bench.says("For one-hot targets use categorical_crossentropy")
    book.screenshot("loss-refused", bench.root)
    book.clean()
