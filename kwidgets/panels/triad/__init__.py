"""The panel of lesson 1: network, objective function and optimizer at work."""

from __future__ import annotations

from kwidgets.panels.triad.panel import Triad
from kwidgets.panels.triad.result import TriadResult
from kwidgets.panels.triad.settings import TriadSettings

__all__ = ["Triad", "TriadResult", "TriadSettings"]
