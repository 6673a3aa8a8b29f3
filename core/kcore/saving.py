"""Writing models into files and reading them: the public names, as Keras spells them.

What is behind them: ``kcore.files`` (files <-> plain trees, knows no model) and ``kcore.models.restore`` (a checked
tree -> a model).
"""

from __future__ import annotations

import sys

from kcore import elsewhere
from kcore.custom_objects import (
    CustomObjectScope,
    custom_object_scope,
    get_custom_objects,
    get_registered_name,
    get_registered_object,
    register_keras_serializable,
)
from kcore.files import ModelFileError
from kcore.models.restore import deserialize_keras_object, serialize_keras_object
from kcore.models.weights_files import load_weights, save_weights
from kcore.models.whole import load_model, save_model

__all__ = [
    "CustomObjectScope",
    "ModelFileError",
    "custom_object_scope",
    "deserialize_keras_object",
    "get_custom_objects",
    "get_registered_name",
    "get_registered_object",
    "load_model",
    "load_weights",
    "register_keras_serializable",
    "save_model",
    "save_weights",
    "serialize_keras_object",
]


elsewhere.teach(sys.modules[__name__])
