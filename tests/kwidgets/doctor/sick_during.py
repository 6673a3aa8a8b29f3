"""Trainings with one thing wrong each: the first cause named must be that, or one of a few names for the same.

The mistake is in the network, or in how it is trained."""

from __future__ import annotations

from functools import partial

from kcore.initializers import RandomNormal
from kcore.optimizers import SGD, Adagrad, Adam, Nadam, RMSprop
from tests.kwidgets.doctor import spoilt, tasks
from tests.kwidgets.doctor.scene import Scene, dense


def _s(sick, name, task, model, **fit):
    return Scene(name, task, model, fit, tuple(sick.split()))


DURING = (
    # weights
    _s("nothing_trainable", "everything frozen", tasks.rides, spoilt.frozen, epochs=5),
    _s("nothing_trainable", "steps of length 0", tasks.rain, dense(16, optimizer=partial(SGD, 0.0)), epochs=5),
    _s("loose_layer", "past the hidden layer", tasks.warmth, spoilt.past_the_hidden_layer, epochs=3),
    _s("equal_weights", "all zero, relu", tasks.warm, dense(16, kernel_initializer="zeros"), epochs=8),
    _s(
        "equal_weights",
        "all ones, two layers",
        tasks.season,
        dense(16, 16, act="tanh", kernel_initializer="ones"),
        epochs=8,
    ),
    _s("equal_weights", "all zero, pictures", tasks.mnist, dense(32, 16, kernel_initializer="zeros"), epochs=3),
    # steps
    _s("rate_too_high", "Adam with 3", tasks.warmth, dense(16, act="tanh", optimizer=partial(Adam, 3.0)), epochs=15),
    _s("rate_too_high", "Adam with 1 on digits", tasks.ciphers, dense(32, optimizer=partial(Adam, 1.0)), epochs=8),
    _s("rate_too_high", "gradient descent with 3", tasks.rides, dense(32, optimizer=partial(SGD, 3.0)), epochs=8),
    _s("rate_too_high", "RMSprop with 0.5", tasks.season, dense(16, 16, optimizer=partial(RMSprop, 0.5)), epochs=10),
    _s(
        "rate_too_high",
        "momentum with 2",
        tasks.clothes,
        dense(32, optimizer=partial(SGD, 2.0, momentum=0.9)),
        epochs=6,
    ),
    _s("rate_too_high", "Nadam with 1", tasks.busy, dense(16, act="elu", optimizer=partial(Nadam, 1.0)), epochs=8),
    _s("rate_too_low", "Adam with 0.000001", tasks.warmth, dense(16, optimizer=partial(Adam, 1e-6)), epochs=20),
    _s(
        "rate_too_low",
        "gradient descent with 0.00001",
        tasks.ciphers,
        dense(32, optimizer=partial(SGD, 1e-5)),
        epochs=8,
    ),
    _s(
        "rate_too_low",
        "gradient descent with 0.0001",
        tasks.rides,
        dense(16, 16, act="tanh", optimizer=partial(SGD, 1e-4)),
        epochs=10,
    ),
    _s("rate_too_low", "RMSprop with 0.000003", tasks.season, dense(16, optimizer=partial(RMSprop, 3e-6)), epochs=15),
    _s("rate_too_low", "Adagrad with 0.00003", tasks.warm, dense(16, optimizer=partial(Adagrad, 3e-5)), epochs=15),
    # layers
    _s("dead_units", "biases of -4", tasks.warmth, spoilt.negative_bias, epochs=10),
    _s("dead_units", "biases of -4, digits", tasks.ciphers, spoilt.negative_bias, epochs=6),
    _s(
        "saturated_units",
        "tanh with large first weights",
        tasks.ciphers,
        dense(32, 32, act="tanh", kernel_initializer=RandomNormal(stddev=2.0)),
        epochs=8,
    ),
    _s(
        "saturated_units",
        "sigmoid with large first weights",
        tasks.clothes,
        dense(32, act="sigmoid", kernel_initializer=RandomNormal(stddev=2.0), optimizer=partial(SGD, 0.05)),
        epochs=6,
    ),
    _s(
        "saturated_units",
        "tanh with large first weights, rides",
        tasks.rides,
        dense(32, 32, 32, act="tanh", kernel_initializer=RandomNormal(stddev=2.0), optimizer=partial(SGD, 0.01)),
        epochs=8,
    ),
    _s("vanishing_gradient", "five layers of sigmoid", tasks.ciphers, dense(*[16] * 5, act="sigmoid"), epochs=8),
    _s(
        "vanishing_gradient",
        "six layers of sigmoid",
        tasks.warmth,
        dense(*[16] * 6, act="sigmoid", optimizer=partial(SGD, 0.1)),
        epochs=10,
    ),
    _s(
        "vanishing_gradient",
        "five layers of sigmoid, clothes",
        tasks.clothes,
        dense(*[32] * 5, act="sigmoid", optimizer=partial(SGD, 0.1)),
        epochs=6,
    ),
    _s(
        "exploding_gradient",
        "five layers of relu with large first weights",
        tasks.rides,
        dense(*[32] * 5, kernel_initializer=RandomNormal(stddev=1.0), optimizer=partial(SGD, 0.001)),
        epochs=6,
    ),
    _s(
        "exploding_gradient",
        "six layers of relu with large first weights",
        tasks.season,
        dense(*[24] * 6, kernel_initializer=RandomNormal(stddev=1.0)),
        epochs=8,
    ),
    _s(
        "exploding_gradient",
        "four layers of relu with large first weights",
        tasks.mnist,
        dense(*[32] * 4, kernel_initializer=RandomNormal(stddev=0.7)),
        epochs=4,
    ),
    # what was learned
    _s(
        "overfitting",
        "60 penguins",
        partial(spoilt.few, tasks.sex, 40),
        dense(64, 64, optimizer=partial(Adam, 0.01)),
        epochs=60,
    ),
    _s(
        "overfitting",
        "150 days",
        partial(spoilt.few, tasks.warmth, 120),
        dense(64, 64, optimizer=partial(Adam, 0.01)),
        epochs=60,
    ),
    _s(
        "overfitting",
        "200 clothes",
        partial(spoilt.few, tasks.clothes, 150),
        dense(64, optimizer=partial(Adam, 0.003)),
        epochs=60,
    ),
    _s("overfitting", "cats and dogs", tasks.cats, dense(64, optimizer=partial(Adam, 0.002)), epochs=15),
)
