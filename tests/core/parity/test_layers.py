"""Every layer of the registry against the same layer of real Keras, on several draws of arguments and inputs."""

from __future__ import annotations

import inspect

import numpy as np
import pytest

import kcore
from kcore import config, layers, optimizers, registry, tree
from kcore.autodiff import Variable
from kcore.layers.random_layer import RandomLayer
from tests.core.parity.live import keras, plain, same, theirs
from tests.core.parity.pair import BATCH, again, pair
from tests.core.parity.rows import ABSENT, LAYERS, Row
from tests.core.parity.slopes import check

DRAWS = 5
NAMES = [name for name in registry.names("layer") if ("layer", name) not in ABSENT]
EACH = [(name, draw) for name in NAMES for draw in range(DRAWS)]
CALLED = [(name, draw) for name, draw in EACH if LAYERS.get(name, Row()).called]
RANDOM = [name for name in NAMES if issubclass(registry.lookup("layer", name), RandomLayer)]
OURS_ALONE = [(name, draw) for family, name in ABSENT if family == "layer" for draw in range(DRAWS)]


def config_of(layer, inside=True):
    """Its config; where Keras puts that together by itself, the order of the keys has no meaning.

    ``inside``: whether it says what the layers inside were built for.
    """
    found = layer.get_config()
    written = theirs("layer", type(layer).__name__).get_config is not keras.layers.Layer.get_config
    return plain(_opened(found if written else dict(sorted(found.items())), inside))


def _opened(described, inside):
    """A config without the batch that a layer inside was built for: a call on arrays leaves it open here."""
    if isinstance(described, list | tuple):
        return [_opened(item, inside) for item in described]
    if not isinstance(described, dict):
        return described
    shape = described.get("input_shape")
    if isinstance(shape, list | tuple):
        return {**described, "input_shape": [None, *shape[1:]]}
    return {key: _opened(item, inside) for key, item in described.items() if inside or key != "build_config"}


def doubled(described):
    """The config of the same layer, and of all inside it, in float64."""
    if isinstance(described, dict):
        return {key: "float64" if key == "dtype" else doubled(item) for key, item in described.items()}
    return [doubled(item) for item in described] if isinstance(described, list) else described


@pytest.mark.parametrize(("name", "draw"), EACH)
def test_config(name, draw):
    """The same config, before and after building; either config makes the like, in either package."""
    both = pair(name, draw)
    assert config_of(both.ours) == config_of(both.real), both.given
    both = both.called()
    wanted = config_of(both.real)
    assert config_of(both.ours) == wanted, both.given
    wanted = config_of(both.real, inside=False)
    copy = again(registry.lookup("layer", name), both.real.get_config())
    assert config_of(copy, inside=False) == wanted
    assert config_of(again(theirs("layer", name), both.ours.get_config()), inside=False) == wanted
    if not both.row.called:
        return
    copy(both.inputs)
    copy.set_weights(both.ours.get_weights())
    same(copy(both.inputs), both.ours(both.inputs), tolerance=0)


@pytest.mark.parametrize(("name", "draw"), EACH)
def test_weights(name, draw):
    """Names, shapes, types and order of the weights; which are trained; their count."""
    both = pair(name, draw).called()
    for kind in ("weights", "trainable_weights", "non_trainable_weights"):
        facts = [
            [(w.name, tuple(w.shape), str(w.dtype)) for w in getattr(layer, kind)] for layer in (both.ours, both.real)
        ]
        assert facts[0] == facts[1], (kind, both.given)
    assert both.ours.count_params() == both.real.count_params()
    same(both.ours.get_weights(), both.real.get_weights(), str(both.given))
    assert both.ours.supports_masking == both.real.supports_masking


@pytest.mark.parametrize(("name", "draw"), CALLED)
def test_shapes(name, draw):
    """Shapes of the outputs, told beforehand for an open and for a known batch, and found in a model."""
    both = pair(name, draw).called()
    for batch in (None, BATCH):
        shape = [(batch, *s[1:]) for s in both.shape] if isinstance(both.shape, list) else (batch, *both.shape[1:])
        wanted = tuple(both.real.compute_output_shape(shape))  # UpSampling1D answers with a list
        assert both.ours.compute_output_shape(shape) == wanted, both.given
    places = []
    for package, layer in ((kcore, both.ours), (keras, both.real)):
        several = isinstance(both.inputs, list)
        kind = str((both.inputs[0] if several else both.inputs).dtype)
        entrances = [package.Input(s[1:], dtype=kind) for s in (both.shape if several else [both.shape])]
        answer = layer(entrances if several else entrances[0])
        places.append([(p.shape, str(p.dtype)) for p in tree.flatten(answer)])
    assert places[0] == places[1], both.given


@pytest.mark.parametrize(("name", "draw"), CALLED)
def test_outputs(name, draw):
    """With the same weights the same outputs, and in training the same changes of what is not trained."""
    both = pair(name, draw).called()
    same(both.ours(both.inputs), both.real(both.inputs), str(both.given))
    ours, real = both.ours(both.inputs, training=True), both.real(both.inputs, training=True)
    if not both.row.random:
        same(ours, real, str(both.given))
    same(both.ours.get_weights(), both.real.get_weights(), str(both.given))


