"""Data sets of the lessons. Each module has a `load_data()`, as in Keras; none uses the network."""

from __future__ import annotations

from kcore.datasets import seattle_weather

__all__ = ["seattle_weather"]
