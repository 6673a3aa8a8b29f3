"""First values of variables. The size of random ones follows the layer's inputs and outputs (fans)."""

from __future__ import annotations

from typing import Any

import numpy as np

from kcore import registry
from kcore.initializers.base import Initializer, RandomInitializer
from kcore.initializers.draws import Orthogonal, RandomNormal, RandomUniform, TruncatedNormal
from kcore.initializers.fixed import STFT, Constant, Identity, Ones, Zeros
from kcore.initializers.scaling import (
    GlorotNormal,
    GlorotUniform,
    HeNormal,
    HeUniform,
    LecunNormal,
    LecunUniform,
    VarianceScaling,
)

# Keras's second names
IdentityInitializer, OrthogonalInitializer, STFTInitializer = Identity, Orthogonal, STFT
zeros, ones, constant, identity, orthogonal, stft = Zeros, Ones, Constant, Identity, Orthogonal, STFT
random_normal, random_uniform, truncated_normal = RandomNormal, RandomUniform, TruncatedNormal
glorot_normal, glorot_uniform, variance_scaling = GlorotNormal, GlorotUniform, VarianceScaling
he_normal, he_uniform, lecun_normal, lecun_uniform = HeNormal, HeUniform, LecunNormal, LecunUniform


def get(identifier: Any) -> Any:
    """The initializer for a name, config, object, array or function (shape, dtype) -> array; None for None.

    Raises:
        ValueError: for an unknown name.
    """
    return Constant(identifier) if isinstance(identifier, np.ndarray) else registry.get("initializer", identifier)


def serialize(initializer: Any) -> Any:
    """An initializer as plain values, from which ``deserialize`` makes it again."""
    return registry.serialize(initializer)


def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """The initializer that ``serialize`` wrote, also one of ``custom_objects`` by name."""
    return registry.get("initializer", config, custom_objects=custom_objects)


__all__ = [
    "STFT",
    "Constant",
    "GlorotNormal",
    "GlorotUniform",
    "HeNormal",
    "HeUniform",
    "Identity",
    "IdentityInitializer",
    "Initializer",
    "LecunNormal",
    "LecunUniform",
    "Ones",
    "Orthogonal",
    "OrthogonalInitializer",
    "RandomInitializer",
    "RandomNormal",
    "RandomUniform",
    "STFTInitializer",
    "TruncatedNormal",
    "VarianceScaling",
    "Zeros",
    "constant",
    "deserialize",
    "get",
    "glorot_normal",
    "glorot_uniform",
    "he_normal",
    "he_uniform",
    "identity",
    "lecun_normal",
    "lecun_uniform",
    "ones",
    "orthogonal",
    "random_normal",
    "random_uniform",
    "serialize",
    "stft",
    "truncated_normal",
    "variance_scaling",
    "zeros",
]
