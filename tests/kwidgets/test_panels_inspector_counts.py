"""Parameter counts as arithmetic: what is written down comes out at what the layer has."""

from __future__ import annotations

import re

import pytest

import kcore
from kcore import layers
from kwidgets import i18n
from kwidgets.panels.inspector.counts import FORMULAS, count

VECTOR, ROWS, PICTURE, WORDS = (4,), (5, 3), (6, 6, 2), (5,)
CASES = [
    (lambda: layers.Dense(5), VECTOR, "(inputs 4 + bias 1) × units 5"),
    (lambda: layers.Dense(5, use_bias=False), VECTOR, "inputs 4 × units 5"),
    (lambda: layers.Dense(5), ROWS, "(inputs 3 + bias 1) × units 5"),
    (lambda: layers.Embedding(7, 3), WORDS, "words 7 × numbers 3"),
    (lambda: layers.Conv1D(4, 3), ROWS, "(window 3 × channels 3 + bias 1) × filters 4"),
    (lambda: layers.Conv2D(4, 3), PICTURE, "(window 3 × 3 × channels 2 + bias 1) × filters 4"),
    (lambda: layers.Conv2D(4, (2, 3), use_bias=False), PICTURE, "window 2 × 3 × channels 2 × filters 4"),
    (lambda: layers.Conv2D(4, 3, groups=2), PICTURE, "(window 3 × 3 × channels 1 + bias 1) × filters 4"),
    (lambda: layers.Conv1DTranspose(4, 2), ROWS, "(window 2 × channels 3 + bias 1) × filters 4"),
    (lambda: layers.Conv2DTranspose(4, 2), PICTURE, "(window 2 × 2 × channels 2 + bias 1) × filters 4"),
    (lambda: layers.DepthwiseConv1D(2), ROWS, "(window 2 + bias 1) × channels 3 × 1"),
    (lambda: layers.DepthwiseConv2D(3, depth_multiplier=2), PICTURE, "(window 3 × 3 + bias 1) × channels 2 × 2"),
    (lambda: layers.DepthwiseConv2D(3, use_bias=False), PICTURE, "window 3 × 3 × channels 2 × 1"),
    (lambda: layers.SeparableConv1D(4, 2), ROWS, "(window 2 + filters 4) × channels 3 × 1 + bias 4"),
    (
        lambda: layers.SeparableConv2D(4, 3, depth_multiplier=2, use_bias=False),
        PICTURE,
        "(window 3 × 3 + filters 4) × channels 2 × 2",
    ),
    (lambda: layers.SimpleRNN(6), ROWS, "(inputs 3 + units 6 + bias 1) × units 6"),
    (lambda: layers.SimpleRNN(6, use_bias=False), ROWS, "(inputs 3 + units 6) × units 6"),
    (lambda: layers.LSTM(6), ROWS, "gates 4 × (inputs 3 + units 6 + bias 1) × units 6"),
    (lambda: layers.LSTM(6, use_bias=False), ROWS, "gates 4 × (inputs 3 + units 6) × units 6"),
    (lambda: layers.GRU(6), ROWS, "gates 3 × (inputs 3 + units 6 + bias 2) × units 6"),
    (lambda: layers.GRU(6, reset_after=False), ROWS, "gates 3 × (inputs 3 + units 6 + bias 1) × units 6"),
    (lambda: layers.RNN(layers.LSTMCell(2)), ROWS, "gates 4 × (inputs 3 + units 2 + bias 1) × units 2"),
    (
        lambda: layers.RNN([layers.SimpleRNNCell(2), layers.GRUCell(3)]),
        ROWS,
        "(inputs 3 + units 2 + bias 1) × units 2 + gates 3 × (inputs 2 + units 3 + bias 2) × units 3",
    ),
    (
        lambda: layers.Bidirectional(layers.LSTM(2)),
        ROWS,
        "directions 2 × (gates 4 × (inputs 3 + units 2 + bias 1) × units 2)",
    ),
    (lambda: layers.TimeDistributed(layers.Dense(2)), ROWS, "(inputs 3 + bias 1) × units 2"),
    (
        layers.BatchNormalization,
        PICTURE,
        "vectors 4 × numbers 2 (gamma, beta, moving_mean, moving_variance)",
    ),
    (
        lambda: layers.BatchNormalization(scale=False),
        VECTOR,
        "vectors 3 × numbers 4 (beta, moving_mean, moving_variance)",
    ),
    (layers.LayerNormalization, VECTOR, "vectors 2 × numbers 4 (gamma, beta)"),
    (lambda: layers.GroupNormalization(groups=2), VECTOR, "vectors 2 × numbers 4 (gamma, beta)"),
    (layers.RMSNormalization, VECTOR, "vectors 1 × numbers 4 (scale)"),
    (layers.PReLU, ROWS, "alpha 5 × 3"),
    (layers.Normalization, VECTOR, "mean 4 + variance 4 + count 1"),
    (lambda: kcore.Sequential([layers.Dense(2), layers.ReLU(), layers.Dense(3)]), VECTOR, "10 + 9"),
]


@pytest.fixture(autouse=True)
def english():
    i18n.set_language("en")


def built(make, shape):
    layer = make()
    kcore.Sequential([kcore.Input(shape), layer])
    return layer


def value_of(words):
    """What the arithmetic comes out at, words and remarks left out."""
    bare = re.sub(r"\([a-z_, ]+\)|[^\W\d]\w*", "", words)
    return eval(bare.replace("×", "*"))  # noqa: S307 - digits, brackets and signs


@pytest.mark.parametrize(("make", "shape", "words"), CASES, ids=[words for *_, words in CASES])
def test_the_arithmetic_is_written_down_and_right(make, shape, words):
    layer = built(make, shape)
    found = count(layer)
    assert found.words == words
    assert found.total == layer.count_params() == value_of(words)
    i18n.set_language("ko")
    assert value_of(found.words) == found.total


def test_every_formula_has_a_case():
    kinds = {
        kind.__name__ for make, shape, _ in CASES for layer in every(built(make, shape)) for kind in type(layer).__mro__
    }
    assert set(FORMULAS) <= kinds


def every(layer):
    return [layer, *layer._flat()]


def test_layers_without_weights_count_nothing():
    assert count(built(layers.Flatten, ROWS)).words == ""
    assert count(layers.Dense(3)).total == 0  # it is not built yet


def test_a_class_of_ones_own_with_more_weights_is_counted_by_shapes():
    class Scaled(layers.Dense):
        def build(self, input_shape):
            super().build(input_shape)
            self.scale = self.add_weight((5,), name="scale")

    found = count(built(lambda: Scaled(5), VECTOR))
    assert (found.words, found.total) == ("kernel 4 × 5 + bias 5 + scale 5", 30)


def test_a_class_derived_from_a_layer_uses_its_formula():
    class Own(layers.Dense):
        pass

    assert count(built(lambda: Own(5), VECTOR)).words == "(inputs 4 + bias 1) × units 5"


def test_a_layer_shared_inside_a_model_is_counted_once():
    place, dense = kcore.Input((4,)), layers.Dense(4)
    inner = kcore.Model(place, dense(dense(place)))
    assert (count(inner).total, count(inner).words) == (20, "20")
