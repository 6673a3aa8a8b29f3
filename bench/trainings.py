"""The trainings that are timed, in a process of their own: `python trainings.py kcore forecast`.

For each line on the standard input it trains a round and answers with the CPU seconds and steps of it. The
engine is any module with the names of Keras, so that this file also runs where only Keras is installed.
"""

from __future__ import annotations

import importlib
import itertools
import json
import os
import sys
import time

import numpy as np

# Samples, shape of a sample, batch size; about as large as what the lessons train on.
SIZES = {
    "forecast": (730, 5, 32),
    "moons": (1000, 2, 32),
    "digits": (4096, 784, 128),
}


def data(name):
    """Inputs and targets: which numbers they are does not matter to the time."""
    rng = np.random.default_rng(0)
    samples, features, _ = SIZES[name]
    x = rng.standard_normal((samples, features)).astype("float32")
    if name == "digits":
        return x, rng.integers(0, 10, samples).astype("int32")
    y = x.sum(axis=1, keepdims=True)
    return x, y if name == "forecast" else (y > 0).astype("float32")


def model(engine, name):
    """The compiled model, by the names that Keras and kcore share."""
    layers = importlib.import_module(f"{engine}.layers")
    optimizers = importlib.import_module(f"{engine}.optimizers")
    made = importlib.import_module(f"{engine}.models").Sequential()
    made.add(layers.Input((SIZES[name][1],)))
    if name == "forecast":  # lesson 1
        parts, loss = [layers.Dense(16, activation="relu"), layers.Dense(1)], "mean_squared_error"
    elif name == "moons":
        hidden = [layers.Dense(8, activation="tanh") for _ in range(2)]
        parts, loss = [*hidden, layers.Dense(1, activation="sigmoid")], "binary_crossentropy"
    else:
        hidden = [layers.Dense(512, activation="relu"), layers.BatchNormalization(), layers.Dropout(0.2)]
        parts = [*hidden, layers.Dense(512, activation="relu"), layers.Dropout(0.2)]
        parts.append(layers.Dense(10, activation="softmax"))
        loss = "sparse_categorical_crossentropy"
    for part in parts:
        made.add(part)
    made.compile(optimizer=optimizers.Adam(0.001), loss=loss)
    return made


def products(name):
    """A function that makes the matrix products of one epoch and nothing else: the floor below any engine."""
    samples, features, batch = SIZES[name]
    sizes = {"forecast": (features, 16, 1), "moons": (features, 8, 8, 1), "digits": (features, 512, 512, 10)}[name]
    rng = np.random.default_rng(0)
    ready = []
    for i, (n, m) in enumerate(itertools.pairwise(sizes)):
        x, w, g = (rng.standard_normal(shape).astype("float32") for shape in ((batch, n), (n, m), (batch, m)))
        ready += [(x.dot, w, np.empty_like(g)), (x.T.dot, g, np.empty_like(w))]
        if i:  # nobody asks for the gradient of the data
            ready.append((g.dot, w.T, np.empty_like(x)))

    def epoch():
        for _ in range(-(-samples // batch)):
            for dot, other, out in ready:
                dot(other, out)

    return epoch


def main():
    """Prepares, warms up, and trains a round whenever a line comes in."""
    engine, name = sys.argv[1:]
    channel = os.fdopen(os.dup(1), "w")  # what an engine prints must not get among the answers
    os.dup2(2, 1)
    samples, _, batch = SIZES[name]
    if engine == "products":
        epoch = products(name)

        def train(epochs):
            for _ in range(epochs):
                epoch()
    else:
        made, (x, y) = model(engine, name), data(name)

        def train(epochs):
            made.fit(x, y, batch_size=batch, epochs=epochs, verbose=0)

    train(2)  # builds, traces, compiles
    began = time.process_time()
    train(2)
    epochs = max(2, round(2 * 0.3 / max(time.process_time() - began, 1e-4)))  # a round takes about 0.3 s
    for _ in sys.stdin:
        began = time.process_time()
        train(epochs)
        seconds = time.process_time() - began
        print(json.dumps({"seconds": seconds, "steps": epochs * -(-samples // batch)}), file=channel, flush=True)


if __name__ == "__main__":
    main()
