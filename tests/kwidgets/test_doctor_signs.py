"""What the doctor sees of data and models before anything is trained."""

from __future__ import annotations

import numpy as np
import pytest

import kcore
from kcore import layers
from kcore.losses import BinaryCrossentropy, CategoricalCrossentropy
from kwidgets.doctor import Case, signs_of
from kwidgets.doctor.anatomy import anatomy
from kwidgets.doctor.baseline import baseline
from kwidgets.doctor.columns import columns, leak, repeated
from kwidgets.doctor.data import look_at
from kwidgets.doctor.targets import targets

RNG = np.random.default_rng(4)


@pytest.mark.parametrize(
    ("array", "form", "counts"),
    [
        (np.array([0, 1, 1, 0]), "binary", (2, 2)),
        (np.array([[0.0], [1.0], [1.0]]), "binary", (1, 2)),
        (np.array([-1, 1, 1]), "sides", (1, 2)),
        (np.arange(30) % 3, "classes", (10, 10, 10)),
        (np.eye(3)[np.arange(9) % 3], "one_hot", (3, 3, 3)),
        (np.array([[1, 0, 1], [0, 0, 0], [1, 1, 0]]), "labels", ()),
        (np.array([0.0, 0.25, 0.5]), "shares", ()),
        (np.array([3.5, -2.0, 8.0]), "numbers", ()),
        (np.arange(40), "numbers", ()),  # every whole number once: counts, not classes
        (np.array([0, 2, 2, 0, 2, 0]), "numbers", ()),
        (np.zeros((4, 5, 2)), "shares", ()),
    ],
)
def test_forms_of_targets(array, form, counts):
    found = targets("y", array)
    assert (found.form, found.counts) == (form, counts)


def test_what_holds_no_numbers_is_not_looked_at():
    assert targets("y", np.array(["cat", "dog"])) is None
    assert columns("x", [[1, 2], [3]]) is None
    assert columns("x", None) is None
    assert columns("x", np.zeros((0, 3))) is None


def test_columns_and_holes():
    x = np.array([[1.0, 100.0], [3.0, np.nan], [5.0, 300.0]])
    found = columns("x", x)
    assert (found.holes, found.hole) == (1, (1, 1))
    assert found.means.tolist() == [3.0, 200.0]
    assert found.sizes[1] == pytest.approx(np.hypot(200, 100))
    assert found.is_table
    assert not columns("x", np.zeros((2, 4, 4))).is_table


def test_leaks_are_found_and_close_relations_are_none():
    x = RNG.normal(size=(400, 4))
    assert leak(x, 3 * x[:, 2] - 1, 0).columns == (2,)
    together = leak(x, 2 * x[:, 0] + x[:, 3], 0)
    assert (together.kind, together.columns) == ("sum", (0, 3))
    assert leak(x, x[:, 0] + 0.3 * RNG.normal(size=400), 0) is None
    assert leak(x, x[:, 0] ** 2, 0) is None
    y = (x[:, 1] > 0.4).astype(int)
    assert leak(x, y, 2).columns == (1,)
    flipped = np.where(RNG.random(400) < 0.05, 1 - y, y)
    assert leak(x, flipped, 2) is None
    thirds = np.digitize(x[:, 3], [-0.5, 0.5])
    assert leak(x, thirds[::1], 3).kind == "class"
    assert leak(x, np.zeros(400, int), 1) is None


def test_repeated_samples_count_with_their_targets():
    x, y = RNG.normal(size=(50, 3)), np.arange(50.0)
    assert repeated(x, y, x[:10], y[:10])[0] == 10
    assert repeated(x, y, x[:10], y[:10] + 1)[0] == 0
    assert repeated(np.zeros((20, 1)), np.zeros(20), np.zeros((5, 1)), np.zeros(5)) == (5, 0.95)


