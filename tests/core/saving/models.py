"""Models of every shape, made by either package: ``make(keras)`` or ``make(kcore)``."""

from __future__ import annotations

from typing import Any

import numpy as np


def mlp(k: Any) -> Any:
    return k.Sequential(
        [
            k.Input((4,)),
            k.layers.Dense(5, activation="relu", kernel_regularizer="l2"),
            k.layers.BatchNormalization(name="middle"),
            k.layers.Dropout(0.0),
            k.layers.Dense(3, activation="softmax"),
        ],
        name="mlp",
    )


def nested(k: Any) -> Any:
    """Models in models, a shared layer, a residual, weights that stand still among those that move."""
    inner = k.Sequential([k.Input((4,)), k.layers.Dense(4), k.layers.BatchNormalization()], name="inner")
    entrance = k.Input((4,), name="entrance")
    dense = k.layers.Dense(4, activation="tanh", name="twice")
    middle = k.Model(entrance, k.layers.Add()([entrance, dense(dense(entrance))]), name="middle")
    x = k.Input((4,), name="x")
    again = k.layers.Dense(4, name="again")
    h = k.layers.Concatenate()([middle(inner(x)), again(again(x))])
    return k.Model(x, k.layers.Dense(1, name="last")(h), name="outer")


def two_and_two(k: Any) -> Any:
    a, b = k.Input((4,), name="left"), k.Input((3,), name="right")
    h = k.layers.Concatenate()([k.layers.Dense(4, activation="relu")(a), b])
    return k.Model(
        [a, b],
        [k.layers.Dense(1, name="value")(h), k.layers.Dense(2, activation="softmax", name="kind")(h)],
        name="two",
    )


def convnet(k: Any) -> Any:
    return k.Sequential(
        [
            k.Input((6, 6, 2)),
            k.layers.Conv2D(3, 3, activation="relu", padding="same"),
            k.layers.MaxPooling2D(),
            k.layers.BatchNormalization(),
            k.layers.Flatten(),
            k.layers.Dense(3, activation="softmax"),
        ],
        name="convnet",
    )


def recurrent(k: Any) -> Any:
    return k.Sequential(
        [
            k.Input((5,)),
            k.layers.Embedding(7, 3),
            k.layers.Bidirectional(k.layers.LSTM(2, return_sequences=True)),
            k.layers.GRU(3, return_sequences=True),
            k.layers.TimeDistributed(k.layers.Dense(3)),
            k.layers.SimpleRNN(2),
            k.layers.Dense(1, activation="sigmoid"),
        ],
        name="recurrent",
    )


MAKERS = [mlp, nested, two_and_two, convnet, recurrent]


def data(model: Any, seed: int = 0, samples: int = 6) -> Any:
    """Inputs for a model of either package."""
    chance = np.random.default_rng(seed)
    if model.name == "recurrent":
        return chance.integers(0, 7, (samples, 5))
    x = [chance.random((samples, *place.shape[1:])).astype("float32") for place in model.inputs]
    return x[0] if len(x) == 1 else x


def scramble(model: Any, seed: int = 0) -> None:
    """Other numbers in all weights."""
    chance = np.random.default_rng(seed)
    low = {True: -1.0, False: 0.2}  # vectors may be variances
    model.set_weights([chance.uniform(low[w.ndim > 1], 1.0, w.shape).astype("float32") for w in model.get_weights()])


def answers(model: Any, x: Any) -> list[np.ndarray]:
    """What a model of either package answers."""
    found = model(x)
    return [np.asarray(part) for part in (found if isinstance(found, list | tuple) else [found])]


def agree(first: Any, second: Any, x: Any) -> None:
    for one, other in zip(answers(first, x), answers(second, x), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-6)
