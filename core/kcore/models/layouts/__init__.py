"""How the weights of a model lie in an HDF5 file: the layouts of Keras 2 and Keras 3."""

from __future__ import annotations

from kcore.models.layouts import keras2, keras3
from kcore.models.layouts.places import Found, put

__all__ = ["Found", "keras2", "keras3", "put"]
