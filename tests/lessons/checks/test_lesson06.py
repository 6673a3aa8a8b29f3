"""Right and wrong answers to the exercises of lesson 6; `python -m tests.lessons.thresholds` tries ten seeds."""

from __future__ import annotations

import numpy as np
import pytest

import kcore as keras
from kcore.datasets import animals, penguins
from kcore.layers import Dense
from kwidgets import LossBench
from tests.lessons.checks.judged import judged

(X, Y), (X_TEST, Y_TEST) = penguins.load_data()
MEAN, DEVIATION = X.mean(axis=0), X.std(axis=0)
(PICTURES, LABELS), (NEW_PICTURES, NEW_LABELS) = animals.load_data(names=("cat", "dog"))


@pytest.fixture(autouse=True)
def same_weights():
    keras.utils.set_random_seed(1)  # layers take their seed when they are made, before `learn` sets its own


def bench(male, female, *losses, targets=(1, 0), task="probability"):
    return LossBench(*(losses or ("binary_crossentropy",)), task=task, y_true=list(targets), y_pred=[male, female])


@pytest.mark.parametrize(
    "answer",
    [
        bench(0.02, 0.02),
        bench(0.001, 0.09),
        bench(0.02, 0.02, "binary_crossentropy", "mean_squared_error"),
        bench(0.03, 0.01, keras.losses.BinaryCrossentropy()),
        bench(0.08, 0.02, targets=(0, 1)),  # the male second
    ],
)
def test_confident_mistakes(answer):
    assert judged("L06.1", answer) == (True, "right")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (bench(0.5, 0.02), "not_dear"),
        (bench(0.98, 0.02), "not_dear"),
        (bench(0.5, 0.5), "not_dear"),
        (bench(0.02, 0.5), "not_cheap"),
        (bench(0.02, 0.98), "not_cheap"),
        (bench(0.02, 0.02, targets=(1, 1)), "one_each"),
        (bench(0.02, 0.02, "mean_squared_error"), "other_loss"),
        (4.02, "not_a_bench"),
        (None, "not_a_bench"),
    ],
)
def test_what_is_no_confident_mistake(answer, reason):
    assert judged("L06.1", answer) == (False, reason)


def scaled(birds):
    return (birds - MEAN) / DEVIATION


def learn(x, y, *layers, optimizer=None, epochs=60, loss="binary_crossentropy", seed=1):
    keras.utils.set_random_seed(seed)
    model = keras.Sequential([keras.Input(x.shape[1:]), *(layers or (Dense(16, "relu"), Dense(1, "sigmoid")))])
    model.compile(optimizer or keras.optimizers.Adam(0.01), loss=loss)
    model.fit(x, y, epochs=epochs, verbose=0)
    return model


def ask(model, prepare):
    return lambda samples: model.predict(prepare(samples), verbose=0)


def functional():
    inputs = keras.Input((4,))
    model = keras.Model(inputs, Dense(1, "sigmoid")(Dense(8, "tanh")(inputs)))
    model.compile(keras.optimizers.RMSprop(0.01), loss="binary_crossentropy")
    model.fit(scaled(X), Y, epochs=60, verbose=0)
    return ask(model, scaled)


def two_units():
    """A softmax of two units says the same; its second answer is the probability of a male."""
    model = learn(scaled(X), Y[:, 0], Dense(16, "relu"), Dense(2, "softmax"), loss="sparse_categorical_crossentropy")
    return lambda birds: model.predict(scaled(birds), verbose=0)[:, 1]


def logits():
    model = learn(scaled(X), Y, Dense(16, "relu"), Dense(1), loss=keras.losses.BinaryCrossentropy(from_logits=True))
    return lambda birds: 1 / (1 + np.exp(-model.predict(scaled(birds), verbose=0)))


@pytest.fixture(scope="module")
def good():
    return ask(learn(scaled(X), Y), scaled)


@pytest.mark.parametrize(
    "make",
    [
        functional,
        two_units,
        logits,
        lambda: ask(learn(scaled(X), Y, Dense(1, "sigmoid"), optimizer=keras.optimizers.SGD(0.5)), scaled),
        lambda: ask(learn(scaled(X), Y, loss="mean_squared_error"), scaled),
    ],
)
def test_right_models_of_penguins(make):
    assert judged("L06.2", make()) == (True, "right")


