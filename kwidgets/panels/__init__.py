"""Widgets that a learner can name."""

from __future__ import annotations

from kwidgets.panels.guess import Guess
from kwidgets.panels.triad import Triad, TriadResult

__all__ = ["Guess", "Triad", "TriadResult"]
