"""Right and wrong answers to the exercises of lesson 9, on models trained with ten seeds."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

import kcore as keras
import kwidgets as kw
from kcore.datasets import digits
from kcore.layers import Dense, Flatten
from tests.lessons.checks.judged import judged

SEEDS = range(1, 11)
(X, Y), (X_TEST, Y_TEST) = digits.load_data()


def network(*hidden, act="relu"):
    inner = [Dense(units, activation=act) for units in hidden or (16,)]
    return keras.Sequential([keras.Input((8, 8)), Flatten(), *inner, Dense(10, activation="softmax")])


def learned(made):
    made.compile(keras.optimizers.Adam(0.01), loss="sparse_categorical_crossentropy")
    made.fit(X / 16, Y, epochs=20, verbose=0)
    return made


@cache
def trained(seed=3):
    keras.utils.set_random_seed(seed)
    return learned(network())


def again(made, weights=None):
    """Built again from the config; with weights, if there are any."""
    other = type(made).from_config(made.get_config())
    if weights is not None:
        other.set_weights(weights)
    return other


def functional(made):
    inputs = keras.Input((8, 8))
    flat = Flatten()(inputs)
    other = keras.Model(inputs, Dense(10, activation="softmax")(Dense(16, activation="relu")(flat)))
    other.set_weights(made.get_weights())
    return other


def frozen(made):
    other = again(made, made.get_weights())
    other.trainable = False
    return other


def mixed(made):
    """The weights of one layer carried over, and those of the other forgotten."""
    other = again(made)
    other.layers[1].set_weights(made.layers[1].get_weights())
    return other


RIGHT_TWINS = {
    "by the book": lambda made: again(made, made.get_weights()),
    "by clone_model": lambda made: _filled(keras.models.clone_model(made), made),
    "functional": functional,
    "layer by layer": lambda made: _layerwise(again(made), made),
}
WRONG_TWINS = {
    "no_weights": again,
    "same_object": lambda made: made,
    "shared": lambda made: keras.Sequential([keras.Input((8, 8)), *made.layers]),
    "other_plan": lambda made: network(20),
    "other_weights": lambda made: learned(again(made)),
    "not_a_model": lambda made: made.get_config(),
    "not_built": lambda _: keras.Sequential([Flatten(), Dense(10)]),
}


def _filled(other, made):
    other.set_weights(made.get_weights())
    return other


def _layerwise(other, made):
    for taker, giver in zip(other.layers, made.layers, strict=True):
        taker.set_weights(giver.get_weights())
    return other


@pytest.mark.parametrize("name", RIGHT_TWINS)
def test_right_twins(name):
    assert judged("L09.1", trained(), RIGHT_TWINS[name](trained())) == (True, "right")


@pytest.mark.parametrize("reason", WRONG_TWINS)
def test_wrong_twins(reason):
    assert judged("L09.1", trained(), WRONG_TWINS[reason](trained())) == (False, reason)


def test_further_wrong_twins():
    assert judged("L09.1", trained(), mixed(trained())) == (False, "no_weights")
    assert judged("L09.1", trained(), frozen(trained())) == (False, "other_plan")
    blank = network()
    assert judged("L09.1", blank, again(blank, blank.get_weights())) == (False, "untrained"), "any two blanks are alike"
    flat = keras.Sequential([keras.Input((64,)), Dense(10, activation="softmax")])
    assert judged("L09.1", flat, again(flat)) == (False, "pictures")


@pytest.mark.parametrize("seed", SEEDS)
def test_on_every_seed_a_twin_passes_and_a_bare_config_does_not(seed):
    made = trained(seed)
    assert judged("L09.1", made, again(made, made.get_weights())) == (True, "right")
    assert judged("L09.1", made, again(made)) == (False, "no_weights")


def swapped(made, order, parts="kbn", rows=False):
    """The units of the hidden layer in another order: of kernel, bias and the next kernel those that are named."""
    kernel, bias, following, last = made.get_weights()
    kernel = (kernel[[1, 0, *range(2, 64)]] if rows else kernel[:, order]) if "k" in parts else kernel
    bias = bias[order] if "b" in parts else bias
    following = following[order] if "n" in parts else following
    return again(made, [kernel, bias, following, last[::-1] if "l" in parts else last])


PAIR = [0, 1, 2, 7, 4, 5, 6, 3, *range(8, 16)]
BACKWARDS = list(range(15, -1, -1))


def deep():
    """Two hidden layers, and units of the second in another order."""
    keras.utils.set_random_seed(1)
    made = learned(network(24, 12))
    weights = made.get_weights()
    order = [1, 0, *range(2, 12)]
    weights[2], weights[3], weights[4] = weights[2][:, order], weights[3][order], weights[4][order]
    return made, again(made, weights)


def half_deep():
    made, other = deep()
    weights = other.get_weights()
    weights[4] = made.get_weights()[4]
    return made, again(made, weights)


def into_functional(made):
    other = functional(made)
    other.set_weights(swapped(made, PAIR).get_weights())
    return other


@pytest.mark.parametrize(
    "make",
    [
        lambda: (trained(), swapped(trained(), PAIR)),
        lambda: (trained(), swapped(trained(), BACKWARDS)),
        lambda: (trained(), into_functional(trained())),
        deep,
    ],
)
def test_right_swaps(make):
    assert judged("L09.2", *make()) == (True, "right")


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: swapped(trained(), PAIR, "kb"), "outgoing_left"),
        (lambda: swapped(trained(), PAIR, "kn"), "bias_left"),
        (lambda: swapped(trained(), PAIR, "n"), "incoming_left"),
        (lambda: swapped(trained(), PAIR, "bn"), "incoming_left"),
        (lambda: swapped(trained(), PAIR, "k"), "half_of_a_half"),
        (lambda: swapped(trained(), PAIR, "b"), "half_of_a_half"),
        (lambda: swapped(trained(), PAIR, "kbn", rows=True), "rows_moved"),
        (lambda: swapped(trained(), PAIR, "kbnl"), "answers_moved"),
        (lambda: again(trained(), trained().get_weights()), "not_swapped"),
        (lambda: again(trained()), "other_numbers"),
        (lambda: learned(again(trained())), "other_numbers"),
        (trained, "same_object"),
        (lambda: network(20), "other_plan"),
        (lambda: trained().get_weights(), "not_a_model"),
    ],
)
def test_wrong_swaps(make, reason):
    assert judged("L09.2", trained(), make()) == (False, reason)


def test_further_wrong_swaps():
    assert judged("L09.2", *half_deep()) == (False, "answers_differ")
    blank = network()
    assert judged("L09.2", blank, swapped(blank, PAIR)) == (False, "untrained")


@pytest.mark.parametrize("seed", SEEDS)
def test_on_every_seed_a_whole_swap_passes_and_a_part_of_one_does_not(seed):
    made = trained(seed)
    assert judged("L09.2", made, swapped(made, PAIR)) == (True, "right")
    assert judged("L09.2", made, swapped(made, PAIR, "kb")) == (False, "outgoing_left")
    assert judged("L09.2", made, swapped(made, PAIR, "kn")) == (False, "bias_left")


def with_bias(made, values):
    *others, bias = made.get_weights()
    for digit, value in values.items():
        bias[digit] = value
    return again(made, [*others, bias])


def by_hand(value):
    """As a learner does it in the panel."""
    panel = kw.Inspector(with_bias(trained(), {}), x=X_TEST / 16, y=Y_TEST, pages=["weights"])
    page = panel._made["weights"]
    page._layer.widget.value = 1
    page._weight.widget.value = 1
    page._editor.go((8,))
    page._editor._value.value = value
    return panel


def with_kernel(made):
    *others, kernel, bias = made.get_weights()
    kernel[:, 8] = 100.0
    return again(made, [*others, kernel, bias])


def constant():
    made = network()
    made.set_weights([weights * 0 for weights in made.get_weights()])
    return with_bias(made, {8: 100.0})


@pytest.mark.parametrize(
    "make",
    [
        lambda: by_hand(100.0),
        lambda: with_bias(trained(), {8: 100.0}),
        lambda: with_bias(trained(), {8: 1000.0}),
        lambda: kw.Inspector(with_bias(trained(), {8: 200.0})),
        lambda: with_bias(deep()[0], {8: 200.0}),
    ],
)
def test_right_pranks(make):
    assert judged("L09.3", make()) == (True, "right")


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: by_hand(8.0), "not_always"),
        (lambda: kw.Inspector(trained()), "not_yet"),
        (lambda: with_bias(trained(), {8: -100.0}), "not_yet"),
        (lambda: with_bias(trained(), {7: 100.0}), "other_digit"),
        (lambda: with_bias(trained(), {9: 100.0}), "other_digit"),
        (lambda: with_kernel(trained()), "more_changed"),
        (constant, "more_changed"),
        (lambda: with_bias(network(), {8: 100.0}), "more_changed"),
        (lambda: with_bias(trained(), {8: float("nan")}), "not_finite"),
        (lambda: keras.Sequential([keras.Input((8, 8)), Flatten(), Dense(10, use_bias=False)]), "no_bias"),
        (lambda: lambda x: np.full(len(x), 8), "not_a_model"),
    ],
)
def test_wrong_pranks(make, reason):
    assert judged("L09.3", make()) == (False, reason)


@pytest.mark.parametrize("seed", SEEDS)
def test_on_every_seed_a_bias_of_100_is_stubborn_and_one_of_8_is_not(seed):
    assert judged("L09.3", with_bias(trained(seed), {8: 100.0})) == (True, "right")
    assert judged("L09.3", with_bias(trained(seed), {8: 8.0})) == (False, "not_always")
