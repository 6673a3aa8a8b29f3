"""Optimizers side by side, on landscapes and on real models."""

from __future__ import annotations

from kwidgets.panels.race.lanes import Lane
from kwidgets.panels.race.panel import OptimizerRace
from kwidgets.panels.race.surfaces import SURFACES, Surface

__all__ = ["SURFACES", "Lane", "OptimizerRace", "Surface"]
