"""The panel of the doctor: what is wrong with a training, why, and a button that mends it."""

from __future__ import annotations

from kwidgets.panels.doctor.panel import Doctor

__all__ = ["Doctor"]
