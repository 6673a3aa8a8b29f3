"""Trainings with which nothing is wrong: other data, networks, sizes, optimizers."""

from __future__ import annotations

from functools import partial

import kcore
from kcore import layers
from kcore.losses import BinaryCrossentropy, SparseCategoricalCrossentropy
from kcore.optimizers import SGD, Adagrad, Adam, AdamW, Nadam, RMSprop, schedules
from tests.kwidgets.doctor import tasks
from tests.kwidgets.doctor.scene import Scene, compiled, dense


def _convolution(task, filters=8, pool=True):
    side = 8 if task.x.shape[-1] == 64 else 28
    stack = [kcore.Input((side * side,)), layers.Reshape((side, side, 1)), layers.Conv2D(filters, 3, activation="relu")]
    stack += [layers.MaxPooling2D()] if pool else []
    stack += [layers.Flatten(), layers.Dense(task.classes, activation="softmax")]
    return compiled(kcore.Sequential(stack), "sparse_categorical_crossentropy", partial(Adam, 0.003), ("accuracy",))


def _recurrent(task, layer):
    stack = [kcore.Input(task.x.shape[1:]), layer(12), layers.Dense(1)]
    return compiled(kcore.Sequential(stack), "mse", partial(Adam, 0.005))


def _skipping(task):
    inputs = kcore.Input(task.x.shape[1:])
    x = layers.Dense(16, activation="relu")(inputs)
    x = layers.Concatenate()([layers.Dense(16, activation="tanh")(x), inputs])
    return compiled(kcore.Model(inputs, layers.Dense(1)(x)), "mae", partial(Adam, 0.005))


def _bare(task):
    out, units, loss = {"binary": ("sigmoid", 1, "binary_crossentropy"), "numbers": ("linear", 1, "mse")}.get(
        task.kind, ("softmax", task.classes, "sparse_categorical_crossentropy")
    )
    model = kcore.Sequential([kcore.Input(task.x.shape[1:]), layers.Dense(units, activation=out)])
    return compiled(model, loss, partial(Adam, 0.01), ())


def _normalising(task):
    scale = layers.Normalization()
    scale.adapt(task.x)
    stack = [kcore.Input(task.x.shape[1:]), scale, layers.Dense(16, activation="relu"), layers.Dense(1)]
    return compiled(kcore.Sequential(stack), "mse", partial(Adam, 0.01))


def _logits(task):
    stack = [kcore.Input(task.x.shape[1:]), layers.Dense(16, activation="tanh"), layers.Dense(task.classes)]
    loss = (
        SparseCategoricalCrossentropy(from_logits=True)
        if task.kind == "classes"
        else BinaryCrossentropy(from_logits=True)
    )
    return compiled(kcore.Sequential(stack), loss, partial(Adam, 0.01))


def _l2(task):
    stack = [kcore.Input(task.x.shape[1:])]
    stack += [layers.Dense(32, activation="relu", kernel_regularizer=kcore.regularizers.L2(0.003)) for _ in range(2)]
    stack += [layers.Dense(task.classes, activation="softmax")]
    return compiled(kcore.Sequential(stack), "sparse_categorical_crossentropy", "adam", ("accuracy",))


def _positive(task):
    stack = [kcore.Input(task.x.shape[1:]), layers.Dense(16, activation="relu"), layers.Dense(1, activation="softplus")]
    return compiled(kcore.Sequential(stack), "poisson", partial(Adam, 0.005))


def _hundreds():
    task = tasks.rides(raw=True)
    return tasks.rides().with_(y=task.y / 100, vy=task.vy / 100)


def _s(name, task, model, **fit):
    return Scene(name, task, model, fit)


