"""Data and networks with something wrong."""

from __future__ import annotations

from functools import partial

import numpy as np

import kcore
from kcore import layers
from kcore.initializers import Constant
from kcore.optimizers import SGD, Adam
from tests.kwidgets.doctor import tasks
from tests.kwidgets.doctor.scene import compiled, dense


def with_column(task, column, v_column):
    x, vx = (np.concatenate([part, c.reshape(-1, 1)], axis=1).astype("float32") for part, c in
             ((task.x, column), (task.vx, v_column)))  # fmt: skip
    return task.with_(x=x, vx=vx)


def riders_known():
    """The riders with a subscription are among the inputs, and so are those without."""
    (_, y), (_, vy) = kcore.datasets.bikes.load_data(targets=("bikers", "casual", "registered"))
    task = tasks.rides()
    columns = [(p[::4, 1:] - y[::4, 1:].mean(axis=0)) / y[::4, 1:].std(axis=0) for p in (y, vy)]
    x, vx = (np.concatenate([part, c], axis=1) for part, c in zip((task.x, task.vx), columns, strict=True))
    return task.with_(x=x.astype("float32"), vx=vx.astype("float32"))


def tomorrow_known():
    task = tasks.warmth()
    return with_column(task, task.y * 1.8 + 0.3, task.vy * 1.8 + 0.3)


def rain_known():
    (x, _), (vx, _) = kcore.datasets.seattle_weather.load_data()
    return with_column(tasks.rain(), np.log1p(x[1:, 2]), np.log1p(vx[1:, 2]))


def species_known():
    task = tasks.species()
    noise = np.random.default_rng(3)
    return with_column(task, task.y + noise.normal(0, 0.1, len(task.y)), task.vy + noise.normal(0, 0.1, len(task.vy)))


def validated_on_training(make, share=1.0):
    task = make()
    some = int(share * len(task.vx))
    return task.with_(vx=np.concatenate([task.x[:some], task.vx[some:]]),
                      vy=np.concatenate([task.y[:some], task.vy[some:]]))  # fmt: skip


def by_class(make):
    task = make()
    order = np.argsort(task.y.reshape(len(task.y)), kind="stable")
    return task.with_(x=task.x[order], y=task.y[order])


def last_class_apart(make):
    """Split as `validation_split` does it, of samples that stand in the order of their classes."""
    task = by_class(make)
    cut = int(0.8 * len(task.x))
    return task.with_(x=task.x[:cut], y=task.y[:cut], vx=task.x[cut:], vy=task.y[cut:])


def hole(make, where, count=3):
    task = make()
    x, y = task.x.copy(), task.y.astype("float32")
    rows = np.random.default_rng(5).permutation(len(x))[:count]
    (x if where == "x" else y)[rows] = np.nan
    return task.with_(x=x, y=y)


def rush():
    """More than 450 riders in an hour: rare."""
    (_, y), (_, vy) = kcore.datasets.bikes.load_data()
    task = tasks.busy()
    return task.with_(y=(y[::4] > 450).astype("float32"), vy=(vy[::4] > 450).astype("float32"))


def downpour(millimetres=12):
    (x, _), (vx, _) = kcore.datasets.seattle_weather.load_data()
    task = tasks.rain()
    return task.with_(y=(x[1:, 2:3] > millimetres).astype("float32"), vy=(vx[1:, 2:3] > millimetres).astype("float32"))


def shifted(make, by=0.0, times=1.0):
    task = make()
    return task.with_(y=task.y * times + by, vy=task.vy * times + by)


def sides(make):
    return shifted(make, by=-1.0, times=2.0)


def few(make, count):
    task = make()
    return task.with_(x=task.x[:count], y=task.y[:count])


def labels():
    """Rain, wind and warmth tomorrow: each yes or no."""
    (x, _), (vx, _) = kcore.datasets.seattle_weather.load_data()
    task = tasks.rain()
    y, vy = (np.stack([p[1:, 2] > 0, p[1:, 3] > 3, p[1:, 0] > 16], axis=1).astype("float32") for p in (x, vx))
    return task.with_(kind="labels", y=y, vy=vy)


def labelled(task):
    stack = [kcore.Input(task.x.shape[1:]), layers.Dense(16, activation="relu"), layers.Dense(3, activation="softmax")]
    return compiled(kcore.Sequential(stack), "categorical_crossentropy", partial(Adam, 0.01), ("accuracy",))


def negative_bias(task):
    return dense(16, 16, bias_initializer=Constant(-4.0), optimizer=partial(SGD, 0.05))(task)


def frozen(task):
    model = dense(16)(task)
    model.trainable = False
    model.compile("adam", model.compiled.loss)
    return model


def root(task):
    """A layer of one's own whose gradient is infinite at 0."""
    stack = [kcore.Input(task.x.shape[1:]), layers.Dense(8, activation="relu"),
             layers.Lambda(kcore.ops.sqrt), layers.Dense(1)]  # fmt: skip
    return compiled(kcore.Sequential(stack), "mse", partial(SGD, 0.01))


def logarithm(task):
    stack = [kcore.Input(task.x.shape[1:]), layers.Lambda(kcore.ops.log), layers.Dense(8), layers.Dense(1)]
    return compiled(kcore.Sequential(stack), "mse", partial(SGD, 0.01))


def out(activation, loss):
    """An output unit with any function and loss."""

    def make(task):
        stack = [kcore.Input(task.x.shape[1:]), layers.Dense(16, activation="relu"),
                 layers.Dense(1, activation=activation)]  # fmt: skip
        return compiled(kcore.Sequential(stack), loss, partial(Adam, 0.01), ("accuracy",))

    return make


def past_the_hidden_layer(task):
    """A slip: the output layer takes the inputs, and the hidden layer leads nowhere."""
    entrance = kcore.Input(task.x.shape[1:])
    hidden = layers.Dense(16, activation="relu")(entrance)
    model = compiled(kcore.Model(entrance, layers.Dense(1)(entrance)), "mse", partial(Adam, 0.01))
    model.kept = hidden  # as a notebook keeps it under its name
    return model


def other_unit(make, times=100.0):
    """One target in a hundred was written down in another unit."""
    task = make()
    y = task.y.copy()
    y[::100] *= times
    return task.with_(y=y)


def dropped(task):
    """Dropout between two layers bends nothing."""
    stack = [layers.Dense(32), layers.Dropout(0.2), layers.Dense(10, activation="softmax")]
    model = kcore.Sequential([kcore.Input(task.x.shape[1:]), *stack])
    return compiled(model, "sparse_categorical_crossentropy", partial(Adam, 0.01))
