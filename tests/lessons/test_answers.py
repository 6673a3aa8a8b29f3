"""Every lesson's code and the answers to its exercises; `python -m tests.lessons.thresholds` tries ten seeds."""

from __future__ import annotations

import pytest

from tests.lessons.thresholds import tallies
from tests.lessons.walk import LESSONS


@pytest.mark.parametrize("name", LESSONS)
def test_every_exercise_has_its_answers(name):
    lesson = LESSONS[name]
    assert set(lesson.exercises) == set(lesson.reference) == set(lesson.planted)
    assert all(lesson.planted.values())


@pytest.mark.parametrize("name", LESSONS)
def test_answers_are_judged_as_they_should_be(name, tmp_path, monkeypatch):
    monkeypatch.setenv("KWIDGETS_STATE", str(tmp_path))
    for tally in tallies(LESSONS[name], [1]):
        assert tally.right == 1, (tally.exercise, tally.answer, tally.judged)
