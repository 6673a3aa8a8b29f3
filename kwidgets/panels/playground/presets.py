"""Situations worth seeing: what they show is told, and asked, by the texts `playground.preset.<name>.ask`."""

from __future__ import annotations

from typing import Any, Final

PRESETS: Final[dict[str, dict[str, Any]]] = {
    "first": {},
    "straight": {"data": "xor", "hidden": (), "learning_rate": 0.03},
    "feature": {"data": "xor", "hidden": (), "features": ("x1", "x2", "product"), "learning_rate": 0.03},
    "hidden": {"data": "xor", "hidden": (4,), "learning_rate": 0.03},
    "linear": {"data": "circle", "hidden": (8, 8), "activation": "linear"},
    "flat": {"data": "spiral", "noise": 0.0, "hidden": (8,), "activation": "relu"},
    "deep": {"data": "spiral", "noise": 0.0, "hidden": (8, 8, 6), "activation": "relu"},
    "fast": {"data": "moons", "hidden": (6, 4), "activation": "relu", "optimizer": "SGD", "learning_rate": 3.0},
    "slow": {"data": "moons", "hidden": (6, 4), "activation": "relu", "optimizer": "SGD", "learning_rate": 0.0003},
    "vanishing": {"data": "circle", "hidden": (8, 8, 8, 8, 8), "activation": "sigmoid", "optimizer": "SGD",
                  "learning_rate": 0.03},
    "overfit": {"data": "moons", "noise": 0.4, "train_share": 0.1, "hidden": (8, 8, 8), "activation": "relu"},
    "regularized": {"data": "moons", "noise": 0.4, "train_share": 0.1, "hidden": (8, 8, 8), "activation": "relu",
                    "regularizer": "L2", "rate": 0.01},
    "hills": {"data": "hills", "hidden": (8, 6)},
    "penguins": {"data": "penguins", "noise": 0.0, "hidden": (6, 4)},
    "weather": {"data": "weather", "noise": 0.0, "hidden": (4,)},
}  # fmt: skip
