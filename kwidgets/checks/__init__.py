"""Exercises: a verdict with a reason, hints one at a time, and progress that is kept."""

from __future__ import annotations

from kwidgets.checks.exercises import check, exercise
from kwidgets.checks.feedback import Feedback
from kwidgets.checks.progress import all_points, forget
from kwidgets.checks.verdict import Verdict

__all__ = ["Feedback", "Verdict", "all_points", "check", "exercise", "forget"]
