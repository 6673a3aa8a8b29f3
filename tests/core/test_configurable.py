from __future__ import annotations

from typing import Annotated, Literal

import numpy as np
import pytest

import kcore
from kcore.annotations import Fraction, PositiveInt, Range
from kcore.configurable import bind, parameters
from kcore.layers import Dense, Layer


class Stretch(Layer):
    """What a learner might write."""

    def __init__(
        self,
        units: PositiveInt,
        how: Literal["in", "out"] = "in",
        share: Fraction = 0.5,
        steps: Annotated[int, Range(-1, 3)] = 0,
        **kwargs,
    ):
        super().__init__(**kwargs)
        self.units, self.how, self.share, self.steps = units, how, share, steps

    def call(self, inputs):
        return inputs * self.share


def test_parameters_are_read_from_the_signature():
    own = {p.name: p for p in parameters(Stretch) if not p.inherited}
    assert list(own) == ["units", "how", "share", "steps"]
    assert [p.kind for p in own.values()] == ["int", "choice", "float", "int"]
    assert own["share"].default == 0.5


def test_the_config_of_a_learners_layer_comes_from_the_signature():
    layer = Stretch(3, how="out", name="mine")
    config = layer.get_config()
    assert {k: config[k] for k in ("name", "units", "how", "share", "steps")} == {
        "name": "mine", "units": 3, "how": "out", "share": 0.5, "steps": 0,
    }  # fmt: skip
    assert Stretch.from_config(config).get_config() == config


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"units": 0}, ValueError, ["units", ">= 1", "0"]),
        ({"units": 2.5}, TypeError, ["units", "2.5"]),
        ({"units": True}, TypeError, ["units", "True"]),
        ({"units": "3"}, TypeError, ["units", "'3'"]),
        ({"units": 3, "how": "inn"}, ValueError, ["how", "'in'", "'out'"]),
        ({"units": 3, "share": 1.0}, ValueError, ["share", "< 1"]),
        ({"units": 3, "share": float("nan")}, ValueError, ["share"]),
        ({"units": 3, "steps": 4}, ValueError, ["steps", "<= 3"]),
        ({"units": 3, "shares": 0.1}, TypeError, ["shares", "share"]),
        ({}, TypeError, ["units"]),
    ],
)
def test_what_does_not_fit_is_refused_with_what_does(arguments, error, words):
    with pytest.raises(error) as caught:
        Stretch(**arguments)
    for word in words:
        assert word in str(caught.value)


def test_numpy_numbers_are_numbers():
    assert Stretch(np.int64(3), share=np.float32(0.25)).get_config()["units"] == 3


def test_bind_finds_the_nearest_name():
    with pytest.raises(TypeError, match="units"):
        bind(Dense, (), {"unit": 3})


@pytest.mark.parametrize(
    ("make", "notes", "argument", "value"),
    [
        (lambda: Dense(output_dim=3, init="zeros"), ["output_dim", "init"], "units", 3),
        (lambda: Dense(3, W_regularizer="l2", bias=False), ["W_regularizer", "bias"], "use_bias", False),
        (lambda: kcore.layers.Dropout(p=0.25), ["p"], "rate", 0.25),
        (lambda: kcore.layers.Conv2D(2, 3, border_mode="same", subsample=2), ["border_mode", "subsample"], "strides",
         (2, 2)),
        (lambda: kcore.layers.Conv1D(nb_filter=2, filter_length=3), ["nb_filter", "filter_length"], "filters", 2),
        (lambda: kcore.layers.MaxPooling1D(pool_length=4), ["pool_length"], "pool_size", (4,)),
        (lambda: kcore.layers.LeakyReLU(alpha=0.1), ["alpha"], "negative_slope", 0.1),
    ],
)  # fmt: skip
def test_words_of_keras_1_and_2_are_taken_with_one_note_each(make, notes, argument, value):
    with pytest.warns(UserWarning, match="is called '.*' today") as heard:
        layer = make()
    assert [str(note.message).split("'")[1] for note in heard] == notes
    assert {note.filename for note in heard} == {__file__}
    assert layer.get_config()[argument] == value


def test_an_old_word_without_a_place_is_unknown():
    with pytest.raises(TypeError, match="Dense has no argument 'subsample'"):
        Dense(3, subsample=2)
    with pytest.raises(TypeError, match="'output_dim' and 'units' are two names of one argument"):
        Dense(3, output_dim=3)


def test_keras_2_names_still_work():
    assert kcore.layers.Dense(2, input_dim=3).get_config()["units"] == 2
