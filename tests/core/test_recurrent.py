"""What recurrent layers promise beyond Keras's numbers (those are in parity)."""

from __future__ import annotations

import numpy as np
import pytest

import kcore
from kcore import layers
from kcore.autodiff import Tape, Variable
from kcore.ops.lookup import sum_rows

X = np.random.default_rng(0).normal(size=(6, 20, 3)).astype("float32")
MASK = np.random.default_rng(1).random((6, 20)) < 0.7


def tanh(x):
    """Another function than the usual tanh: a layer with it goes step by step."""
    return kcore.activations.tanh(x)


def gradients(layer, x, **options):
    """Outputs, and the gradient of their sum with respect to input and weights."""
    x = Variable(x)
    with Tape() as tape:
        answer = layer(x * 1.0, **options)
        parts = answer if isinstance(answer, tuple) else (answer,)
    tape.backward([(part, np.ones(part.shape, "float32")) for part in parts])
    return [part.value for part in parts], [v.grad.copy() for v in (x, *layer.weights)]


@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"return_sequences": True, "go_backwards": True},
        {"return_state": True, "zero_output_for_mask": True},
        {"return_sequences": True, "return_state": True, "zero_output_for_mask": True, "use_bias": False},
        {"dropout": 0.4, "recurrent_dropout": 0.3, "seed": 5, "return_sequences": True},
    ],
)
@pytest.mark.parametrize("kind", ["LSTM", "GRU", "GRU before", "SimpleRNN"])
def test_one_operation_does_what_the_cell_does_step_by_step(kind, options, masked):
    cls, *before = kind.split()
    if before:
        options = {**options, "reset_after": False}
    at_once = getattr(layers, cls)(4, **options)
    step_by_step = getattr(layers, cls)(4, activation=tanh, **options)
    assert at_once.cell.operation is not None
    assert step_by_step.cell.operation is None
    at_once(X)
    step_by_step(X)
    step_by_step.set_weights(at_once.get_weights())
    mask = MASK if masked else None
    for one, other in zip(gradients(at_once, X, mask=mask, training=True),
                          gradients(step_by_step, X, mask=mask, training=True), strict=True):  # fmt: skip
        for a, b in zip(one, other, strict=True):
            np.testing.assert_allclose(a, b, rtol=1e-4, atol=1e-5)


def test_dropout_is_the_same_in_all_steps_and_new_in_each_call():
    layer = layers.SimpleRNN(50, dropout=0.5, return_sequences=True, activation=None, recurrent_initializer="zeros",
                             kernel_initializer="identity", seed=1)  # fmt: skip
    x = np.ones((4, 3, 50), "float32")
    first, second = layer(x, training=True), layer(x, training=True)
    np.testing.assert_array_equal(first[:, 0], first[:, 2])
    np.testing.assert_array_equal(np.unique(first), [0, 2])
    assert 0.3 < (first[:, 0] == 0).mean() < 0.7
    assert (first != second).any()
    np.testing.assert_array_equal(layer(x), x)


def test_the_usual_names_lead_to_the_cell():
    layer = layers.LSTM(3, dropout=0.2, kernel_regularizer="l2")
    assert (layer.units, layer.dropout, layer.unit_forget_bias) == (3, 0.2, True)
    assert isinstance(layer.kernel_regularizer, kcore.regularizers.L2)
    assert isinstance(layer, layers.RNN)
    with pytest.raises(AttributeError, match="LSTM has no attribute 'unit'"):
        layer.unit  # noqa: B018 - the look at it is the test


def test_a_frozen_layer_stands_still_inside_too():
    model = kcore.Sequential([kcore.Input((20, 3)), layers.Bidirectional(layers.GRU(3), trainable=False),
                              layers.Dense(1)])  # fmt: skip
    assert len(model.trainable_weights) == 2
    model.compile("sgd", "mse")
    before = model.get_weights()
    model.fit(X, X[:, 0, :1], verbose=0)
    moved = [bool((a != b).any()) for a, b in zip(before, model.get_weights(), strict=True)]
    assert moved == [False] * 6 + [True, True]
    model.layers[0].trainable = True
    assert len(model.trainable_weights) == 8


