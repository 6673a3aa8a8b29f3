"""Recurrent models against real Keras: masks on their way, states handed over and kept, cells of one's own."""

from __future__ import annotations

from contextlib import nullcontext

import numpy as np
import pytest

import kcore
from kcore.autodiff import Variable
from tests.core.parity.live import keras, same
from tests.core.parity.slopes import check

IDS = np.array([[3, 1, 4, 1, 5, 0, 0], [2, 0, 6, 5, 3, 5, 0], [0, 0, 1, 4, 1, 4, 2], [6, 6, 6, 6, 6, 6, 6]])
STEPS = np.random.default_rng(0).normal(size=(4, 7, 3)).astype("float32")
MASK = IDS != 0


def both(build):
    """What ``build`` makes of each package, with the same random weights."""
    kcore.utils.clear_session()
    keras.utils.clear_session()
    ours, real = build(kcore), build(keras)
    rng = np.random.default_rng(1)
    weights = [rng.normal(size=w.shape) * 0.5 for w in real.weights]
    assert [w.path for w in ours.weights] == [w.path for w in real.weights]
    ours.set_weights(weights)
    real.set_weights(weights)
    return ours, real


@pytest.mark.parametrize("merge_mode", ["concat", "sum", None])
@pytest.mark.parametrize("last", ["LSTM", "GRU", "SimpleRNN"])
def test_a_mask_goes_through_a_model(last, merge_mode):
    def build(k):
        x = k.Input((7,), dtype="int32")
        y = k.layers.Embedding(7, 4, mask_zero=True)(x)
        y = k.layers.LSTM(3, return_sequences=True)(y)
        y = k.layers.Dropout(0.5)(y)
        y = k.layers.Bidirectional(k.layers.GRU(3, return_sequences=True), merge_mode=merge_mode)(y)
        y = k.layers.Concatenate()(y) if merge_mode is None else y
        y = k.layers.TimeDistributed(k.layers.Dense(5, activation="tanh"))(y)
        return k.Model(x, [y, getattr(k.layers, last)(2, go_backwards=True)(y)])

    ours, real = both(build)
    same(ours.predict(IDS, verbose=0), real.predict(IDS, verbose=0))


def test_masking_of_numbers():
    x = np.where(MASK[..., None], STEPS, 0.25).astype("float32")

    def build(k):
        layers = [k.Input((7, 3)), k.layers.Masking(0.25), k.layers.GRU(4, reset_after=False)]
        return k.Sequential(layers)

    ours, real = both(build)
    same(ours.predict(x, verbose=0), real.predict(x, verbose=0))
    assert np.abs(ours.predict(x, verbose=0) - ours.predict(STEPS, verbose=0)).max() > 0.01


@pytest.mark.parametrize("kind", ["LSTM", "GRU"])
def test_an_encoder_hands_its_states_to_a_decoder(kind):
    def build(k):
        question, answer = k.Input((7,), name="question"), k.Input((None, 3), name="answer")
        embedded = k.layers.Embedding(7, 4, mask_zero=True)(question)
        _, *states = getattr(k.layers, kind)(5, return_state=True)(embedded)
        decoder = getattr(k.layers, kind)(5, return_sequences=True, return_state=True)
        said, *after = decoder(answer, initial_state=states)
        return k.Model([question, answer], [k.layers.Dense(2)(said), *after])

    ours, real = both(build)
    same(ours.predict([IDS, STEPS], verbose=0), real.predict([IDS, STEPS], verbose=0))
    again = kcore.Model.from_config(ours.get_config())
    again.set_weights(ours.get_weights())
    same(again.predict([IDS, STEPS], verbose=0), ours.predict([IDS, STEPS], verbose=0), tolerance=0)


def test_both_directions_take_states():
    def build(k):
        layer = k.layers.Bidirectional(k.layers.LSTM(2, return_sequences=True, return_state=True))
        layer(STEPS)
        return layer

    ours, real = both(build)
    states = [np.full((4, 2), 0.1 * i, "float32") for i in range(4)]
    same(ours(STEPS, initial_state=states, mask=MASK), real(STEPS, initial_state=states, mask=MASK))


