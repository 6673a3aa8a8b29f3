"""Lesson 1's panel in a notebook, as a learner handles it."""

from __future__ import annotations

import time

DATA = """
import numpy as np
import kwidgets as kw
kw.set_language("en")
rng = np.random.default_rng(0)
days = np.arange(1200)
warm = 11 + 7 * np.sin(2 * np.pi * days / 365) + np.cumsum(rng.normal(0, 0.3, 1200)) * 0.2 + rng.normal(0, 2, 1200)
x = np.stack([warm[i : 1190 + i] for i in range(6)], axis=1)
x = (x - x.mean()) / x.std()
y = warm[6:1196]
x_train, y_train, x_validation, y_validation = x[:900], y[:900], x[900:], y[900:]
"""
TRIAD = """
triad = kw.Triad(
    x_train, y_train, (x_validation, y_validation), baseline=2.24, unit="°C", epochs=20_000, speed={speed!r}
)
triad
"""


class Panel:
    """The panel in the output of a cell, as a learner sees it."""

    def __init__(self, book, cell=1):
        self.book = book
        self.root = book.cell_outputs(cell).locator(".kw-triad")
        self.root.wait_for()
        self.root.locator(".kw-run").wait_for()

    def button(self, name):
        return self.root.get_by_role("button", name=name, exact=True)

    def press(self, name):
        self.button(name).click()

    def says(self, text):
        self.root.get_by_text(text).first.wait_for()

    def step(self):
        return self.book.evaluate("triad.session.loop.step")

    def until(self, expression, seconds=10):
        """Waits until a Python expression holds in the kernel."""
        end = time.monotonic() + seconds
        while not self.book.evaluate(f"bool({expression})"):
            assert time.monotonic() < end, f"not within {seconds} s: {expression}"
            time.sleep(0.05)

    def field(self, name):
        """The box or menu of a setting."""
        return self.root.locator(".kw-field").filter(has_text=name).locator("input[type=number], select").last

    def type(self, name, value):
        box = self.field(name)
        box.fill(str(value))
        box.press("Enter")
