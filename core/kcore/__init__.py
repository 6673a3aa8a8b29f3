"""kcore: the Keras model API on plain NumPy.

>>> import kcore
>>> model = kcore.Sequential([kcore.Input((2,)), kcore.layers.Dense(8, activation="tanh"), kcore.layers.Dense(1)])
>>> model.count_params()
33
"""

from __future__ import annotations

import importlib
import sys
from typing import Any

from kcore import elsewhere

__version__ = "0.1.0"

# Namespaces are read when they are first used, so that importing the engine costs next to nothing.
_NAMESPACES = (
    "activations", "autodiff", "backend", "callbacks", "config", "constraints", "datasets", "initializers", "layers",
    "losses", "metrics", "models", "ops", "optimizers", "preprocessing", "random", "registry", "regularizers", "saving",
    "tree", "utils",
)  # fmt: skip
_NAMES = {
    "GradientTape": "gradient_tape",
    "Initializer": "initializers",
    "Input": "layers",
    "KerasTensor": "symbolic",
    "Layer": "layers",
    "Loss": "losses",
    "Metric": "metrics",
    "Model": "models",
    "Optimizer": "optimizers",
    "Regularizer": "regularizers",
    "Sequential": "models",
    "Variable": "autodiff",
    "install_as_keras": "install",
    "uninstall": "install",
}

__all__ = [*_NAMESPACES, *_NAMES]


def __getattr__(name: str) -> Any:
    if name in _NAMESPACES:
        return importlib.import_module(f"kcore.{name}")
    if name in _NAMES:
        found = globals()[name] = getattr(importlib.import_module(f"kcore.{_NAMES[name]}"), name)
        return found
    raise AttributeError(f"module 'kcore' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


elsewhere.teach(sys.modules[__name__])