@pytest.mark.parametrize("kind", ["LSTM", "GRU", "SimpleRNN", "RNN"])
def test_a_stateful_layer_goes_on_where_it_was(kind):
    def build(k):
        units = k.layers.LSTMCell(3, activation="softsign") if kind == "RNN" else 3
        return k.Sequential([k.Input(batch_shape=(4, 7, 3)), getattr(k.layers, kind)(units, stateful=True)])

    ours, real = both(build)
    for _ in range(3):
        same(ours.predict(STEPS, batch_size=4, verbose=0), real.predict(STEPS, batch_size=4, verbose=0))
    same([s.value for s in kcore.tree.flatten(ours.layers[0].states)],
         [np.asarray(s) for s in keras.tree.flatten(real.layers[0].states)])  # fmt: skip
    ours.layers[0].reset_states()
    real.layers[0].reset_state()
    same(ours.predict(STEPS, batch_size=4, verbose=0), real.predict(STEPS, batch_size=4, verbose=0))
    assert len(ours.weights) == len(real.weights)


CELLS = {
    "SimpleRNNCell": {"units": 3, "activation": "softsign"},
    "LSTMCell": {"units": 3, "recurrent_activation": "hard_sigmoid", "unit_forget_bias": False},
    "GRUCell": {"units": 3, "activation": "relu"},
    "GRUCell before": {"units": 3, "reset_after": False, "use_bias": False},
}


@pytest.mark.parametrize("name", CELLS)
def test_a_cell_takes_one_step(name):
    def build(k):
        cell = getattr(k.layers, name.split()[0])(**CELLS[name])
        cell.build((None, 3))
        return cell

    ours, real = both(build)
    states = [np.full((4, 3), 0.3, "float32"), np.full((4, 3), -0.2, "float32")][: len(ours.get_initial_state(4))]
    same(ours(STEPS[:, 0], states), real(STEPS[:, 0], states))
    same(ours.get_initial_state(4), keras.tree.flatten(real.get_initial_state(batch_size=4)))
    assert (ours.state_size, ours.output_size) == (real.state_size, real.output_size)


def own_cell(k, units):
    class Own(k.layers.Layer):
        def __init__(self, units, **kwargs):
            super().__init__(**kwargs)
            self.units = self.state_size = units

        def build(self, input_shape):
            self.w = self.add_weight(shape=(input_shape[-1], self.units), name="w")
            self.u = self.add_weight(shape=(self.units, self.units), name="u")

        def call(self, inputs, states):
            h = inputs @ self.w + states[0] @ self.u * 0.3
            return h, [h]

        def get_config(self):
            return {**super().get_config(), "units": self.units}

    return Own(units)


@pytest.mark.parametrize("around", ["RNN", "backwards", "Bidirectional"])
def test_a_cell_of_ones_own(around):
    def build(k):
        layer = k.layers.RNN(own_cell(k, 3), return_sequences=True, go_backwards=around == "backwards")
        if around == "Bidirectional":
            other = k.layers.RNN(own_cell(k, 3), return_sequences=True, go_backwards=True)
            known = keras.utils.custom_object_scope({"Own": type(layer.cell)}) if k is keras else nullcontext()
            with known:
                layer = k.layers.Bidirectional(layer, backward_layer=other)
        layer(STEPS)
        return layer

    ours, real = both(build)
    same(ours(STEPS, mask=MASK), real(STEPS, mask=MASK))


@pytest.mark.parametrize("name", ["LSTM", "GRU", "SimpleRNN", "stack"])
@pytest.mark.parametrize("masked", [False, True])
def test_gradients_of_states_and_masked_steps(name, masked):
    layers = kcore.layers
    options = {"return_sequences": True, "return_state": True, "dtype": "float64", "go_backwards": masked}
    if name == "stack":
        layer = layers.RNN([layers.GRUCell(2, dtype="float64"), layers.LSTMCell(2, dtype="float64")], **options)
    else:
        layer = getattr(layers, name)(2, zero_output_for_mask=masked, **options)
    layer(STEPS.astype("float64"))
    rng = np.random.default_rng(0)
    x = Variable(STEPS, dtype="float64")
    states = [Variable(rng.normal(size=(4, 2)), dtype="float64") for _ in kcore.tree.flatten(layer.state_size)]

    def answer():
        first = [v * 1.0 for v in states]
        return layer(x * 1.0, initial_state=first, mask=MASK if masked else None)

    check(answer, [x, *states, *layer.trainable_weights], rng)


def test_merged_by_hand():
    """Forward and backward outputs are those of the layers alone."""
    layers = kcore.layers
    ways = {"ave": lambda a, b: (a + b) / 2, "mul": lambda a, b: a * b, "concat": lambda a, b: np.dstack([a, b])}
    for mode, merge in ways.items():
        layer = layers.Bidirectional(layers.GRU(3, return_sequences=True), merge_mode=mode)
        answer = layer(STEPS)
        one, other = layer.forward_layer(STEPS), layer.backward_layer(STEPS)[:, ::-1]
        same(answer, merge(one, other))