def test_wrong_models_of_penguins(good):
    raw = ask(learn(X, Y, loss="mean_squared_error"), lambda birds: birds)
    alone = ask(learn(scaled(X), Y, Dense(16, "relu"), Dense(1, "softmax")), scaled)
    seen = ask(learn(scaled(X_TEST), Y_TEST, epochs=200), scaled)
    table = {tuple(bird): sex for bird, sex in zip(X_TEST.tolist(), Y_TEST[:, 0], strict=True)}
    wrong = {
        "always": [raw, alone, lambda birds: np.full(len(birds), 0.5)],
        "no_probability": [lambda birds: 100 * good(birds), lambda birds: 8 * good(birds) - 4],
        "swapped": [lambda birds: 1 - good(birds)],
        "leak": [seen, lambda birds: [table.get(tuple(bird), float(bird[3] > 4200)) for bird in birds.tolist()]],
        "close": [lambda birds: (birds[:, 3] > 4200).astype(float)],
        "peeks": [lambda birds: good(birds - birds.mean(axis=0) + MEAN), lambda birds: Y_TEST[: len(birds)]],
        "not_a_function": [good(X_TEST)],
        "shape": [lambda birds: np.ones((len(birds), 2))],
    }
    for reason, answers in wrong.items():
        for answer in answers:
            assert judged("L06.2", answer) == (False, reason)


def cut(function, threshold, kind=bool):
    return lambda birds: (np.asarray(function(birds))[:, 0] > threshold).astype(kind)


def test_right_thresholds(good):
    wide = ask(learn(scaled(X), Y, Dense(64, "relu"), Dense(1, "sigmoid"), epochs=30), scaled)
    for answer in (cut(good, 0.2), cut(good, 0.25, int), cut(good, 0.3, float), cut(wide, 0.2)):
        assert judged("L06.3", answer) == (True, "right")


def test_wrong_thresholds(good):
    wrong = {
        "missed": [cut(good, 0.5), cut(good, 0.9)],
        "too_many": [cut(good, 0.01), cut(good, 0.1)],
        "undecided": [lambda birds: good(birds)[:, 0], lambda birds: 2 * cut(good, 0.2, int)(birds)],
        "all_male": [lambda birds: np.ones(len(birds))],
        "all_female": [lambda birds: np.zeros(len(birds)), cut(good, 2.0)],
        "leak": [cut(ask(learn(scaled(X_TEST), Y_TEST, epochs=200), scaled), 0.5)],
        "peeks": [lambda birds: Y_TEST[: len(birds), 0]],
        "not_a_function": [0.2],
    }
    for reason, answers in wrong.items():
        for answer in answers:
            assert judged("L06.3", answer) == (False, reason)


def flat(pictures):
    return pictures.reshape(len(pictures), 784) / 255


DOGS = LABELS.reshape(-1, 1)


def shaped():
    layers = (keras.layers.Reshape((28, 28, 1)), keras.layers.Conv2D(8, 5, 2, activation="relu"),
              keras.layers.Flatten(), Dense(32, "relu"), Dense(1, "sigmoid"))  # fmt: skip
    return ask(learn(flat(PICTURES), DOGS, *layers, optimizer="adam", epochs=6), flat)


@pytest.mark.parametrize(
    "make",
    [
        shaped,
        lambda: ask(
            learn(flat(PICTURES), DOGS, Dense(64, "relu"), Dense(1, "sigmoid"), optimizer="adam", epochs=20), flat
        ),
        lambda: ask(
            learn(flat(PICTURES), DOGS, Dense(128, "tanh"), Dense(1, "sigmoid"), optimizer="adam", epochs=25), flat
        ),
        lambda: ask(
            learn(flat(PICTURES), DOGS, Dense(64, "relu"), Dense(32, "relu"), Dense(1, "sigmoid"), optimizer="adam"),
            flat,
        ),
    ],
)
def test_right_models_of_pictures(make):
    assert judged("L06.4", make()) == (True, "right")


def test_wrong_models_of_pictures():
    line = ask(learn(flat(PICTURES), DOGS, Dense(1, "sigmoid"), optimizer="adam", epochs=10), flat)
    fine = ask(learn(flat(PICTURES), DOGS, Dense(64, "relu"), Dense(1, "sigmoid"), optimizer="adam", epochs=20), flat)
    new = flat(NEW_PICTURES), NEW_LABELS.reshape(-1, 1)
    wrong = {
        "close": [line],
        "always": [lambda pictures: np.zeros(len(pictures)), lambda pictures: np.full((len(pictures), 1), 0.5)],
        "swapped": [lambda pictures: 1 - fine(pictures)],
        "no_probability": [lambda pictures: 10 * fine(pictures)],
        "leak": [ask(learn(*new, Dense(64, "relu"), Dense(1, "sigmoid"), optimizer="adam", epochs=60), flat)],
        "peeks": [lambda pictures: NEW_LABELS[: len(pictures)]],
        "raised": [lambda pictures: fine(pictures[:, :10])],
    }
    for reason, answers in wrong.items():
        for answer in answers:
            assert judged("L06.4", answer) == (False, reason)
