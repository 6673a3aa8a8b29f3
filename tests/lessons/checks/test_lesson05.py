"""Right and wrong answers to the exercises of lesson 5; `python -m tests.lessons.thresholds` tries ten seeds."""

from __future__ import annotations

import re

import numpy as np
import pytest

import kcore as keras
from kcore import losses
from kcore.datasets import chicago_air
from kcore.layers import Dense
from kwidgets import LossBench
from lessons.src import build
from lessons.src.source import read
from tests.lessons.checks.judged import judged

(X, Y), (X_TEST, Y_TEST) = chicago_air.load_data()
MEAN, DEVIATION = X.mean(axis=0), X.std(axis=0)


@pytest.mark.parametrize(
    "answer",
    [
        ["mse", "mae", "mae", "mse"],
        ("MSE", " MAE ", "Mae", "mse"),
        ["mean_squared_error", "mean_absolute_error", "mean_absolute_error", "MeanSquaredError"],
        np.array(["mse", "mae", "mae", "mse"]),
        [losses.MeanSquaredError(), losses.mean_absolute_error, losses.MeanAbsoluteError(), losses.mean_squared_error],
    ],
)
def test_right_names(answer):
    assert judged("L05.1", answer) == (True, "right")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (["mae", "mse", "mae", "mse"], "curves"),
        (["mse", "mae", "mse", "mae"], "means"),
        (["mse"] * 4, "neither"),
        (["mae"] * 4, "neither"),
        (["mae", "mse", "mse", "mae"], "neither"),
        (["?"] * 4, "unknown"),
        (["mse", "mae", "mae", "huber"], "unknown"),
        (["mse", "mae", "mae", None], "unknown"),
        (["mse", "mae"], "four_names"),
        ("mse", "four_names"),
        (None, "four_names"),
    ],
)
def test_wrong_names(answer, reason):
    assert judged("L05.1", answer) == (False, reason)


def scaled(air):
    return (air - MEAN) / DEVIATION


def spoiled(count=40):
    dust = Y.copy()
    dust[np.linspace(0, len(Y) - 1, count).astype(int)] = 999
    return dust


def learn(x, y, *layers, loss="mean_absolute_error", optimizer=None, epochs=15, metrics=(), seed=1):
    keras.utils.set_random_seed(seed)
    model = keras.Sequential([keras.Input((5,)), *(layers or (Dense(16, "relu"), Dense(1)))])
    model.compile(optimizer or keras.optimizers.Adam(0.01), loss=loss, metrics=list(metrics))
    return model, model.fit(x, y, epochs=epochs, verbose=0).history


def asked(x, y, *layers, **options):
    model, _ = learn(x, y, *layers, **options)
    return lambda air: model.predict(scaled(air), verbose=0)


def test_the_four_records_are_those_of_real_trainings():
    text = "\n".join(cell.text for cell in read(build.LESSONS / "src" / "05-number-losses.py").cells_in("en"))
    told = {name: [float(one) for one in re.findall(r"-?\d+\.\d+", row)]
            for name, row in re.findall(r"^\| ([A-D]) \|(.+)$", text, re.MULTILINE)}  # fmt: skip
    standardized = (Y - Y.mean()) / Y.std()
    for name, loss in {"A": "mean_squared_error", "B": "mean_absolute_error"}.items():
        _, history = learn(scaled(X), standardized, loss=loss, metrics=["mean_absolute_error"])
        assert [*history["loss"][::3], *history["mean_absolute_error"][::3]] == pytest.approx(told[name], abs=0.006)
    for name, loss in {"C": "mean_absolute_error", "D": "mean_squared_error"}.items():
        assert asked(scaled(X), spoiled(), loss=loss)(X_TEST).mean() == pytest.approx(told[name][0], abs=0.1)


TARGETS = [12, 20, 15, 10, 35]


