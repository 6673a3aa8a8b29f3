"""Handing a model over to real Keras."""

from __future__ import annotations

import importlib
from typing import Any


def to_keras(model: Any) -> Any:
    """The same model, with the same weights, in real Keras: see ``Model.to_keras``."""
    try:
        keras: Any = importlib.import_module("keras")
    except ImportError as error:
        raise ImportError(
            f"to_keras needs Keras 3 ({error}): pip install keras, and a back end such as jax."
        ) from error
    version = str(getattr(keras, "__version__", ""))
    if not version.startswith("3.") or keras.Sequential is type(model):
        raise ImportError(f"to_keras needs the real Keras 3; 'keras' is {keras.__name__} {version} here.")
    theirs = keras.models.model_from_json(model.to_json())
    theirs.set_weights(model.get_weights())
    return theirs
