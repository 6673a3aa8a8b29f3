"""The training panel: curves, pictures of the model as it is, and a time machine."""

from __future__ import annotations

from kwidgets.panels.watch.panel import Watch

__all__ = ["Watch"]
