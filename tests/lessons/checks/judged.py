"""What a check says to an answer."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from kwidgets import set_language
from kwidgets.checks import check

import_module("lessons.checks")  # makes the exercises known


def judged(name: str, *answer: Any) -> tuple[bool, str]:
    """Passed or not, and the reason; the feedback is put into words as well, in both languages."""
    feedback = check(name, *answer)
    for language in ("ko", "en"):
        set_language(language)
        assert repr(feedback)
    return feedback.passed, feedback.verdict.reason
