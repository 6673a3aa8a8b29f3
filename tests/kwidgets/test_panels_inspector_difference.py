"""What differs between two models or configs: found, told in words, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

import kcore
from kcore import layers
from kcore.files import ModelFileError
from kcore.utils import set_random_seed
from kwidgets import i18n
from kwidgets.panels.inspector.difference import as_html, differences, paired
from kwidgets.panels.inspector.structure import structure_of
from tests.core.saving.models import MAKERS, nested, two_and_two


def chain(*inner, name="net", shape=(4,)):
    return kcore.Sequential([kcore.Input(shape, name="x"), *inner], name=name)


def words(first, second):
    return [change.words for change in differences(first, second) if not change.kind.startswith("weights")]


def net(units=3, activation="relu", *more):
    return chain(layers.Dense(units, activation, name="a"), *more, layers.Dense(1, name="b"))


@pytest.mark.parametrize("make", MAKERS)
def test_a_model_does_not_differ_from_itself_however_it_is_told(make):
    model = make(kcore)
    for other in (model, model.get_config(), model.to_json(), model.to_yaml()):
        found = differences(model, other)
        assert {change.kind for change in found} <= {"weights.equal"}
        assert {change.kind for change in differences(other, model)} <= {"weights.equal"}
    assert differences(model, model)


def test_the_same_code_run_twice_differs_in_the_numbers_of_names_only():
    set_random_seed(0)
    first = kcore.Sequential([kcore.Input((4,)), layers.Dense(3), layers.Dense(1)])
    set_random_seed(0)
    second = kcore.Sequential([kcore.Input((4,)), layers.Dense(3), layers.Dense(1)])
    (change,) = [change for change in differences(first, second) if change.kind != "weights.equal"]
    assert change.kind == "numbered"
    assert f"{first.layers[0].name} → {second.layers[0].name}" in change.words


def test_arguments_names_and_kinds_of_a_model():
    assert words(net(), net(5, "tanh")) == [
        "a: units is 3 here and 5 there.",
        "a: activation is relu here and tanh there.",
    ]
    other = chain(layers.Dense(3, "relu", name="first"), layers.Dense(1, name="b", kernel_regularizer="l2"))
    assert words(net(), other) == [
        "a is called first there.",
        "b: kernel_regularizer is None here and L2(l2=0.01) there.",
    ]
    frozen = net()
    frozen.trainable = False
    assert "trainable of the model is True here and False there." in words(net(), frozen)
    place = kcore.Input((4,), name="x")
    functional = kcore.Model(place, layers.Dense(1, name="b")(layers.Dense(3, "relu", name="a")(place)))
    assert words(net(), functional) == ["The class is Sequential here and Functional there."]


def test_layers_added_removed_moved_and_replaced():
    assert words(net(), net(3, "relu", layers.Dropout(0.5, name="d"))) == ["d (Dropout) is only there, as layer 3."]
    assert words(net(3, "relu", layers.Dropout(0.5, name="d")), net()) == ["d (Dropout) is only here, as layer 3."]
    norm, drop = (lambda: layers.LayerNormalization(name="n")), (lambda: layers.Dropout(0.5, name="d"))
    assert words(net(3, "relu", norm(), drop()), net(3, "relu", drop(), norm())) == [
        "n is layer 3 here and layer 4 there."
    ]
    assert words(net(3, "relu", norm()), net(3, "relu", drop())) == [
        "n (LayerNormalization) is only here, as layer 3.",
        "d (Dropout) is only there, as layer 3.",
    ]


def test_connections_and_models_inside_models():
    def branches(joined):
        a, b = kcore.Input((4,), name="left"), kcore.Input((4,), name="right")
        h = layers.Dense(4, name="h")(a)
        return kcore.Model([a, b], layers.Add(name="sum")([h, {"left": a, "right": b}[joined]]), name="m")

    assert words(branches("right"), branches("left")) == [
        "sum takes its inputs from h, right here and from h, left there."
    ]
    inner = nested(kcore), nested(kcore)
    config = inner[1].get_config()
    twice = next(layer for layer in config["layers"] if layer["name"] == "middle")["config"]["layers"][1]
    twice["config"]["activation"] = "relu"
    assert "middle › twice: activation is tanh here and relu there." in words(inner[0], config)


def test_what_a_model_was_compiled_with():
    first, second = net(), net()
    first.compile("adam", "mse")
    assert words(first, second) == []  # one that is not compiled yet says nothing
    second.compile("sgd", "mae", metrics=["mae"])
    told = words(first, second)
    assert "Compiled with loss = mse here and mae there." in told
    assert any(line.startswith("Compiled with optimizer = Adam(") for line in told)
    assert words(first, first.to_json()) == []


def test_weights_equal_apart_and_of_other_shapes():
    first, second = net(), net()
    second.set_weights(first.get_weights())
    assert [c.layer for c in differences(first, second)] == ["a", "b"]
    second.get_layer("b").set_weights([first.get_weights()[2] + np.float32(0.5), first.get_weights()[3]])
    told = [change.words for change in differences(first, second)]
    assert "b: the weights differ by 0.375 on average and by 0.500 at most." in told
    wider = {change.layer: change for change in differences(net(), net(5)) if change.kind == "weights.shapes"}
    assert wider["a"].words == "a: the weights have other shapes, (4, 3), (3,) here and (4, 5), (5,) there."
    first.get_layer("a").set_weights([np.full((4, 3), np.nan), np.zeros(3)])
    second.get_layer("a").set_weights([np.full((4, 3), np.nan), np.zeros(3)])
    assert "weights.equal" in {c.kind for c in differences(first, second) if c.layer == "a"}


def test_classes_of_ones_own_are_compared_by_the_layers_in_their_attributes():
    class Own(kcore.Model):
        def __init__(self, units=3, **kwargs):
            super().__init__(**kwargs)
            self.units = units
            self.a, self.b = layers.Dense(units, name="a"), layers.Dense(1, name="b")

        def call(self, x):
            return self.b(self.a(x))

    class Mute(layers.Layer):
        def __init__(self, secret):
            super().__init__()
            self.hidden = secret

        def call(self, x):
            return x

    assert words(Own(), Own(4)) == ["units of the model is 3 here and 4 there.", "a: units is 3 here and 4 there."]
    unbuilt = Own()
    assert differences(unbuilt, unbuilt) == []
    odd = chain(Mute(1), layers.Dense(1, name="b"))
    odd_class = type("Odd", (kcore.Model,), {"call": lambda self, x: x})()
    odd_class.inner = Mute(object())
    assert structure_of(odd_class).layers[0].kind == "Mute"
    assert not [c for c in differences(odd, odd) if c.kind != "weights.equal"]


@pytest.mark.parametrize(
    ("thing", "error", "message"),
    [
        (3, TypeError, "A model, a config"),
        ({"units": 3}, ModelFileError, "no list of layers"),
        ('{"layers": [', ModelFileError, "no JSON"),
        ("a: !!python/object:os.system {}", ModelFileError, "asks for code"),
        ("- 1", ModelFileError, "a dict is expected"),
        ({"layers": [1]}, ModelFileError, "no list of layers"),
        ({"layers": [{"class_name": "Dense", "config": {"x": {1, 2}}}]}, ModelFileError, "got set"),
    ],
)
def test_what_is_no_model_is_refused(thing, error, message):
    with pytest.raises(error, match=message):
        differences(net(), thing)


def test_a_thousand_layers_that_have_little_in_common_are_paired_quickly():
    one = structure_of(chain(*(layers.ReLU(name=f"a{i}") for i in range(1000)))).layers
    other = structure_of(chain(*(layers.ReLU(name=f"b{i}") for i in range(999)), layers.Dense(1))).layers
    assert len(paired(one, other)[0]) == 1  # the input; there is no time to compare all with all
    assert len(paired(one, one)[0]) == 1001


def test_what_a_learner_reads_is_escaped_and_in_the_language_shown():
    first, second = chain(layers.Dense(3, name="<b>a")), chain(layers.Dense(4, name="<b>a"))
    text = as_html(differences(first, second))
    assert "&lt;b&gt;a: units is 3" in text
    assert "<b>a" not in text
    i18n.set_language("ko")
    assert "<b>a 층의 units 값이 이쪽은 3, 저쪽은 4예요." in [c.words for c in differences(first, second)]
    assert "이 모델" not in as_html(differences(two_and_two(kcore), two_and_two(kcore)))
