"""Wrong uses of functional models, model classes and sources of batches, and what the errors say."""

from __future__ import annotations

import numpy as np
import pytest

import kcore
from kcore import layers

A, B, R, C = np.zeros((5, 4)), np.zeros((5, 3)), np.zeros((5, 1)), np.zeros(5, int)


def joined():
    a, b = kcore.Input((4,), name="a"), kcore.Input((3,), name="b")
    both = layers.Concatenate(name="both")([layers.Dense(4, name="first")(a), b])
    outputs = [layers.Dense(1, name="r")(both), layers.Dense(3, activation="softmax", name="c")(both)]
    model = kcore.Model([a, b], outputs, name="m")
    model.compile("adam", ["mse", "sparse_categorical_crossentropy"])
    return model


def single():
    model = kcore.Sequential([kcore.Input((4,)), layers.Dense(1)], name="s")
    model.compile("adam", "mse")
    return model


def place(shape=(4,), name="a"):
    return kcore.Input(shape, name=name)


def batches(*items):
    yield from items


class Deep(kcore.Model):
    def __init__(self):
        super().__init__()
        self.dense = layers.Dense(1)

    def call(self, inputs):
        return self.dense(inputs)


class Silent(Deep):
    def train_step(self, data):
        return None


class Early(kcore.Model):
    def __init__(self):
        self.dense = layers.Dense(1)


def silent():
    model = Silent()
    model.compile("adam", "mse")
    return model.fit(A, R, verbose=0)


def twins():
    start = place()
    return kcore.Model(start, layers.Dense(3, name="q")(layers.Dense(3, name="q")(start)))


