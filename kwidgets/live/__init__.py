"""Live pictures: what a browser draws while a model trains."""

from __future__ import annotations

from kwidgets.live.curves import Curve, LossCurves, Progress
from kwidgets.live.loss_view import LossView
from kwidgets.live.view import LiveView

__all__ = ["Curve", "LiveView", "LossCurves", "LossView", "Progress"]
