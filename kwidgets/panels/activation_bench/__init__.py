"""Activations: curves, slopes, and what they do to data."""

from __future__ import annotations

from kwidgets.panels.activation_bench.panel import ActivationBench

__all__ = ["ActivationBench"]
