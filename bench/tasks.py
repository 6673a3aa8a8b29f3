"""Small tasks whose results are compared, in a process of their own: `python tasks.py kcore mlp 5`.

Prints one score for each seed. The engine is any module with the names of Keras, so that this file also runs where
only Keras is installed. The digits are the 8 x 8 pictures of the tutorials in the tests.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from pathlib import Path

import numpy as np

DIGITS = Path(__file__).parents[1] / "tests" / "core" / "tutorials" / "scripts" / "digits.npz"


def digits():
    """Pictures between 0 and 1 and their classes: for training, for testing."""
    with np.load(DIGITS) as found:
        x, y, x_test, y_test = (found[key] for key in ("x_train", "y_train", "x_test", "y_test"))
    top = float(max(x.max(), x_test.max()))
    pictures = [(part.reshape(len(part), 8, 8, 1) / top).astype("float32") for part in (x, x_test)]
    return (pictures[0], y.reshape(-1).astype("int32")), (pictures[1], y_test.reshape(-1).astype("int32"))


def sums(count, seed):
    """Sequences of numbers, two of which are marked; the target is the sum of these."""
    rng = np.random.default_rng(seed)
    values = rng.uniform(0, 1, (count, 12)).astype("float32")
    marks = np.zeros_like(values)
    for row in marks:
        row[rng.choice(12, 2, replace=False)] = 1
    return np.stack([values, marks], axis=-1), (values * marks).sum(axis=1, keepdims=True)


def mlp(k):
    """Test accuracy of a dense network on digits."""
    train, test = digits()
    model = k.Sequential(
        [
            k.Input((8, 8, 1)),
            k.layers.Flatten(),
            k.layers.Dense(32, activation="relu"),
            k.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(*train, epochs=40, verbose=0)
    return model.evaluate(*test, verbose=0)[1]


def convnet(k):
    """Test accuracy of a convolutional network on digits."""
    train, test = digits()
    model = k.Sequential([
        k.Input((8, 8, 1)), k.layers.Conv2D(16, 3, activation="relu"), k.layers.MaxPooling2D(2), k.layers.Dropout(0.2),
        k.layers.Flatten(), k.layers.Dense(10, activation="softmax"),
    ])  # fmt: skip
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(*train, epochs=40, verbose=0)
    return model.evaluate(*test, verbose=0)[1]


def lstm(k):
    """Test error of an LSTM that adds the two marked numbers of a sequence."""
    model = k.Sequential([k.Input((12, 2)), k.layers.LSTM(16), k.layers.Dense(1)])
    model.compile(k.optimizers.Adam(0.01), "mean_squared_error", metrics=["mae"])
    model.fit(*sums(1000, 0), epochs=25, verbose=0)
    return model.evaluate(*sums(500, 1), verbose=0)[1]


def autoencoder(k):
    """Test error of digits that went through 12 numbers."""
    (x, _), (x_test, _) = digits()
    x, x_test = x.reshape(len(x), 64), x_test.reshape(len(x_test), 64)
    place = k.Input((64,))
    code = k.layers.Dense(12, activation="relu")(k.layers.Dense(32, activation="relu")(place))
    model = k.Model(place, k.layers.Dense(64, activation="sigmoid")(k.layers.Dense(32, activation="relu")(code)))
    model.compile("adam", "mean_squared_error")
    model.fit(x, x, epochs=40, verbose=0)
    return model.evaluate(x_test, x_test, verbose=0)


def two_and_two(k):
    """Mean test accuracy of class and oddness, from the upper and the lower half of a digit."""
    (x, y), (x_test, y_test) = digits()
    upper, lower = k.Input((32,), name="upper"), k.Input((32,), name="lower")
    both = k.layers.Concatenate()([k.layers.Dense(16, activation="relu")(part) for part in (upper, lower)])
    outputs = [
        k.layers.Dense(10, activation="softmax", name="digit")(both),
        k.layers.Dense(1, activation="sigmoid", name="odd")(both),
    ]
    model = k.Model([upper, lower], outputs)
    model.compile(
        "adam", ["sparse_categorical_crossentropy", "binary_crossentropy"], loss_weights=[1.0, 0.5],
        metrics=[["accuracy"], ["accuracy"]],
    )  # fmt: skip
    halves = [[p.reshape(len(p), 64)[:, :32], p.reshape(len(p), 64)[:, 32:]] for p in (x, x_test)]
    odd, odd_test = ((t[:, None] % 2).astype("float32") for t in (y, y_test))
    model.fit(halves[0], [y, odd], epochs=40, verbose=0)
    logs = model.evaluate(halves[1], [y_test, odd_test], verbose=0, return_dict=True)
    return (float(logs["digit_accuracy"]) + float(logs["odd_accuracy"])) / 2


TASKS = {"mlp": mlp, "convnet": convnet, "lstm": lstm, "autoencoder": autoencoder, "two_and_two": two_and_two}


def main() -> None:
    """Prints the scores of a task with an engine, a seed each."""
    engine, task, seeds = sys.argv[1:]
    os.environ.setdefault("KERAS_BACKEND", "jax")
    k = importlib.import_module(engine)
    scores = []
    for seed in range(int(seeds)):
        k.utils.set_random_seed(seed)
        scores.append(float(TASKS[task](k)))
    print(json.dumps(scores))


if __name__ == "__main__":
    main()
