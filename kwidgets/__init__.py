"""Widgets with which a Keras model is learned by touching one.

Panels are shown by a notebook as they are: `kw.Triad(x, y)`. Nothing here needs the network.
"""

from __future__ import annotations

from kwidgets.checks import check, exercise, grade
from kwidgets.forms import Form
from kwidgets.i18n import language, set_language
from kwidgets.panels import (
    ActivationBench,
    Choice,
    ClassOverview,
    Doctor,
    Guess,
    Inspector,
    LivePlot,
    LossBench,
    ModelBuilder,
    OptimizerRace,
    Playground,
    Progress,
    SaveDesk,
    Sketch,
    Triad,
    UnitView,
    Watch,
)
from kwidgets.presenting import set_presenter
from kwidgets.session import TrainingSession

__all__ = [
    "ActivationBench",
    "Choice",
    "ClassOverview",
    "Doctor",
    "Form",
    "Guess",
    "Inspector",
    "LivePlot",
    "LossBench",
    "ModelBuilder",
    "OptimizerRace",
    "Playground",
    "Progress",
    "SaveDesk",
    "Sketch",
    "TrainingSession",
    "Triad",
    "UnitView",
    "Watch",
    "check",
    "exercise",
    "grade",
    "language",
    "set_language",
    "set_presenter",
    "watch",
]

watch = Watch
"""`kw.watch(model, x, y)` reads as what it does."""
