"""Right and wrong answers to the exercises of lesson 7; `python -m tests.lessons.thresholds` tries ten seeds."""

from __future__ import annotations

import numpy as np
import pytest

import kcore as keras
from kcore.datasets import animals
from kcore.layers import Dense
from lessons.checks.lesson07 import TASKS
from tests.lessons.checks.judged import judged

(PICTURES, LABELS), (NEW_PICTURES, NEW_LABELS) = animals.load_data()


@pytest.mark.parametrize(
    "answer",
    [
        list(TASKS),
        tuple(TASKS),
        [
            (10, keras.activations.softmax, keras.losses.SparseCategoricalCrossentropy()),
            (10, "softmax", keras.losses.CategoricalCrossentropy()),
            (2, keras.activations.sigmoid, keras.losses.binary_crossentropy),
        ],
        [[10, "softmax", "SparseCategoricalCrossentropy"], *TASKS[1:]],
    ],
)
def test_right_pairs(answer):
    assert judged("L07.1", answer) == (True, "right")


def instead(number, *row):
    return [row if place == number - 1 else task for place, task in enumerate(TASKS)]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (instead(1, 1, "linear", "mean_squared_error"), "one_unit"),
        (instead(1, 9, "softmax", "sparse_categorical_crossentropy"), "units"),
        (instead(2, 10, "sigmoid", "categorical_crossentropy"), "sigmoid_exclusive"),
        (instead(3, 2, "softmax", "categorical_crossentropy"), "softmax_labels"),
        (instead(1, 10, "linear", "sparse_categorical_crossentropy"), "activation"),
        (instead(2, 10, "softmax", "mean_squared_error"), "mse"),
        (instead(1, 10, "softmax", "categorical_crossentropy"), "needs_one_hot"),
        (instead(2, 10, "softmax", "sparse_categorical_crossentropy"), "needs_numbers"),
        (instead(3, 2, "sigmoid", "categorical_crossentropy"), "loss"),
        (TASKS[:2], "three_rows"),
        ("softmax", "three_rows"),
        (None, "three_rows"),
    ],
)
def test_wrong_pairs(answer, reason):
    assert judged("L07.1", answer) == (False, reason)


def flat(pictures):
    return pictures.reshape(len(pictures), 784) / 255


def learn(*layers, y=LABELS, x=None, loss="sparse_categorical_crossentropy", epochs=10, optimizer="adam"):
    keras.utils.set_random_seed(1)
    inside = layers or (Dense(256, "relu"), Dense(10, "softmax"))
    model = keras.Sequential([keras.Input((784,)), *inside])
    model.compile(optimizer, loss=loss)
    model.fit(flat(PICTURES) if x is None else x, y, epochs=epochs, batch_size=64, verbose=0)
    return lambda pictures: model.predict(flat(pictures), verbose=0)


@pytest.fixture(scope="module")
def good():
    return learn()


def functional():
    inputs = keras.Input((784,))
    inner = keras.layers.Dropout(0.2)(Dense(128, "relu")(inputs))
    model = keras.Model(inputs, Dense(10, "softmax")(inner))
    model.compile(keras.optimizers.RMSprop(0.001), loss="categorical_crossentropy")
    model.fit(flat(PICTURES), keras.utils.to_categorical(LABELS, 10), epochs=15, batch_size=64, verbose=0)
    return lambda pictures: model.predict(flat(pictures), verbose=0)


def convolved():
    layers = (keras.layers.Reshape((28, 28, 1)), keras.layers.Conv2D(16, 5, 2, activation="relu"),
              keras.layers.Flatten(), Dense(64, "relu"), Dense(10, "softmax"))  # fmt: skip
    return learn(*layers, epochs=5)


@pytest.mark.parametrize(
    "make", [functional, convolved, lambda: learn(Dense(256, "relu"), Dense(64, "relu"), Dense(10, "softmax"))]
)
def test_right_models(make):
    assert judged("L07.2", make()) == (True, "right")


def test_wrong_models(good):
    assert judged("L07.2", good) == (True, "right")
    new, known = (
        flat(NEW_PICTURES),
        {picture.tobytes(): label for picture, label in zip(NEW_PICTURES, NEW_LABELS, strict=True)},
    )

    def table(pictures):
        return np.eye(10)[[known.get(picture.tobytes(), 0) for picture in pictures]]

    wrong = {
        "close": [learn(Dense(32, "relu"), Dense(10, "softmax"), epochs=3), learn(Dense(10, "softmax"), epochs=5)],
        "no_shares": [lambda pictures: 2 * good(pictures), lambda pictures: np.log(good(pictures) + 1e-9)],
        "always": [
            lambda pictures: np.eye(10)[np.full(len(pictures), 6)],
            lambda pictures: np.full((len(pictures), 10), 0.1),
        ],
        "chance": [lambda pictures: good(pictures)[:, ::-1]],
        "leak": [learn(Dense(64, "relu"), Dense(10, "softmax"), x=new, y=NEW_LABELS, epochs=40), table],
        "shape": [lambda pictures: good(pictures).argmax(axis=1)],
        "peeks": [lambda pictures: np.eye(10)[NEW_LABELS[: len(pictures)]]],
        "not_a_function": [good(NEW_PICTURES)],
    }
    for reason, answers in wrong.items():
        for answer in answers:
            assert judged("L07.2", answer) == (False, reason)


def test_the_most_frequent_mistake(good):
    counts = np.zeros((10, 10), dtype=int)
    np.add.at(counts, (NEW_LABELS, good(NEW_PICTURES).argmax(axis=1)), 1)
    np.fill_diagonal(counts, 0)
    truth, said = (animals.NAMES[place] for place in divmod(int(counts.argmax()), 10))
    for answer in ((truth, said), [truth, said], (truth.upper(), f" {said}"), np.array([truth, said]).tolist()):
        assert judged("L07.3", answer, good) == (True, "right")
    wrong = {
        "turned": [(said, truth)],
        "itself": [(truth, truth)],
        "rarer": [("elephant", "bird"), ("giraffe", "elephant")],
        "two_names": [("cat",), "cat", ("cat", "lion"), None, (truth, said, "dog")],
    }
    for reason, answers in wrong.items():
        for answer in answers:
            assert judged("L07.3", answer, good) == (False, reason)
    assert judged("L07.3", (truth, said), learn(x=flat(NEW_PICTURES), y=NEW_LABELS, epochs=60)) == (
        False,
        "no_mistakes",
    )
    for constant in (0, 6, 9):
        always = lambda pictures, constant=constant: np.eye(10)[np.full(len(pictures), constant)]
        for answer in ((animals.NAMES[place], animals.NAMES[constant]) for place in range(10) if place != constant):
            assert judged("L07.3", answer, always) == (False, "guessing")
    assert judged("L07.3", (truth, said), lambda pictures: np.eye(10)[NEW_LABELS[: len(pictures)]]) == (False, "peeks")
    assert judged("L07.3", (truth, said), "good") == (False, "not_a_function")
