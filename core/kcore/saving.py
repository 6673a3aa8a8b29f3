"""Writing models into files and reading them: the public names, as Keras spells them.

What is behind them: ``kcore.files`` (files <-> plain trees, knows no model) and ``kcore.models.restore`` (a checked
tree -> a model).
"""

from __future__ import annotations

from kcore.custom_objects import (
    CustomObjectScope,
    custom_object_scope,
    get_custom_objects,
    get_registered_name,
    get_registered_object,
    register_keras_serializable,
)
from kcore.files import ModelFileError
from kcore.models.restore import serialize_keras_object

__all__ = [
    "CustomObjectScope",
    "ModelFileError",
    "custom_object_scope",
    "get_custom_objects",
    "get_registered_name",
    "get_registered_object",
    "register_keras_serializable",
    "serialize_keras_object",
]
