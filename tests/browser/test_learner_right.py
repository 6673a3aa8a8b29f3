"""A learner does everything right, in every lesson."""

from __future__ import annotations

import pytest

from tests.browser.learner import LESSONS, TURNS, Learner


@pytest.mark.parametrize(("name", "language"), TURNS)
def test_who_does_everything_right_passes_everything(notebook, name, language):
    lesson = LESSONS[name]
    learner = Learner(notebook(f"lessons/{language}/{name}.ipynb"), lesson, language)
    exercises = {place: exercise for exercise, place in lesson.exercises.items()}
    for place in range(len(lesson.cells)):
        if place in exercises:
            learner.answers(exercises[place], lesson.reference[exercises[place]], passes=True)
        else:
            learner.runs(place)
    learner.shots(f"lesson-{name}-{language}")
    learner.book.clean()
