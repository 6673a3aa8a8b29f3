"""Losses: what they say about answers, and what they go with."""

from __future__ import annotations

from kwidgets.panels.loss_bench.panel import LossBench

__all__ = ["LossBench"]
