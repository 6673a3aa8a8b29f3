"""What one unit, one layer and one batch compute, with the actual numbers."""

from __future__ import annotations

from kwidgets.panels.unit_view.panel import UnitView

__all__ = ["UnitView"]