def test_the_order_of_samples():
    y = np.repeat(np.arange(4), 50)
    assert look_at([], [], np.zeros((200, 2)), y, batch_size=10).stretches[0] == pytest.approx(1.0)
    mixed = look_at([], [], np.zeros((200, 2)), RNG.permutation(y), batch_size=10).stretches[0]
    assert mixed < 0.3
    strange = look_at([], [], np.zeros((200, 2)), y, (np.zeros((4, 2)), np.array([0, 9, 9, 3]))).strangers
    assert strange == (0.5,)


def compiled(*stack, loss, metrics=(), optimizer="adam"):
    model = kcore.Sequential([kcore.Input((3,)), *stack])
    model.compile(optimizer, loss, metrics=list(metrics))
    return model


def test_the_output_is_found_behind_layers_that_hand_on():
    model = compiled(
        layers.Dense(4, activation="relu"), layers.Dense(2), layers.Softmax(), layers.Dropout(0.1),
        loss=CategoricalCrossentropy(label_smoothing=0.1), metrics=["accuracy"],
    )  # fmt: skip
    body = anatomy(model)
    (head,) = body.heads
    assert (head.function, head.units, head.loss_name, head.accuracy) == (
        "softmax",
        2,
        "categorical_crossentropy",
        True,
    )
    assert (head.wants, head.is_crossentropy, head.from_logits, head.range) == ("one_hot", True, False, (0.0, 1.0))
    assert [part.name for part in body.hidden] == [model.layers[0].name]
    assert body.trainable == model.count_params()


def test_models_inside_models_and_own_classes():
    inner = kcore.Sequential(
        [kcore.Input((3,)), layers.Dense(5, activation="tanh"), layers.Dense(1, activation="sigmoid")]
    )
    model = compiled(inner, loss=BinaryCrossentropy())
    body = anatomy(model)
    assert body.heads[0].function == "sigmoid"
    assert [part.function for part in body.parts] == ["tanh", "sigmoid"]
    assert [part.is_head for part in body.parts] == [False, True]

    class Own(kcore.Model):
        def __init__(self):
            super().__init__()
            self.last = layers.Dense(1)

        def call(self, inputs):
            return self.last(inputs)

    own = Own()
    own.compile("sgd", "mse")
    signs = signs_of(Case(own, np.ones((8, 3)), np.ones((8, 1))))
    assert signs.body.heads[0].function == ""
    assert signs.baseline == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize(
    ("loss", "y", "simple"),
    [
        ("mse", np.array([[0.0], [2.0], [4.0]]), 8 / 3),
        ("mae", np.array([[0.0], [0.0], [9.0]]), 3.0),
        ("binary_crossentropy", np.array([[0.0], [1.0], [1.0], [1.0]]), -(0.25 * np.log(0.25) + 0.75 * np.log(0.75))),
        (BinaryCrossentropy(from_logits=True), np.array([[0.0], [1.0]]), np.log(2)),
    ],
)
def test_the_loss_of_the_simplest_answer(loss, y, simple):
    (head,) = anatomy(compiled(layers.Dense(1), loss=loss)).heads
    assert baseline(head, y.astype("float32")) == pytest.approx(simple, rel=1e-4)


def test_the_simplest_answer_for_classes_and_for_a_loss_of_ones_own():
    (head,) = anatomy(compiled(layers.Dense(3, activation="softmax"), loss="sparse_categorical_crossentropy")).heads
    assert baseline(head, np.array([0, 1, 2, 0, 1, 2])) == pytest.approx(np.log(3), rel=1e-4)
    (head,) = anatomy(compiled(layers.Dense(1), loss=lambda y, p: kcore.ops.mean(kcore.ops.abs(y - p), axis=-1))).heads
    assert baseline(head, np.array([[1.0], [1.0]], "float32")) == pytest.approx(0.0)


def test_data_that_the_engine_refuses_are_looked_at_all_the_same():
    model = compiled(layers.Dense(3, activation="softmax"), loss="sparse_categorical_crossentropy")
    signs = signs_of(Case(model, np.zeros((6, 3)), np.eye(3)[[0, 1, 2, 0, 1, 2]]))
    assert signs.samples is None
    assert "class number" in signs.refused
    assert signs.pairs[0][1].form == "one_hot"
