"""Exercises: a verdict with a reason, hints one at a time, and progress that is kept."""

from __future__ import annotations

from kwidgets.checks.class_record import ClassRecord
from kwidgets.checks.exercises import check, exercise, judge, known_exercises
from kwidgets.checks.feedback import Feedback
from kwidgets.checks.grading import grade
from kwidgets.checks.progress import Prediction, Record, add, all_points, forget, load, record_prediction
from kwidgets.checks.progress_code import decode, encode
from kwidgets.checks.verdict import Verdict

__all__ = [
    "ClassRecord",
    "Feedback",
    "Prediction",
    "Record",
    "Verdict",
    "add",
    "all_points",
    "check",
    "decode",
    "encode",
    "exercise",
    "forget",
    "grade",
    "judge",
    "known_exercises",
    "load",
    "record_prediction",
]
