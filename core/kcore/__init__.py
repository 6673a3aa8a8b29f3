"""kcore: the Keras model API on plain NumPy.

>>> import kcore
>>> model = kcore.Sequential([kcore.Input((2,)), kcore.layers.Dense(8, activation="tanh"), kcore.layers.Dense(1)])
>>> model.count_params()
33
"""

from __future__ import annotations

from kcore import (
    activations,
    autodiff,
    callbacks,
    config,
    constraints,
    datasets,
    initializers,
    layers,
    losses,
    metrics,
    models,
    ops,
    optimizers,
    random,
    registry,
    regularizers,
    saving,
    utils,
)
from kcore.autodiff import Variable
from kcore.layers import Input, Layer
from kcore.models import Model, Sequential

__version__ = "0.1.0"

__all__ = [
    "Input",
    "Layer",
    "Model",
    "Sequential",
    "Variable",
    "activations",
    "autodiff",
    "callbacks",
    "config",
    "constraints",
    "datasets",
    "initializers",
    "layers",
    "losses",
    "metrics",
    "models",
    "ops",
    "optimizers",
    "random",
    "registry",
    "regularizers",
    "saving",
    "utils",
]
