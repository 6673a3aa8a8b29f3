"""Command, run by the tests: real Keras on JAX saves models in the middle of training, and goes on with ours.

``python -m tests.core.saving.go_on FOLDER``. For each case there it reads ``NAME.ours.keras`` and
``NAME.ours.h5``, which the engine saved; it takes one more step with the first, and writes the answers of both. And
it writes ``NAME.theirs.keras``, ``NAME.theirs.h5`` and the answers after one more step of its own.
"""

from __future__ import annotations

import os
import sys
import warnings
from pathlib import Path
from typing import Any

import numpy as np

from tests.core.saving import models

CASES = {
    "mlp-adam": (models.mlp, lambda k: k.optimizers.Adam(0.01, amsgrad=True)),
    "nested-rmsprop": (models.nested, lambda k: k.optimizers.RMSprop(0.01, momentum=0.5, centered=True)),
    "two_and_two-sgd": (models.two_and_two, lambda k: k.optimizers.SGD(0.05, momentum=0.9, nesterov=True)),
}
LOSSES = {
    "mlp": "categorical_crossentropy",
    "nested": "mse",
    "two_and_two": {"value": "mse", "kind": "categorical_crossentropy"},
}


def targets(model: Any, samples: int = 6) -> Any:
    """Right answers: classes where the last layer is a softmax."""
    chance = np.random.default_rng(3)
    made = [
        np.eye(place.shape[-1], dtype="float32")[chance.integers(0, place.shape[-1], samples)]
        for place in model.outputs
    ]
    return made[0] if len(made) == 1 else made


def prepared(k: Any, name: str) -> Any:
    """A compiled model of either package, from the same weights."""
    make, optimizer = CASES[name]
    model = make(k)
    models.scramble(model, seed=1)
    model.compile(optimizer(k), LOSSES[make.__name__])
    return model


def step(model: Any, count: int = 1) -> None:
    x, y = models.data(model), targets(model)
    for _ in range(count):
        model.train_on_batch(x, y)


def answered(model: Any, path: Path) -> None:
    np.savez(path, *models.answers(model, models.data(model)))


def main(folder: Path) -> None:
    os.environ["KERAS_BACKEND"] = "jax"
    import keras

    warnings.simplefilter("ignore")
    for name in CASES:
        model = prepared(keras, name)
        step(model, 3)
        model.save(folder / f"{name}.theirs.keras")
        model.save(folder / f"{name}.theirs.h5")
        step(model)
        answered(model, folder / f"{name}.theirs.npz")
        ours = keras.models.load_model(folder / f"{name}.ours.keras")
        step(ours)
        answered(ours, folder / f"{name}.ours.keras.npz")
        # real Keras cannot train what it loads from .h5, its own files neither: it builds the optimizer for nothing
        answered(keras.models.load_model(folder / f"{name}.ours.h5"), folder / f"{name}.ours.h5.npz")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
