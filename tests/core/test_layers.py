"""Layers, models and what they promise beyond Keras's numbers (those are in test_parity)."""

from __future__ import annotations

import numpy as np
import pytest

import kcore
from kcore import layers, registry
from kcore.configurable import parameters
from kcore.layers.merge import Merge

JOINING = [n for n in registry.names("layer") if issubclass(registry.lookup("layer", n), Merge)]


@pytest.mark.parametrize("name", JOINING)
def test_a_layer_that_joins_inputs(name):
    rng = np.random.default_rng(0)
    pair = [rng.normal(size=(5, 4)).astype("float32") for _ in range(2)]
    layer = registry.lookup("layer", name)(**({"axes": 1} if name == "Dot" else {}))
    places = [kcore.Input((4,)), kcore.Input((4,))]
    model = kcore.Model(places, layer(places))
    answer = model(pair)
    wanted = {
        "Add": pair[0] + pair[1], "Subtract": pair[0] - pair[1], "Multiply": pair[0] * pair[1],
        "Average": (pair[0] + pair[1]) / 2, "Maximum": np.maximum(*pair), "Minimum": np.minimum(*pair),
        "Concatenate": np.concatenate(pair, 1), "Dot": (pair[0] * pair[1]).sum(1, keepdims=True),
    }  # fmt: skip
    np.testing.assert_allclose(answer, wanted[name], rtol=1e-6)
    assert model.output_shape == (None, *answer.shape[1:])
    assert kcore.Model.from_config(model.get_config()).get_config() == model.get_config()


def test_a_layer_of_ones_own_needs_no_backward_method():
    class Scale(layers.Layer):
        def __init__(self, start: float = 1.0, **kwargs):
            super().__init__(**kwargs)
            self.start = start

        def build(self, input_shape):
            self.factor = self.add_weight((input_shape[-1],), kcore.initializers.Constant(self.start), name="factor")

        def call(self, inputs):
            return inputs * self.factor

    x = np.random.default_rng(0).normal(size=(40, 2)).astype("float32")
    model = kcore.Sequential([kcore.Input((2,)), Scale(0.1), layers.Dense(1, use_bias=False)])
    assert model.output_shape == (None, 1)
    assert model.layers[0].get_config()["start"] == pytest.approx(0.1)
    model.compile(kcore.optimizers.Adam(0.05), "mse")
    losses = model.fit(x, x.sum(1, keepdims=True), epochs=60, verbose=0).history["loss"]
    assert losses[-1] < 0.01 * losses[0]


def test_a_layer_finds_its_output_shape_by_trying():
    class Halve(layers.Layer):
        def call(self, inputs):
            return inputs[:, : inputs.shape[1] // 2]

    assert kcore.Sequential([kcore.Input((6,)), Halve()]).output_shape == (None, 3)


def test_forgetting_super_init_is_explained():
    class Forgetful(layers.Layer):
        def __init__(self):
            self.inner = layers.Dense(2)

    with pytest.raises(RuntimeError, match=r"must call super\(\).__init__\(\)"):
        Forgetful()


def test_dropout_drops_its_share_and_keeps_the_mean():
    x = np.ones((200, 500), "float32")
    out = layers.Dropout(0.3, seed=1)(x, training=True)
    assert abs((out == 0).mean() - 0.3) < 0.01
    assert abs(out.mean() - 1) < 0.02
    np.testing.assert_array_equal(layers.Dropout(0.3)(x), x)
    assert (layers.Dropout(1.0)(x, training=True) == 0).all()


def test_batch_normalization_normalizes_in_training_and_remembers():
    x = np.random.default_rng(0).normal(5, 3, (400, 2)).astype("float32")
    layer = layers.BatchNormalization(momentum=0.0)
    out = layer(x, training=True)
    np.testing.assert_allclose(out.mean(0), 0, atol=1e-5)
    np.testing.assert_allclose(out.std(0), 1, atol=1e-3)
    np.testing.assert_allclose(layer.moving_mean.value, x.mean(0), rtol=1e-5)
    np.testing.assert_allclose(layer(x), out, atol=1e-5)


def test_keras_2_words_for_the_shape_of_the_data():
    for first in (
        layers.Dense(3, input_dim=4),
        layers.Dense(3, input_shape=(4,)),
        layers.Dense(3, batch_input_shape=(None, 4)),
    ):
        model = kcore.Sequential([first])
        assert model.built
        assert model.input_shape == (None, 4)
        assert [layer.name for layer in model.layers] == [first.name]
    kernel, bias = np.ones((4, 3)), np.arange(3.0)
    model = kcore.Sequential([layers.Dense(3, input_dim=4, weights=[kernel, bias])])
    np.testing.assert_array_equal(model.predict(np.ones((1, 4)), verbose=0), [[4, 5, 6]])


def test_a_model_without_a_shape_is_built_by_its_data():
    model = kcore.Sequential([layers.Dense(3), layers.Dense(1)])
    assert not model.built
    model.compile("sgd", "mse")
    model.fit(np.ones((4, 2)), np.ones((4, 1)), verbose=0)
    assert model.input_shape == (None, 2)
    assert model.count_params() == 13


def test_add_and_pop():
    model = kcore.Sequential([kcore.Input((4,)), layers.Dense(3)])
    model.add(layers.Dense(2))
    assert model.output_shape == (None, 2)
    popped = model.pop()
    assert popped.units == 2
    assert model.output_shape == (None, 3)
    assert model.predict(np.ones((1, 4)), verbose=0).shape == (1, 3)


def test_print_summary_is_summary(capsys):
    model = kcore.Sequential([kcore.Input((4,)), layers.Dense(3)])
    kcore.utils.print_summary(model)
    first = capsys.readouterr().out
    model.summary()
    assert capsys.readouterr().out == first
    model.summary(show_trainable=True, line_length=60, layer_range=["dense", "dense"])
    assert " Y " in capsys.readouterr().out
    with pytest.raises(ValueError, match="names no layer"):
        model.summary(layer_range=["nope", "dense"])


def test_every_parameter_of_the_registry_is_declared():
    """A class whose signature says nothing about a parameter has no form and no check."""
    plain = {"noise_shape", "window", "dtype", "input_axes", "output_axes", "axis", "fn", "layers", "input_tensor"} | {
        "inputs", "outputs", "function", "output_shape", "mask", "arguments", "scale", "offset", "mean", "variance",
        "layer", "backward_layer", "cell", "cells", "weights",
    }  # fmt: skip
    for family in ("layer", "loss", "optimizer", "metric", "initializer", "regularizer", "constraint"):
        for name in registry.names(family):
            entry = registry.lookup(family, name)
            if not isinstance(entry, type):
                continue
            for parameter in parameters(entry):
                known = parameter.kind != "any" or parameter.inherited or parameter.name in plain
                assert known, f"{name}.{parameter.name} has no declared kind"