@pytest.mark.parametrize(("name", "draw"), CALLED)
def test_masks(name, draw):
    """What a mask of the steps does to the outputs, and the mask that goes on."""
    both = pair(name, draw).called()
    if isinstance(both.inputs, list) or both.inputs.ndim < 3 or "channels_first" in both.given.values():
        return  # no steps to mask
    mask = np.random.default_rng(draw).random(both.inputs.shape[:2]) < 0.7
    mask[:, 0] = True
    if both.real.supports_masking:
        after = [layer.compute_mask(both.inputs, mask) for layer in (both.ours, both.real)]
        assert (after[0] is None) == (after[1] is None)
        if after[0] is not None:
            same(after[0], after[1])
    if "mask" in inspect.signature(both.real.call).parameters and both.row.masked:
        for training in (False,) if both.row.random else (False, True):
            answers = [layer(both.inputs, mask=mask, training=training) for layer in (both.ours, both.real)]
            same(*answers, str(both.given))
        same(both.ours.get_weights(), both.real.get_weights(), str(both.given))


@pytest.mark.parametrize(("name", "draw"), OURS_ALONE)
def test_what_keras_3_does_not_have(name, draw):
    """Its config makes the like; shapes of its outputs are told beforehand."""
    both = pair(name, draw)
    answer = both.ours(both.inputs)
    copy = again(type(both.ours), both.ours.get_config())
    assert copy.get_config() == both.ours.get_config()
    copy(both.inputs)
    copy.set_weights(both.ours.get_weights())
    same(copy(both.inputs), answer, tolerance=0)
    assert both.ours.compute_output_shape(both.shape) == (None, *answer.shape[1:])


@pytest.mark.parametrize(("name", "draw"), CALLED + OURS_ALONE)
def test_gradients(name, draw, request):
    """Of a random sum of the outputs, with respect to weights and inputs, along random directions, in float64."""
    both = pair(name, draw)
    config.set_floatx("float64")
    request.addfinalizer(lambda: config.set_floatx("float32"))
    made = again(type(both.ours), doubled(both.ours.get_config()))
    both.ours = made
    both.row.prepare(made, both.inputs)
    several = isinstance(both.inputs, list)
    inputs = [Variable(x, dtype="float64" if x.dtype.kind == "f" else None) for x in
              (both.inputs if several else [both.inputs])]  # fmt: skip
    moving = [v for v in inputs if v.value.dtype.kind == "f"] if both.row.differentiable else []

    def answer(training):
        places = [v * 1.0 if any(v is m for m in moving) else v.value for v in inputs]
        return made(places if several else places[0], training=training)

    rng = np.random.default_rng(draw)
    answer(training=False)
    made.set_weights([rng.uniform(0.5, 1.5, w.shape) for w in made.weights])
    for training in (False,) if both.row.random else (False, True):
        check(lambda: answer(training), [*moving, *made.trainable_weights], rng, both.given)  # noqa: B023 - used at once


@pytest.mark.parametrize(("name", "draw"), [(name, draw) for name, draw in CALLED if draw in (0, 1) and name in RANDOM])
def test_chance(name, draw):
    """In training, outputs left to chance have the distribution that Keras's have."""
    both = pair(name, draw)
    many = np.tile(np.abs(both.inputs[:1]) + 1, (2000,) + (1,) * (both.inputs.ndim - 1))
    if "seed" in both.given:
        assert (both.ours(many, training=True) != both.ours(many, training=True)).any()
    facts = []
    for layer in (both.ours, both.real):
        answers = np.concatenate([np.asarray(layer(many, training=True)) for _ in range(5)])
        facts.append([(answers == 0).mean(axis=0), answers.mean(axis=0) / many[0], answers.std(axis=0) / many[0]])
    spread = max(1.0, float(np.max(facts[1][2])))
    np.testing.assert_allclose(facts[0][0], facts[1][0], atol=0.04)
    np.testing.assert_allclose(facts[0][1], facts[1][1], atol=0.08 * spread)
    np.testing.assert_allclose(facts[0][2], facts[1][2], atol=0.1 * spread)


@pytest.mark.parametrize("name", [name for name in registry.names("layer") if LAYERS.get(name, Row()).learns])
def test_a_model_with_it_learns(name):
    kcore.utils.set_random_seed(0)
    both = pair(name, 0)
    if isinstance(both.inputs, list):
        return
    x, y = both.inputs, np.ones((BATCH, 1))
    both.row.prepare(both.ours, x)
    model = kcore.Sequential([kcore.Input(x.shape[1:]), both.ours, layers.Flatten(), layers.Dense(1)])
    model.compile(optimizers.Adam(0.01), "mse")
    before = model.evaluate(x, y, verbose=0)
    model.fit(x, y, epochs=30, verbose=0)
    assert model.evaluate(x, y, verbose=0) < before
    lines: list[str] = []
    model.summary(print_fn=lines.append)
    assert both.ours.name[:10] in lines[0]
