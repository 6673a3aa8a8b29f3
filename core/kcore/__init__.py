"""kcore: the Keras model API on plain NumPy.

>>> import kcore
>>> model = kcore.Sequential([kcore.Input((2,)), kcore.layers.Dense(8, activation="tanh"), kcore.layers.Dense(1)])
>>> model.count_params()
33
"""

from __future__ import annotations

import sys

from kcore import (
    activations,
    autodiff,
    backend,
    callbacks,
    config,
    constraints,
    datasets,
    elsewhere,
    initializers,
    layers,
    losses,
    metrics,
    models,
    ops,
    optimizers,
    preprocessing,
    random,
    registry,
    regularizers,
    saving,
    utils,
)
from kcore.autodiff import Variable
from kcore.gradient_tape import GradientTape
from kcore.initializers import Initializer
from kcore.install import install_as_keras, uninstall
from kcore.layers import Input, Layer
from kcore.losses import Loss
from kcore.metrics import Metric
from kcore.models import Model, Sequential
from kcore.optimizers import Optimizer
from kcore.regularizers import Regularizer
from kcore.symbolic import KerasTensor

__version__ = "0.1.0"

elsewhere.teach(
    sys.modules[__name__], activations, backend, callbacks, config, constraints, datasets, initializers, layers, losses,
    metrics, models, ops, optimizers, preprocessing, random, regularizers, saving, utils,
)  # fmt: skip

__all__ = [
    "GradientTape",
    "Initializer",
    "Input",
    "KerasTensor",
    "Layer",
    "Loss",
    "Metric",
    "Model",
    "Optimizer",
    "Regularizer",
    "Sequential",
    "Variable",
    "activations",
    "autodiff",
    "backend",
    "callbacks",
    "config",
    "constraints",
    "datasets",
    "initializers",
    "install_as_keras",
    "layers",
    "losses",
    "metrics",
    "models",
    "ops",
    "optimizers",
    "preprocessing",
    "random",
    "registry",
    "regularizers",
    "saving",
    "uninstall",
    "utils",
]
