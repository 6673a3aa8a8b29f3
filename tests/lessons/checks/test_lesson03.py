"""Right and wrong answers to the exercises of lesson 3."""

from __future__ import annotations

import numpy as np
import pytest

import kcore as keras
from kcore.layers import BatchNormalization, Dense, Dropout
from tests.lessons.checks.judged import judged


def sequential(*layers, features=3):
    return keras.Sequential([keras.Input((features,)), *layers])


@pytest.mark.parametrize("answer", [[21, 113, 52], (21, 113, 52), np.array([21, 113, 52]), [21.0, 113, 52]])
def test_right_counts(answer):
    assert judged("L03.1", answer) == (True, "right")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ([16, 113, 52], "no_bias"),
        ([5, 113, 52], "units_only"),
        ([21, 97, 52], "wrong"),
        ([21, 96, 52], "no_bias"),
        ([21, 113, 62], "bias_switched_off"),
        ([21, 68, 52], "always_from_input"),
        ([16 + 4, 113, 52], "always_from_input"),
        ([21, 32, 52], "one_layer_only"),
        ([21, 9, 52], "one_layer_only"),
        ([0, 0, 0], "wrong"),
        ([21, 113], "three_numbers"),
        ([21.5, 113, 52], "three_numbers"),
        ("21, 113, 52", "three_numbers"),
        (None, "three_numbers"),
    ],
)
def test_wrong_counts(answer, reason):
    assert judged("L03.1", answer) == (False, reason)


def by_hand(*weights, model=None):
    model = model or sequential(Dense(1), features=1)
    model.set_weights([np.array(weight) for weight in weights])
    return model


def through_two():
    """The same line by way of a hidden layer."""
    model = sequential(Dense(2), Dense(1), features=1)
    return by_hand([[1.0, 1.0]], [0.0, 0.0], [[25.0], [25.0]], [-5850.0], model=model)


def functional():
    x = keras.Input((1,))
    return by_hand([[50.0]], [-5850.0], model=keras.Model(x, Dense(1)(x)))


def learned():
    model = sequential(Dense(1, use_bias=False), features=1)
    model.set_weights([np.array([[50.0]])])
    x = model.inputs[0]
    return keras.Model(x, keras.layers.Lambda(lambda v: v - 5850.0)(model(x)))


@pytest.mark.parametrize("make", [lambda: by_hand([[50.0]], [-5850.0]), through_two, functional, learned])
def test_right_lines(make):
    assert judged("L03.2", make()) == (True, "right")


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: sequential(Dense(1), features=1), "not_set"),
        (lambda: by_hand([[50.0]], [0.0]), "bias_forgotten"),
        (lambda: by_hand([[50.0]], [5850.0]), "sign"),
        (lambda: by_hand([[-5850.0]], [50.0]), "swapped"),
        (lambda: by_hand([[51.3]], [-5850.0]), "other_line"),
        (lambda: by_hand([[50.0]], [-5850.0], model=sequential(Dense(1, activation="relu"), features=1)), "no_line"),
        (lambda: sequential(Dense(1)), "one_input"),
        (lambda: keras.Sequential([Dense(1)]), "not_built"),
        (lambda: lambda x: 50 * x - 5850, "not_a_model"),
        (lambda: by_hand([[50.0]], [np.nan]), "not_finite"),
        (lambda: sequential(Dense(2), features=1), "shape"),
    ],
)
def test_wrong_lines(make, reason):
    assert judged("L03.2", make()) == (False, reason)


def branches():
    x = keras.Input((3,))
    return keras.Model(x, Dense(1)(keras.layers.Concatenate()([Dense(4)(x), Dense(4, activation="tanh")(x)])))


@pytest.mark.parametrize(
    "make",
    [
        lambda: sequential(Dense(8, activation="relu"), Dense(1)),
        lambda: sequential(Dense(8), Dropout(0.2), Dense(1)),
        lambda: sequential(Dense(4), Dense(4), Dense(1)),
        lambda: sequential(Dense(10, use_bias=False), Dense(1)),
        branches,
    ],
)
def test_right_models(make):
    assert judged("L03.3", make()) == (True, "right")


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: sequential(Dense(1)), "no_hidden_layer"),
        (lambda: sequential(Dense(9), Dense(1)), "more"),
        (lambda: sequential(Dense(7), Dense(1)), "fewer"),
        (lambda: sequential(Dense(8), BatchNormalization(), Dense(1)), "more"),
        (lambda: sequential(Dense(8), Dense(1), features=4), "ends"),
        (lambda: sequential(Dense(8), Dense(2)), "ends"),
        (lambda: keras.Sequential([Dense(8), Dense(1)]), "not_built"),
        (lambda: 41, "not_a_model"),
    ],
)
def test_wrong_models(make, reason):
    assert judged("L03.3", make()) == (False, reason)
