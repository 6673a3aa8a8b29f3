"""Whole models, functional and sequential, against real Keras: config, table, weights, answers, round trips."""

from __future__ import annotations

import numpy as np
import pytest

import kcore
from kcore import tree
from tests.core.parity.builders import MODELS
from tests.core.parity.live import keras, plain, same

BUILT = [name for name in MODELS if name != "unbuilt"]


def both(name):
    kcore.utils.clear_session()
    keras.utils.clear_session()
    return MODELS[name](kcore), MODELS[name](keras)


def data(model, rng):
    return tree.map_structure(lambda place: rng.normal(size=(5, *place.shape[1:])).astype("float32"), model.input)


def table(model, **options):
    lines = []
    model.summary(print_fn=lambda text, **_: lines.append(text), **options)
    return "\n".join(lines).rstrip()


@pytest.mark.parametrize("name", MODELS)
def test_config(name):
    ours, real = both(name)
    assert plain(ours.get_config()) == plain(real.get_config())


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("options", [{}, {"expand_nested": True}, {"show_trainable": True}], ids=str)
def test_table(name, options):
    ours, real = both(name)
    assert table(ours, **options) == table(real, **options)


@pytest.mark.parametrize("name", BUILT)
def test_weights_and_answers(name):
    ours, real = both(name)
    facts = [[(w.path, tuple(w.shape), w.trainable) for w in m.weights] for m in (ours, real)]
    assert facts[0] == facts[1]
    assert [layer.name for layer in ours.layers] == [layer.name for layer in real.layers]
    assert ours.count_params() == real.count_params()
    assert plain(ours.input_shape) == plain(real.input_shape)
    if not isinstance(ours.output_shape, dict):  # Keras forgets the keys
        assert plain(ours.output_shape) == plain(real.output_shape)
    rng = np.random.default_rng(0)
    weights = [rng.uniform(0.2, 1.0, w.shape) for w in ours.weights]
    ours.set_weights(weights)
    real.set_weights(weights)
    x = data(ours, rng)
    same(ours.predict(x, verbose=0), real.predict(x, verbose=0))
    same(ours.predict_on_batch(x), real.predict_on_batch(x))
    same(ours(x), real(x))


@pytest.mark.parametrize("name", BUILT)
def test_round_trips(name):
    """Our config makes the like here and there; Keras's makes the like here; a clone is the like."""
    ours, real = both(name)
    wanted = plain(ours.get_config())
    assert plain(type(ours).from_config(ours.get_config()).get_config()) == wanted
    assert plain(type(ours).from_config(real.get_config()).get_config()) == wanted
    there = type(real).from_config(ours.get_config())
    assert plain(there.get_config()) == plain(real.get_config())
    clone = kcore.models.clone_model(ours)
    assert plain(clone.get_config()) == wanted
    assert not {id(v) for v in clone.weights} & {id(v) for v in ours.weights}
    x = data(ours, np.random.default_rng(1))
    clone.set_weights(ours.get_weights())
    same(clone.predict(x, verbose=0), ours.predict(x, verbose=0), tolerance=0)


def test_a_model_from_the_middle_of_another_shares_its_layers():
    ours, _ = both("from_the_middle")
    head = kcore.Model(ours.get_layer("hidden").output, ours.get_layer("head").output)
    assert head.get_layer("head") is ours.get_layer("head")
    x = np.random.default_rng(0).normal(size=(3, 4)).astype("float32")
    hidden, answer = ours.predict(x, verbose=0)
    same(head.predict(hidden, verbose=0), answer)
