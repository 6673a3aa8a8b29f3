"""Learners who go through a lesson's notebook: they guess, press buttons, type answers."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Final

from playwright.sync_api import Locator
from playwright.sync_api import TimeoutError as TooLate

from tests.browser.book import Book
from tests.lessons.walk import LESSONS, Lesson

# Who does it right in one language is met by the others in the other.
TURNS = [(name, ("ko", "en")[number % 2]) for number, name in enumerate(LESSONS)]
OTHER = {"ko": "en", "en": "ko"}
WORDS = {"ko": {True: "맞았어요", False: "아직이에요"}, "en": {True: "Passed", False: "Not yet"}}
PATIENCE: Final = 5000  # ms that a hasty learner tries to press a button
# A cell that asks for a prediction.
ASKS = re.compile(r"kw\.(Guess|Choice|Sketch)\(")


class Learner:
    """Someone at the notebook of a lesson.

    Args:
        book: the notebook, just opened.
        lesson: which lesson it is.
        language: "ko" or "en".
    """

    def __init__(self, book: Book, lesson: Lesson, language: str) -> None:
        self.book, self.lesson, self.words = book, lesson, WORDS[language]
        book.execute("SEED = 1")

    def runs(self, place: int) -> None:
        """A cell is run, and the prediction that it asks for is made."""
        self.book.run_cell(place)
        if ASKS.search(self.lesson.cells[place]):
            self._predicts(self.book.cell_outputs(place).locator(".kw-guessing"))

    def answers(self, exercise: str, code: str, *, passes: bool, reason: str | None = None) -> None:
        """The cell of an exercise is written anew and run, and the verdict is read."""
        place = self.lesson.exercises[exercise]
        self.book.cells.nth(place).locator(".cm-content").click()
        self.book.page.keyboard.press("Control+a")
        self.book.page.keyboard.insert_text(code.strip())
        self.book.run_cell(place)
        self.book.cell_outputs(place).get_by_text(self.words[passes]).first.wait_for()
        if reason is not None:
            assert self.book.evaluate("Out[max(Out)].verdict.reason") == reason

    def presses_everything(self, place: int, most: int = 6) -> int:
        """Each button that a cell shows is pressed once, from the first to the last, without reading."""
        buttons = self.book.cell_outputs(place).locator("button >> visible=true")
        pressed = 0
        for number in range(min(buttons.count(), most)):
            if number < buttons.count() and buttons.nth(number).is_enabled():
                # What an earlier press takes off the page in this moment is not there to be pressed any more.
                with suppress(TooLate):
                    buttons.nth(number).click(timeout=PATIENCE)
                    pressed += 1
        return pressed

    def _predicts(self, question: Locator) -> None:
        answers = question.locator("input[type=radio]")
        if answers.count():
            answers.nth(1).click()
        question.locator("button").last.click()
        question.get_by_role("status").first.wait_for()

    def shots(self, name: str) -> None:
        """Pictures of the whole notebook, a window each, if they are asked for."""
        page = self.book.page
        height = page.evaluate("() => document.querySelector('.jp-WindowedPanel-outer').scrollHeight")
        for number in range(-(-int(height) // 850)):
            page.evaluate("y => document.querySelector('.jp-WindowedPanel-outer').scrollTo(0, y)", 850 * number)
            self.book.screenshot(f"{name}-{number + 1:02}")