HEALTHY = (
    _s("warmth: one layer", tasks.warmth, dense(16, optimizer=partial(Adam, 0.01)), epochs=30),
    _s("warmth: two layers of tanh", tasks.warmth, dense(16, 16, act="tanh"), epochs=40),
    _s("warmth: gradient descent", tasks.warmth, dense(16, optimizer=partial(SGD, 0.05)), epochs=30),
    _s("warmth: momentum", tasks.warmth, dense(32, optimizer=partial(SGD, 0.01, momentum=0.9)), epochs=20),
    _s("warmth: absolute error", tasks.warmth, dense(8, loss="mae", optimizer=partial(Adam, 0.01)), epochs=20),
    _s("warmth: huber, large batches", tasks.warmth, dense(32, loss="huber", optimizer=partial(RMSprop, 0.003)),
       epochs=60, batch_size=128),
    _s("warmth: no hidden layer", tasks.warmth, _bare, epochs=30),
    _s("warmth: three layers of elu", tasks.warmth, dense(16, 16, 16, act="elu"), epochs=30),
    _s("warmth: functional, with a short cut", tasks.warmth, _skipping, epochs=20),
    _s("warmth: the model scales its inputs", partial(tasks.warmth, raw=True), _normalising, epochs=40),
    _s("warmth: a schedule", tasks.warmth,
       dense(16, optimizer=lambda: Adam(schedules.ExponentialDecay(0.02, 200, 0.5))), epochs=20),
    _s("week: LSTM", tasks.week, partial(_recurrent, layer=layers.LSTM), epochs=10),
    _s("week: GRU", tasks.week, partial(_recurrent, layer=layers.GRU), epochs=10),
    _s("week: SimpleRNN", tasks.week, partial(_recurrent, layer=layers.SimpleRNN), epochs=10),
    _s("rain: one layer", tasks.rain, dense(8, optimizer=partial(Adam, 0.003)), epochs=15),
    _s("rain: logistic", tasks.rain, _bare, epochs=20),
    _s("rain: gradient descent", tasks.rain, dense(16, act="tanh", optimizer=partial(SGD, 0.1)), epochs=20),
    _s("rain: Adagrad", tasks.rain, dense(16, optimizer=partial(Adagrad, 0.05)), epochs=20),
    _s("warm: sigmoid", tasks.warm, dense(16, act="sigmoid", optimizer=partial(Adam, 0.01)), epochs=20),
    _s("warm: dropout", tasks.warm, dense(32, between=lambda: layers.Dropout(0.3)), epochs=25),
    _s("warm: small batches", tasks.warm, dense(8, optimizer=partial(RMSprop, 0.001)), epochs=10, batch_size=8),
    _s("warm: batch normalisation", tasks.warm, dense(16, between=layers.BatchNormalization), epochs=15),
    _s("season: two layers", tasks.season, dense(16, 16, optimizer=partial(Nadam, 0.003)), epochs=20),
    _s("season: softmax regression", tasks.season, _bare, epochs=30),
    _s("season: logits", tasks.season, _logits, epochs=20),
    _s("season: one-hot", lambda: tasks.season().one_hot, dense(16, optimizer=partial(Adam, 0.005)), epochs=20),
    _s("rides: two layers", tasks.rides, dense(32, 32, optimizer=partial(Adam, 0.003)), epochs=25),
    _s("rides: gelu", tasks.rides, dense(32, act="gelu", optimizer=partial(AdamW, 0.003)), epochs=25),
    _s("rides: gradient descent", tasks.rides, dense(32, 16, optimizer=partial(SGD, 0.05)), epochs=25),
    _s("rides: hundreds, as counts", _hundreds, _positive, epochs=25),
    _s("rides: hundreds", _hundreds, dense(32, optimizer=partial(Adam, 0.005)), epochs=25),
    _s("busy: one layer", tasks.busy, dense(32, optimizer=partial(Adam, 0.003)), epochs=20),
    _s("busy: selu", tasks.busy, dense(16, 16, act="selu", optimizer=partial(SGD, 0.03)), epochs=20),
    _s("busy: momentum", tasks.busy, dense(16, act="tanh", optimizer=partial(SGD, 0.01, momentum=0.9)), epochs=20),
    _s("dust: one layer", tasks.dust, dense(8, optimizer=partial(Adam, 0.003)), epochs=10),
    _s("dust: absolute error", tasks.dust, dense(8, act="tanh", loss="mae", optimizer=partial(Adam, 0.003)), epochs=12),
    _s("sex: tanh", tasks.sex, dense(8, act="tanh", optimizer=partial(Adam, 0.01)), epochs=40),
    _s("sex: logistic", tasks.sex, _bare, epochs=60),
    _s("species: one layer", tasks.species, dense(8, optimizer=partial(Adam, 0.01)), epochs=30, batch_size=16),
    _s("species: gradient descent", tasks.species, dense(8, act="sigmoid", optimizer=partial(SGD, 0.3)), epochs=40,
       batch_size=16),
    _s("mass: one layer", tasks.mass, dense(16, optimizer=partial(Adam, 0.01)), epochs=30),
    _s("mass: linear", tasks.mass, _bare, epochs=60),
    _s("digits: one layer", tasks.ciphers, dense(32, optimizer=partial(Adam, 0.003)), epochs=12),
    _s("digits: two layers of tanh", tasks.ciphers, dense(32, 32, act="tanh", optimizer=partial(SGD, 0.1)), epochs=15),
    _s("digits: convolution", tasks.ciphers, _convolution, epochs=8),
    _s("digits: L2", tasks.ciphers, _l2, epochs=20),
    _s("digits: pixels from 0 to 16", partial(tasks.ciphers, raw=True), dense(32), epochs=12),
    _s("mnist: one layer", tasks.mnist, dense(32), epochs=6),
    _s("mnist: softmax regression", tasks.mnist, partial(_bare), epochs=4),
    _s("mnist: dropout", tasks.mnist, dense(64, between=lambda: layers.Dropout(0.4)), epochs=8),
    _s("clothes: two layers", tasks.clothes, dense(32, 16), epochs=8),
    _s("clothes: one layer, large batches", tasks.clothes, dense(32, optimizer=partial(Adam, 0.003)), epochs=12,
       batch_size=128),
    _s("animals: one layer", tasks.beasts, dense(32), epochs=4),
    _s("cats: one layer", tasks.cats, dense(16, optimizer=partial(Adam, 0.001)), epochs=3),
)  # fmt: skip
