"""Structure as text, here and in real Keras, in both directions; files of Keras 2 that were recorded."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import kcore
from kcore.models import model_from_json, model_from_yaml
from tests.core.parity.live import keras
from tests.core.saving.models import MAKERS, agree, answers, data, scramble

MISSING = {
    name
    for name, layer in [("convnet", "SeparableConv2D"), ("recurrent", "GRU"), ("old_gru", "GRU")]
    if layer not in kcore.registry.names("layer")
}
RECORDED = Path(__file__).parent / "recorded"
TEXTS = [p for p in sorted([*RECORDED.glob("*/*.json"), *RECORDED.glob("*/*.yaml")]) if p.stem not in MISSING]


@pytest.mark.parametrize("make", MAKERS)
def test_real_keras_builds_what_we_write(make):
    ours = make(kcore)
    theirs = keras.models.model_from_json(ours.to_json())
    scramble(ours)
    theirs.set_weights(ours.get_weights())
    agree(ours, theirs, data(ours))


@pytest.mark.parametrize("make", MAKERS)
def test_we_build_what_real_keras_writes(make):
    theirs = make(keras)
    ours = model_from_json(theirs.to_json())
    scramble(theirs)
    ours.set_weights(theirs.get_weights())
    agree(ours, theirs, data(theirs))
    assert [layer.name for layer in ours.layers] == [layer.name for layer in theirs.layers]


@pytest.mark.parametrize("make", MAKERS)
def test_text_and_back_is_the_same(make):
    model = make(kcore)
    text = model.to_json()
    assert model_from_json(text).to_json() == text
    assert model_from_yaml(model.to_yaml()).to_json() == text
    assert json.loads(model.to_json(indent=2)) == json.loads(text)
    kind = type(model)
    assert kind.from_config(model.get_config()).get_config() == model.get_config()


def test_weights_are_not_part_of_it():
    model = MAKERS[0](kcore)
    text = model.to_json()
    scramble(model)
    assert model.to_json() == text


@pytest.mark.parametrize("path", TEXTS, ids=[f"{p.parent.name}-{p.name}" for p in TEXTS])
def test_structures_of_keras_2(path):
    text = path.read_text()
    model = (model_from_json if path.suffix == ".json" else model_from_yaml)(text)
    recorded = np.load(path.with_suffix(".npz"))
    count = sum(name.startswith("weights") for name in recorded)
    order = _order(model, count) if path.parent.name == "2.3.1" else range(count)
    model.set_weights([recorded[f"weights{i}"] for i in order])
    if "answer0" not in recorded:
        return
    x = [recorded[name] for name in sorted(recorded) if name.startswith("x")]
    for i, answer in enumerate(answers(model, x[0] if len(x) == 1 else x)):
        np.testing.assert_allclose(answer, recorded[f"answer{i}"], rtol=1e-5, atol=1e-6)


def _order(model, count):
    """Keras 2.3 lists the weights of a model layer by layer, but of each layer those that move first."""
    theirs = [v for layer in model.layers for v in (*layer.trainable_weights, *layer.non_trainable_weights)]
    places = {id(variable): i for i, variable in enumerate({id(v): v for v in theirs}.values())}
    assert len(places) == count
    return [places[id(variable)] for variable in model.weights]


def test_the_oldest_files_are_bare_lists_of_layers():
    layers = [
        {"class_name": "Dense", "config": {"name": "dense_1", "units": 3, "batch_input_shape": [None, 4]}},
        {"class_name": "Activation", "config": {"name": "activation_1", "activation": "relu"}},
    ]
    for tree in (layers, {"class_name": "Sequential", "config": layers}):
        model = model_from_json(json.dumps(tree))
        assert [layer.name for layer in model.layers] == ["dense_1", "activation_1"]
        assert model.output_shape == (None, 3)


def test_hard_sigmoid_of_keras_2_is_another_one():
    tree = {"class_name": "Sequential", "config": [{"class_name": "Activation", "config": {
        "activation": "hard_sigmoid", "batch_input_shape": [None, 1]}}]}  # fmt: skip
    x = np.float32([[-3], [0], [1]])
    old = model_from_json(json.dumps({**tree, "keras_version": "2.15.0"}))
    np.testing.assert_allclose(old(x), [[0], [0.5], [0.7]], rtol=1e-6)
    again = model_from_json(old.to_json())
    np.testing.assert_allclose(again(x), old(x))


@kcore.saving.register_keras_serializable("tests")
class Doubled(kcore.layers.Layer):
    def __init__(self, times: int = 2, **kwargs) -> None:
        super().__init__(**kwargs)
        self.times = times

    def call(self, inputs):
        return inputs * self.times


class Tripled(Doubled):
    pass


def test_classes_of_ones_own():
    registered = kcore.Sequential([kcore.Input((2,)), Doubled(5)])
    text = registered.to_json()
    assert '"registered_name": "tests>Doubled"' in text
    assert model_from_json(text).layers[0].times == 5
    private = kcore.Sequential([kcore.Input((2,)), Tripled(3)]).to_json()
    with pytest.raises(kcore.saving.ModelFileError, match=r"'Tripled' is not known.*custom_objects"):
        model_from_json(private)
    assert type(model_from_json(private, custom_objects={"Tripled": Tripled}).layers[0]) is Tripled
    with kcore.saving.custom_object_scope({"Tripled": Tripled}):
        assert type(model_from_json(private).layers[0]) is Tripled
    with pytest.raises(kcore.saving.ModelFileError, match="'Tripled' is not known"):
        model_from_json(private)