def test_a_stateful_model_sees_the_whole_series():
    """A series in pieces, one batch after the other, gives what the series in one piece gives."""
    whole = layers.LSTM(4)
    wanted = whole(X)
    model = kcore.Sequential([kcore.Input(batch_shape=(6, 5, 3)), layers.LSTM(4, stateful=True)])
    model.set_weights(whole.get_weights())
    for start in range(0, 20, 5):
        answer = model.predict(X[:, start : start + 5], batch_size=6, verbose=0)
    np.testing.assert_allclose(answer, wanted, rtol=1e-5, atol=1e-6)
    model.reset_states()
    assert all((state.value == 0).all() for state in model.layers[0].states)


def test_the_remainder_after_the_end_of_a_sequence_does_not_matter():
    """A net with masks learns which number came last, wherever the sequence ends."""
    rng = np.random.default_rng(0)
    ids = np.zeros((300, 12), int)
    for row in ids:
        length = rng.integers(1, 12)
        row[:length] = rng.integers(1, 5, length)
    last = np.array([row[row > 0][-1] - 1 for row in ids])
    model = kcore.Sequential([kcore.Input((12,)), layers.Embedding(5, 6, mask_zero=True), layers.GRU(16),
                              layers.Dense(4, activation="softmax")])  # fmt: skip
    model.compile(kcore.optimizers.Adam(0.02), "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(ids, last, epochs=15, verbose=0)
    assert model.evaluate(ids, last, verbose=0, return_dict=True)["accuracy"] > 0.95
    longer = np.concatenate([ids, np.zeros((300, 6), int)], axis=1)
    np.testing.assert_allclose(model.layers[0](longer)[:, :12], model.layers[0](ids))
    with_tail = kcore.Sequential([kcore.Input((18,)), *model.layers])
    np.testing.assert_allclose(with_tail.predict(longer, verbose=0), model.predict(ids, verbose=0), atol=1e-6)


def test_time_distributed_takes_all_steps_at_once_or_one_by_one():
    inner = layers.Dense(2, activation="relu")
    answer = layers.TimeDistributed(inner)(X)
    np.testing.assert_allclose(answer, np.stack([inner(X[:, t]) for t in range(20)], axis=1), rtol=1e-5)
    calls = []

    class Own(layers.Layer):
        def call(self, inputs):
            calls.append(inputs.shape)
            return inputs - inputs.mean(axis=0)

    np.testing.assert_allclose(layers.TimeDistributed(Own())(X), X - X.mean(axis=0), rtol=1e-6)
    assert calls == [(6, 3)] * 20


def test_the_table_of_an_embedding_may_be_given():
    table = np.arange(8.0).reshape(4, 2)
    for weights in (table, [table]):
        np.testing.assert_array_equal(layers.Embedding(4, 2, weights=weights)([[3, 0]]), table[[[3, 0]]])


def test_input_length_of_keras_2():
    with pytest.warns(UserWarning, match="'input_length' is called 'input_shape' today"):
        model = kcore.Sequential([layers.Embedding(10, 4, input_length=5), layers.Flatten(), layers.Dense(1)])
    assert model.output_shape == (None, 1)
    with pytest.warns(UserWarning, match="'implementation' has no effect"):
        assert "implementation" not in layers.LSTM(3, implementation=2).get_config()


@pytest.mark.parametrize("count", [0, 1, 30, 300])
@pytest.mark.parametrize("rows", [3, 40, 40_000])
def test_gradients_of_equal_ids_are_added(count, rows):
    rng = np.random.default_rng(count)
    ids, parts = rng.integers(0, rows, count), rng.normal(size=(count, 2))
    wanted, got = np.zeros((rows, 2)), np.ones((rows, 2))
    np.add.at(wanted, ids, parts)
    sum_rows(got, ids, parts)
    np.testing.assert_allclose(got, wanted, atol=1e-12)
