"""A learner makes a mistake in every exercise of every lesson, reads why it is one, and mends it."""

from __future__ import annotations

import pytest

from tests.browser.learner import LESSONS, OTHER, TURNS, Learner


@pytest.mark.parametrize(("name", "language"), TURNS)
def test_a_mistake_in_each_exercise_is_recognised_and_mended(notebook, name, language):
    lesson = LESSONS[name]
    learner = Learner(notebook(f"lessons/{OTHER[language]}/{name}.ipynb"), lesson, OTHER[language])
    learner.book.run_all()
    for exercise, mistakes in lesson.planted.items():
        reason, code = next(iter(mistakes.items()))  # all the others are made in tests/lessons/test_answers.py
        learner.answers(exercise, code, passes=False, reason=reason)
        learner.answers(exercise, lesson.reference[exercise], passes=True)
    learner.shots(f"lesson-{name}-{OTHER[language]}-mistakes")
    learner.book.clean()
