"""A small network to play with."""

from __future__ import annotations

from kwidgets.panels.playground.panel import Playground
from kwidgets.panels.playground.presets import PRESETS
from kwidgets.panels.playground.settings import PlaygroundSettings

__all__ = ["PRESETS", "Playground", "PlaygroundSettings"]
