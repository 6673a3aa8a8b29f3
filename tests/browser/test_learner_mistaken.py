"""A learner makes each planted mistake of every lesson, and mends it."""

from __future__ import annotations

import pytest

from tests.browser.learner import LESSONS, OTHER, TURNS, Learner


@pytest.mark.parametrize(("name", "language"), TURNS)
def test_each_planted_mistake_is_recognised(notebook, name, language):
    lesson = LESSONS[name]
    learner = Learner(notebook(f"lessons/{OTHER[language]}/{name}.ipynb"), lesson, OTHER[language])
    learner.book.run_all()
    for exercise, mistakes in lesson.planted.items():
        for reason, code in mistakes.items():
            learner.answers(exercise, code, passes=False, reason=reason)
        learner.answers(exercise, lesson.reference[exercise], passes=True)
    learner.shots(f"lesson-{name}-{OTHER[language]}-mistakes")
    learner.book.clean()
