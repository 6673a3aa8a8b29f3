"""Widgets that a learner can name."""

from __future__ import annotations

from kwidgets.panels.activation_bench import ActivationBench
from kwidgets.panels.builder import ModelBuilder
from kwidgets.panels.choice import Choice
from kwidgets.panels.class_overview import ClassOverview
from kwidgets.panels.doctor import Doctor
from kwidgets.panels.guess import Guess
from kwidgets.panels.inspector import Inspector
from kwidgets.panels.live_plot import LivePlot
from kwidgets.panels.loss_bench import LossBench
from kwidgets.panels.playground import Playground
from kwidgets.panels.progress import Progress
from kwidgets.panels.race import OptimizerRace
from kwidgets.panels.save_desk import SaveDesk
from kwidgets.panels.sketch import Sketch
from kwidgets.panels.triad import Triad, TriadResult
from kwidgets.panels.unit_view import UnitView
from kwidgets.panels.watch import Watch

__all__ = [
    "ActivationBench",
    "Choice",
    "ClassOverview",
    "Doctor",
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
    "Triad",
    "TriadResult",
    "UnitView",
    "Watch",
]
