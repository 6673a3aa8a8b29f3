"""The desk where a model is written into files and read from them."""

from __future__ import annotations

from kwidgets.panels.save_desk.panel import SaveDesk

__all__ = ["SaveDesk"]
