"""A learner goes through lesson 1 from top to bottom and changes the language in the middle of a training."""

from __future__ import annotations

import pytest

from tests.browser.panel import Panel

# Code cells by what they do, in the order of the notebook.
(
    SETUP, DATA, BASELINE, GUESS, FIRST, FIRST_RUN, ANSWERS, FEATURES, SCALED, CURED, CURED_RUN, OVERFIT, EXERCISE,
) = range(13)  # fmt: skip
WORDS = {
    "ko": {
        "guess": "이렇게 예상해요",
        "run": "▶ 실행",
        "pause": "❚❚ 멈춤",
        "failed": "아직이에요",
        "passed": "맞았어요",
    },
    "en": {
        "guess": "This is my guess",
        "run": "▶ Run",
        "pause": "❚❚ Pause",
        "failed": "Not yet",
        "passed": "Passed",
    },
}
SOLUTION = """
keras.utils.set_random_seed(1)
model = keras.Sequential([
    keras.Input((5,)),
    keras.layers.Dense(16, activation="relu"),
    keras.layers.Dense(1),
])
model.compile(optimizer=keras.optimizers.SGD(learning_rate=0.003), loss="mean_squared_error")
model.fit(z_train, y_train, epochs=60, verbose=0)
kw.check("L01.1", lambda x: model.predict(scaled(x), verbose=0))
"""


class Learner:
    def __init__(self, book, words):
        self.book, self.words = book, words

    def run(self, *cells):
        for cell in cells:
            self.book.run_cell(cell)

    def reads(self, cell, text):
        self.book.cell_outputs(cell).get_by_text(text).first.wait_for()

    def rewrites(self, cell, code):
        self.book.cells.nth(cell).locator(".cm-content").click()
        self.book.page.keyboard.press("Control+a")
        self.book.page.keyboard.insert_text(code)


@pytest.mark.parametrize("language", ["ko"])
def test_a_learner_predicts_runs_investigates_modifies_and_makes(notebook, language):
    words = WORDS[language]
    book = notebook(f"lessons/{language}/01-three-parts.ipynb")
    learner = Learner(book, words)

    learner.run(SETUP, DATA, BASELINE, GUESS)
    learner.reads(BASELINE, "same_as_today = 2.28 °C")
    guessing = book.cell_outputs(GUESS)
    guessing.locator("input[type=number]").fill("3.5")
    guessing.locator("input[type=number]").press("Enter")
    guessing.get_by_role("button", name=words["guess"]).click()

    learner.run(FIRST)
    first = Panel(book, FIRST)
    first.press(words["run"])
    first.root.locator(".kw-curve.kw-train[d*=L]").wait_for()
    first.press(words["pause"])
    first.button(words["run"]).wait_for()
    assert book.evaluate("0 < first.session.loop.step < 60 * 23")
    learner.run(FIRST_RUN, ANSWERS)
    book.cell_outputs(FIRST_RUN).locator("img").wait_for()
    assert book.evaluate("repr(first)").endswith("epoch 60, validation 6.07 °C")
    assert book.evaluate("guess.closed, guess.value") == (True, 3.5)

    learner.run(FEATURES, SCALED, CURED)
    panel = Panel(book, CURED)
    panel.press(words["run"])
    panel.until("triad.session.epochs_done > 5")
    panel.type("learning_rate", "0.02")
    panel.until("abs(triad.session.learning_rate - 0.02) < 1e-6")
    other = {"ko": "en", "en": "ko"}[language]
    panel.press({"ko": "한국어", "en": "English"}[other])
    panel.press(WORDS[other]["pause"])
    panel.press({"ko": "한국어", "en": "English"}[language])
    panel.type("learning_rate", "0.01")
    learner.run(CURED_RUN)
    assert book.evaluate("triad.result().validation < same_as_today + 0.3")
    learner.run(OVERFIT)
    assert book.evaluate("triad.result().train < 1.6 and triad.result().validation > triad.result().best + 0.1")

    learner.run(EXERCISE)
    learner.reads(EXERCISE, words["failed"])
    learner.rewrites(EXERCISE, "import kcore as keras\n" + SOLUTION)
    learner.run(EXERCISE)
    learner.reads(EXERCISE, words["passed"])
    book.screenshot(f"lesson01-{language}")
    book.clean()
