"""A panel in a notebook, a monkey in the panel, and somebody who looks after both."""

from __future__ import annotations

import contextlib
import json
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from random import Random

from playwright.sync_api import Error, Page, expect

from tests.browser.book import Book
from tests.browser.monkey import memory
from tests.browser.monkey.actions import Action, draw, perform
from tests.browser.server import Server
from tests.browser.shown import write
from tests.panels import PANELS

# A panel that would fill the machine's memory gets an error instead.
LIMIT = """
import resource
resource.setrlimit(resource.RLIMIT_AS, (12 << 30, resource.RLIM_INFINITY))
import kwidgets as kw
kw.set_language("en")
"""
# A panel that changes its height moves things under a hand that aims at it: nothing else of the notebook takes clicks.
ELSEWHERE = """
.jp-Toolbar, .jp-cell-toolbar, .jp-Notebook-footer, .jp-Cell-inputWrapper, .jp-SideBar, .jp-Collapser
{ pointer-events: none !important }
"""
SHOWN = 15  # of the last actions, in a report
EFFECT = 10_000  # ms for a click to have its effect


class FoundError(AssertionError):
    """Something that must never happen."""


class Cage:
    """A notebook with one panel in its second cell.

    Args:
        page: a fresh page.
        lab: a running JupyterLab.
        name: which panel, of `tests/panels.py`.
        seed: of all that the monkey does.

    Attributes:
        done: what the monkey has done.
        held: memory at the end of each round.
    """

    def __init__(self, page: Page, lab: Server, name: str, seed: int) -> None:
        self.name, self.seed = name, seed
        self.example = PANELS[name]
        self.done: list[Action] = []
        self.held: list[memory.Memory] = []
        folder = Path(tempfile.mkdtemp(dir=lab.root))
        write(folder / "cage.ipynb", [LIMIT, self.example.cell])
        self.book = Book(page, lab, f"{folder.name}/cage.ipynb")
        self.book.run_all()
        page.add_style_tag(content=ELSEWHERE)
        self.book.execute(memory.SETUP)
        self.book.execute(self.example.fill)
        self._random = Random(seed)

    def play(self, seconds: float, rounds: int) -> None:
        """Lets the monkey loose for so long, in so many rounds.

        Raises:
            FoundError: what was found, the seed, the last actions.
        """
        for _ in range(rounds):
            self._round(self._drawn(time.monotonic() + seconds / rounds))
        if not self.example.grows:
            self._told(self._flat)

    def replay(self, actions: Iterable[Action]) -> None:
        """Does again what was written down, in one round."""
        self._round(iter(actions))

    def _drawn(self, end: float) -> Iterator[Action]:
        while time.monotonic() < end:
            yield draw(self.book.page, self.example.css, self._random)

    def _round(self, actions: Iterator[Action]) -> None:
        self._told(lambda: self._let_loose(actions))
        self._told(self._still_works)

    def _let_loose(self, actions: Iterator[Action]) -> None:
        while self._do(islice(actions, 40)):
            self._look()

    def _do(self, actions: Iterable[Action]) -> int:
        before = len(self.done)
        for action in actions:
            self.done.append(action)
            if action.kind == "theme":
                self.book.theme(action.value)
            elif action.kind == "language":
                self.book.language(action.value)
            else:
                perform(self.book.page, self.example.css, action)
        return len(self.done) - before

    def _look(self) -> None:
        self.book.clean()
        assert self.book.evaluate("True") is True
        expect(self.book.cells, "keys of the panel changed the notebook").to_have_count(2)
        expect(self.book.page.locator(self.example.css), "the panel is there once").to_have_count(1)

    def _still_works(self) -> None:
        """Brought back to its start the panel holds what it held, its main control has its effect, it speaks."""
        self.book.page.keyboard.press("Escape")
        self.book.language("en")
        self.book.execute(self.example.again)
        root = self.book.cell_outputs(1).locator(self.example.css)
        seen = root.locator(f"{self.example.sees} >> visible=true")
        expect(seen, "brought back to its start").to_have_count(0, timeout=EFFECT)
        self.held.append(memory.measure(self.book))
        for press in (*self.example.first, self.example.press):
            root.locator(press).first.click(timeout=EFFECT)
        seen.first.wait_for(timeout=EFFECT)
        english = root.inner_text()
        self.book.language("ko")
        expect(root, "speaks Korean").not_to_have_text(english, timeout=EFFECT)
        self.book.language("en")
        self.book.clean()

    def _flat(self) -> None:
        grown = memory.growing(self.held)
        assert not grown, f"memory grows from round to round: {grown}"

    def _told(self, check: Callable[[], None]) -> None:
        """Whatever a check finds is told with the seed and the last actions."""
        try:
            check()
        except (AssertionError, Error) as error:
            raise FoundError(self._report(error)) from error

    def _report(self, error: Exception) -> str:
        with tempfile.NamedTemporaryFile("w", suffix=".json", prefix=f"{self.name}-", delete=False) as file:
            json.dump([action.written() for action in self.done], file)
        with contextlib.suppress(Error):
            self.book.page.screenshot(path=f"{file.name}.png")
        last = "\n".join(f"  {action}" for action in self.done[-SHOWN:])
        return (
            f"{error}\n\n{self.name}, seed {self.seed}, {len(self.done)} actions; the last of them:\n{last}\n"
            f"again: python -m tests.browser.monkey --panel {self.name} --replay {file.name}\n"
            f"picture: {file.name}.png"
        )
