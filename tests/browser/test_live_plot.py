"""A plain callback whose picture moves while its cell blocks the kernel."""

from __future__ import annotations

import re

CELLS = [
    """
import time
import numpy as np
import kcore, kwidgets as kw
kw.set_language("en")
x = np.random.default_rng(0).normal(size=(320, 3)).astype("float32")
y = (x[:, 0] > 0).astype("float32")
model = kcore.Sequential([kcore.Input((3,)), kcore.layers.Dense(8, "relu"), kcore.layers.Dense(1, "sigmoid")])
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
class Slow(kcore.callbacks.Callback):
    def on_train_batch_begin(self, batch, logs=None):
        time.sleep(0.02)
""",
    """
model.fit(x, y, batch_size=16, epochs=10, verbose=0, validation_split=0.2,
          callbacks=[kw.LivePlot(baseline=0.5), Slow()]);
""",
]
RUN = "() => { jupyterapp.commands.execute('notebook:run-cell') }"


def frames(page):
    return int(page.locator(".kw-loss").first.get_attribute("data-frame"))


def start(book):
    book.run_cell(0)
    book.cells.nth(1).locator(".jp-InputArea-prompt").click()
    book.page.evaluate(RUN)
    book.page.locator(".kw-loss").nth(1).wait_for()


def test_the_curves_move_while_the_cell_runs_and_stay_when_it_is_over(notebook):
    book = notebook(CELLS)
    start(book)
    page, output = book.page, book.cell_outputs(1)
    prompt = book.cells.nth(1).locator(".jp-InputArea-prompt")
    seen = []
    for _ in range(4):
        before = frames(page)
        page.wait_for_function("n => +document.querySelector('.kw-loss').dataset.frame > n + 2", arg=before)
        seen.append(output.locator(".kw-words").first.inner_text())
    assert "[*]" in prompt.inner_text()  # all this while the kernel hears nothing
    assert "s left" in seen[-1]
    assert len(set(seen)) > 1
    output.locator(".kw-curve.kw-validation[d*=L]").first.wait_for()
    assert output.locator(".kw-lost").first.is_hidden()
    book.screenshot("live-plot-running", output)
    output.get_by_text("epoch 10/10 · done").first.wait_for(timeout=30_000)
    prompt.filter(has_text=re.compile(r"\[\d+\]")).wait_for()
    assert output.locator(".kw-loss").count() == 2
    assert output.locator("[data-row=baseline]").count() == 1
    book.language("ko")
    output.get_by_text("기준 모델").first.wait_for()
    book.theme("dark")
    book.screenshot("live-plot-dark-korean", output)
    book.clean()


def test_an_interrupt_ends_it_and_the_next_training_is_drawn_anew(notebook):
    book = notebook(CELLS)
    start(book)
    page, output = book.page, book.cell_outputs(1)
    page.wait_for_function("() => +document.querySelector('.kw-loss').dataset.frame > 5")
    page.evaluate("() => { jupyterapp.commands.execute('notebook:interrupt-kernel') }")
    output.get_by_text("Training stopped before its end. KeyboardInterrupt").first.wait_for()
    output.locator(".kw-words").first.filter(has_text="paused").wait_for()
    assert book.evaluate("kw.session.blocking.blocked_for()") is None
    book.run_cell(1)
    book.cell_outputs(1).get_by_text("epoch 10/10 · done").first.wait_for()
    assert book.cell_outputs(1).locator(".kw-loss").count() == 2
    book.clean()
