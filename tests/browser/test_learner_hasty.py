"""A learner clicks before reading, in every lesson: everything, in a stupid order, in two languages."""

from __future__ import annotations

import pytest

from tests.browser.learner import LESSONS, OTHER, TURNS, Learner


@pytest.mark.parametrize(("name", "language"), TURNS)
def test_who_clicks_before_reading_finds_everything_still_there(notebook, name, language):
    lesson = LESSONS[name]
    learner = Learner(notebook(f"lessons/{OTHER[language]}/{name}.ipynb"), lesson, OTHER[language])
    book = learner.book
    book.run_cell(len(lesson.cells) - 1)
    assert book.kernel_errors(), "the last cell needs those before it"
    book.run_all()
    pressed = sum(learner.presses_everything(place) for place in range(len(lesson.cells)))
    assert pressed > 2
    book.language(language)
    pressed = sum(learner.presses_everything(place, most=2) for place in reversed(range(len(lesson.cells))))
    assert pressed > 1
    book.run_all()
    book.clean()
