"""What is tried out on a model leaves no trace."""

from __future__ import annotations

import numpy as np
import pytest

import kcore
from kcore import layers
from kcore.training.trial import on_trial

X = np.random.default_rng(0).normal(size=(40, 5)).astype("float32")
Y = (X[:, :1] - X[:, 1:2]).astype("float32")


INSIDE = {
    "nothing": list,
    "dropout": lambda: [layers.Dropout(0.5)],
    "normalization": lambda: [layers.BatchNormalization()],
}


def dense(*inside, optimizer="adam"):
    kcore.utils.set_random_seed(1)
    model = kcore.Sequential([kcore.Input((5,)), layers.Dense(6, activation="relu"), *inside, layers.Dense(1)])
    model.compile(optimizer, loss="mse", metrics=["mae"])
    return model


def bits(model):
    return [weight.tobytes() for weight in model.get_weights()]


@pytest.mark.parametrize("optimizer", ["sgd", "adam", "rmsprop"])
@pytest.mark.parametrize("inside", INSIDE)
def test_a_training_goes_on_bit_by_bit_as_without_the_trial(optimizer, inside):
    straight = dense(*INSIDE[inside](), optimizer=optimizer)
    straight.fit(X, Y, epochs=3, batch_size=8, verbose=0)
    tried = dense(*INSIDE[inside](), optimizer=optimizer)
    start = bits(tried)
    with on_trial(tried):  # before anything was trained: streams and slots are not made yet
        tried.train_on_batch(X[:8], Y[:8])
        assert bits(tried) != start
    assert bits(tried) == start
    loop = tried.train_loop(X, Y, epochs=3, batch_size=8)
    for _ in loop:
        before = bits(tried)
        with on_trial(tried):  # in the middle of epochs
            tried.train_on_batch(X[8:16], Y[8:16])
            tried.train_on_batch(X[16:32], Y[16:32])
        assert bits(tried) == before
    assert bits(tried) == bits(straight)
    assert loop.history == straight.history.history


def test_what_is_raised_inside_undoes_everything_too():
    model = dense()
    start = bits(model)

    def fail():
        with on_trial(model):
            model.train_on_batch(X, Y)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert bits(model) == start


def test_states_of_recurrent_layers_stand_still():
    kcore.utils.set_random_seed(1)
    recurrent = layers.SimpleRNN(3, stateful=True, recurrent_dropout=0.3)
    model = kcore.Sequential([kcore.Input(batch_shape=(4, 6, 2)), recurrent, layers.Dense(1)])
    model.compile("sgd", loss="mse")
    x, y = np.random.default_rng(1).normal(size=(4, 6, 2)).astype("float32"), np.zeros((4, 1), "float32")
    with on_trial(model):
        model.train_on_batch(x, y)
        kept = [np.array(state) for state in recurrent.states]
        assert np.abs(kept[0]).max() > 0
    assert recurrent.states is None or np.abs(np.array(recurrent.states[0])).max() == 0
    model.train_on_batch(x, y)
    now = np.array(recurrent.states[0])
    with on_trial(model):
        model.train_on_batch(x, y)
    np.testing.assert_array_equal(recurrent.states[0], now)
