"""Models: layers joined to a whole that can be trained."""

from __future__ import annotations

from kcore.models.model import Model
from kcore.models.restore import model_from_json, model_from_yaml
from kcore.models.sequential import Sequential

__all__ = ["Model", "Sequential", "model_from_json", "model_from_yaml"]
