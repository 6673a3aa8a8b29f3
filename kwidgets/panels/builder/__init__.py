"""A model is built: four faces of one model, each of which can be edited."""

from __future__ import annotations

from kwidgets.panels.builder.panel import FACES, ModelBuilder

__all__ = ["FACES", "ModelBuilder"]
