"""Models: layers joined to a whole that can be trained."""

from __future__ import annotations

from kcore.models.clone import clone_model
from kcore.models.model import Functional, Model
from kcore.models.restore import model_from_json, model_from_yaml
from kcore.models.sequential import Sequential
from kcore.models.whole import load_model, save_model

__all__ = [
    "Functional",
    "Model",
    "Sequential",
    "clone_model",
    "load_model",
    "model_from_json",
    "model_from_yaml",
    "save_model",
]