def bench(*answers, task="numbers", targets=TARGETS, names=("mean_squared_error", "mean_absolute_error")):
    return LossBench(*names, task=task, y_true=targets, y_pred=list(answers), show=["table"])


@pytest.mark.parametrize(
    "answer",
    [
        bench(12, 20, 15, 10, 12),
        bench(12, 20, 15, 34, 35),
        bench(13, 19, 15, 10, 13),
        bench(12, 20, 15, 10, 12, names=("huber",)),
        bench(12, 20, 15, 10, 35, targets=[12, 20, 15, 10, 13]),  # a target dragged away from its answer
    ],
)
def test_one_large_miss(answer):
    assert judged("L05.2", answer) == (True, "right")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (bench(16, 15, 19, 14, 30), "even"),
        (bench(*TARGETS), "even"),
        (bench(17, 25, 20, 15, 40), "even"),
        (bench(12, 20, 15, 10, 16), "even"),  # 19 away: not enough by itself
        (bench(24, 20, 15, 10, 22), "even"),  # two misses of about 12
        (bench(30, 20, 15, 10, 12), "too_much"),
        (bench(0, 0, 0, 0, 0), "too_much"),
        (bench(0.5, 0.5, task="probability", targets=[1, 0], names=("mean_squared_error",)), "other_task"),
        (106.0, "not_a_bench"),
        (None, "not_a_bench"),
    ],
)
def test_what_is_not_one_large_miss(answer, reason):
    assert judged("L05.2", answer) == (False, reason)


def without_wrong_rows():
    dust = spoiled()
    kept = dust[:, 0] < 500
    return asked(scaled(X)[kept], dust[kept], loss="mean_squared_error")


def functional():
    inputs = keras.Input((5,))
    model = keras.Model(inputs, Dense(1)(Dense(8, "tanh")(inputs)))
    model.compile(keras.optimizers.RMSprop(0.01), loss="mean_squared_error")
    model.fit(scaled(X), Y, epochs=15, verbose=0)
    return lambda air: model.predict(scaled(air), verbose=0)[:, 0]


def standardized():
    model, _ = learn(scaled(X), (Y - Y.mean()) / Y.std(), loss="mse")
    return lambda air: model.predict(scaled(air), verbose=0) * Y.std() + Y.mean()


@pytest.mark.parametrize(
    "make",
    [
        without_wrong_rows,
        functional,
        standardized,
        lambda: asked(scaled(X), spoiled()),
        lambda: asked(scaled(X), spoiled(), loss="huber"),
        lambda: asked(scaled(X), Y, Dense(64, "relu"), Dense(64, "relu"), Dense(1), epochs=10),
        lambda: asked(scaled(X), Y, Dense(1), optimizer=keras.optimizers.SGD(0.01)),
    ],
)
def test_right_models_of_dust(make):
    assert judged("L05.3", make()) == (True, "right")


def test_wrong_models_of_dust():
    good, early = asked(scaled(X), Y), keras.optimizers.Adam(0.0005)
    wrong = {
        "pulled": [asked(scaled(X), spoiled(), loss="mse"), lambda air: good(air) + 20],
        "flat": [lambda air: np.full(len(air), Y.mean()), lambda air: np.zeros((len(air), 1))],
        "today": [lambda air: air[:, :1]],
        "close": [asked(scaled(X), Y, optimizer=early, epochs=3), lambda air: 2.5 * good(air)],
        "leak": [asked(scaled(X_TEST), Y_TEST), asked(scaled(X_TEST), Y_TEST, loss="mse", epochs=60)],
        "peeks": [lambda air: Y_TEST[: len(air)], lambda air: good(air - air.mean(axis=0) + MEAN)],
        "shape": [lambda air: good(air)[:5]],
        "not_a_function": [good(X_TEST), 14.0],
        "raised": [lambda air: good(air[:, :3])],
    }
    for reason, answers in wrong.items():
        for answer in answers:
            assert judged("L05.3", answer) == (False, reason)
