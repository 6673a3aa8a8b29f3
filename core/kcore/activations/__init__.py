"""Activation functions: what a layer does to each of its sums before handing them on."""

from __future__ import annotations

from typing import Any

from kcore import registry
from kcore.activations.probabilities import glu, log_softmax, softmax, sparsemax
from kcore.activations.rectified import (
    celu,
    elu,
    hard_shrink,
    leaky_relu,
    linear,
    relu,
    relu6,
    selu,
    soft_shrink,
    threshold,
)
from kcore.activations.sigmoids import (
    hard_sigmoid,
    hard_tanh,
    log_sigmoid,
    sigmoid,
    softsign,
    sparse_sigmoid,
    tanh,
    tanh_shrink,
)
from kcore.activations.smooth import exponential, gelu, hard_silu, mish, silu, softplus, sparse_plus, squareplus

swish = silu
hard_swish = hard_silu


def get(identifier: Any) -> Any:
    """The activation for a name, config or function; ``linear`` for None.

    Raises:
        ValueError: for an unknown name.
    """
    return linear if identifier is None else registry.get("activation", identifier)


def serialize(activation: Any) -> Any:
    """The name under which an activation is written into configs; the config of a layer."""
    own = activation.__name__ in registry.names("activation") if hasattr(activation, "__name__") else False
    return activation.__name__ if own else registry.serialize(activation)


def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """The activation that ``serialize`` wrote, also one of ``custom_objects`` by name."""
    return registry.get("activation", config, custom_objects=custom_objects)


__all__ = [
    "celu",
    "deserialize",
    "elu",
    "exponential",
    "gelu",
    "get",
    "glu",
    "hard_shrink",
    "hard_sigmoid",
    "hard_silu",
    "hard_swish",
    "hard_tanh",
    "leaky_relu",
    "linear",
    "log_sigmoid",
    "log_softmax",
    "mish",
    "relu",
    "relu6",
    "selu",
    "serialize",
    "sigmoid",
    "silu",
    "soft_shrink",
    "softmax",
    "softplus",
    "softsign",
    "sparse_plus",
    "sparse_sigmoid",
    "sparsemax",
    "squareplus",
    "swish",
    "tanh",
    "tanh_shrink",
    "threshold",
]