WRONG = [
    (lambda: kcore.Model(place()), r"Model\(outputs=...\) takes places.*got None"),
    (lambda: kcore.Model(place(), 3), r"Model\(outputs=...\) takes places.*got 3"),
    (lambda: kcore.Model([joined().inputs[0]], joined().outputs), "not among the model's inputs"),
    (twins, "Two layers are named 'q'"),
    (lambda: joined().fit(A, [R, C]), "x is one array; this model has 2 inputs, a, b"),
    (lambda: joined().fit([A], [R, C]), r"2 input\(s\), \['a', 'b'\]; got 1"),
    (lambda: joined().fit([B, A], [R, C]), r"x of 'a' has shape \(5, 3\)"),
    (lambda: joined().fit([A, B], R), "targets for each of the outputs"),
    (lambda: joined().fit([A, B], [R, C[:3]]), "3 in y of 'c'"),
    (lambda: joined().fit({"a": A}, [R, C]), "'b' is missing"),
    (lambda: joined().fit([A, B], {"r": R}), "'c' is missing"),
    (lambda: joined().fit([A, B[:3]], [R, C]), "3 in x of 'b'"),
    (lambda: joined().fit([A, B], [R, C + 5]), "y of 'c' holds class numbers from 5 to 5"),
    (lambda: joined().fit([A, B], [R, C], class_weight={0: 1.0}), "class_weight is for models with one output"),
    (lambda: joined().fit([A, B], [R, C], sample_weight=[R[:, 0]]), "sample_weight has 1 entries"),
    (lambda: joined().compile("adam", ["mse"]), "loss has 1 entries; this model has 2 outputs: r, c"),
    (lambda: joined().compile("adam", {"x": "mse"}), "loss names an output 'x'"),
    (lambda: joined().compile("adam", {"r": "mse"}), "Give each output a loss"),
    (lambda: joined().compile("adam", "mse", metrics=["acc"]), "metrics has 1 entries"),
    (lambda: joined().compile("adam", ["mse", "mse"], loss_weights=["a", 1]), "loss_weights must be numbers"),
    (lambda: layers.Add()([place(), place((3,), "b")]), "joins inputs of the same shape"),
    (lambda: layers.Add()(place()), r"takes a list of at least 2 inputs, layer\(\[a, b\]\)"),
    (lambda: layers.Concatenate(axis=1)([place((2, 3)), place((2, 4), "b")]), "all other sizes must be equal"),
    (lambda: layers.Dot(1)([place(), place((3,), "b")]), "their sizes differ, 4 and 3"),
    (lambda: layers.Dense(3)([place(), place((3,), "b")]), r"takes one input; got 2.*Concatenate\(\)"),
    (lambda: layers.Dense(3)(place(), place((3,), "b")), r"Several inputs go into one list: layer\(\[a, b\]\)"),
    (lambda: layers.Dense(3)(place(), mode=1), "has no argument 'mode'"),
    (lambda: np.mean(place()), "has no numbers.*kcore.ops"),
    (lambda: list(place()), "cannot be walked through"),
    (lambda: bool(place() > 1), "neither true nor false"),
    (lambda: len(place()), "has no length yet"),
    (Early, r"must call super\(\).__init__\(\)"),
    (silent, "must return a dict of numbers"),
    (lambda: single().fit(batches((A, R)), epochs=2, verbose=0), "can be walked through once only"),
    (lambda: single().fit(iter([]), verbose=0), "source of batches is empty"),
    (lambda: single().fit(batches((A, R)), R), "x must be an array where y is given"),
    (lambda: single().fit(batches((A, R), (A[:, :2], R)), verbose=0), r"batch x has shape \(5, 2\)"),
    (lambda: single().fit(batches((A, R, R, R)), verbose=0), "got a tuple of 4"),
    (lambda: single().fit(batches((A, R)), validation_split=0.2), "a source of batches cannot be split"),
    (lambda: single()(np.zeros((2, 7))), r"takes samples of shape \(4,\); got an array of shape \(2, 7\)"),
    (lambda: single().predict(batches()), "source of batches is empty"),
    (lambda: joined().get_layer("zz"), "no layer 'zz'; it has a, first, b, both, r, c"),
    (lambda: joined().set_weights([A]), "6 arrays are asked for"),
    (lambda: kcore.models.clone_model(3), "clone_model takes a model"),
    (lambda: kcore.models.clone_model(Deep(), clone_function=print), "is a model class"),
    (lambda: Deep().inputs, "of its own: a model class computes whatever it is given"),
    (lambda: kcore.utils.plot_model(Deep()), "has not been built yet"),
    (lambda: kcore.utils.plot_model(single(), rankdir="up"), "rankdir must be 'TB'"),
]


@pytest.mark.parametrize(("use", "words"), WRONG, ids=[str(i) for i in range(len(WRONG))])
def test_the_error_says_what_to_do(use, words):
    with pytest.raises((ValueError, TypeError, RuntimeError), match=words):
        use()


def test_an_exception_in_a_source_is_the_users_own_and_the_model_goes_on():
    def broken():
        yield A, R
        raise KeyError("mine")

    model = single()
    with pytest.raises(KeyError, match="mine"):
        model.fit(broken(), verbose=0)
    assert model.fit(A, R, verbose=0).history["loss"]


class Numbered(kcore.utils.PyDataset):
    def __len__(self):
        return 2

    def __getitem__(self, index):
        return A, R


def test_a_model_that_was_never_compiled_answers_a_source_of_batches():
    for source in (Numbered(), batches((A, R), (A, R))):
        assert Deep().predict(source, verbose=0).shape == (10, 1)


@pytest.mark.parametrize(
    "layer",
    [
        layers.BatchNormalization,
        layers.LayerNormalization,
        layers.RMSNormalization,
        lambda: layers.GroupNormalization(groups=2),
        layers.Normalization,
        layers.PReLU,
    ],
)
def test_a_layer_with_weights_for_each_size_is_not_shared_with_another_size(layer):
    shared = layer()
    shared(kcore.Input((4,)))
    with pytest.raises(ValueError, match="was built for arrays of shape"):
        shared(kcore.Input((6,)))
    shared(kcore.Input((4,)))
