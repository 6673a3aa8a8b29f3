"""A model looked into: layers, config, weights, what comes out of the layers, gradients, differences."""

from __future__ import annotations

from kwidgets.panels.inspector.panel import Inspector

__all__ = ["Inspector"]
