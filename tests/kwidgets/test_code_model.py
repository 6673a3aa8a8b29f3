from __future__ import annotations

import numpy as np
import pytest

import kcore
from kcore import layers, ops
from kwidgets.code import model_script
from tests.core.parity.live import plain


def chain():
    return kcore.Sequential([
        kcore.Input((6,)),
        layers.Dense(4, activation="relu", name="thinks"),
        layers.Dropout(0.25),
        layers.Dense(1, kernel_initializer="he_normal"),
    ])  # fmt: skip


def open_chain():
    return kcore.Sequential([layers.Flatten(), layers.Dense(2)], name="no_input_yet")


def picture():
    return kcore.Sequential([
        kcore.Input((8, 8, 1)),
        layers.Conv2D(4, (3, 3), strides=(2, 1), padding="same", activation="relu"),
        layers.MaxPooling2D((2, 2)),
        layers.Flatten(),
        layers.Dense(3, activation="softmax"),
    ])  # fmt: skip


def twins():
    """A shared layer, two inputs, two outputs."""
    a, b = kcore.Input((4,), name="a"), kcore.Input((4,), name="class")
    shared = layers.Dense(3, activation="tanh", name="shared")
    x, y = shared(a), shared(b)
    both = layers.Concatenate()([layers.Add()([x, y]), x])
    return kcore.Model(
        [a, b], [layers.Dense(1, name="one")(both), layers.Dense(2, activation="softmax")(y)], name="twins"
    )


def named_ends():
    a, b = kcore.Input((3,), name="left"), kcore.Input((2,), dtype="float64", name="right")
    return kcore.Model({"left": a, "right": b}, {"sum": layers.Concatenate(dtype="float64")([a, b])})


def nested():
    """A model in a model in a model, one of them called twice."""
    inner = kcore.Sequential([kcore.Input((4,)), layers.Dense(4)], name="inner")
    place = kcore.Input((4,))
    middle = kcore.Model(place, layers.ReLU()(inner(place)))
    x = kcore.Input((4,), batch_size=5)
    return kcore.Model(x, layers.Subtract()([middle(x), middle(inner(x))]))


def operations():
    x = kcore.Input((4, 3))
    y = 1.0 - x[:, :2] * 2.0
    z = ops.concatenate([y, ops.relu(-x)], axis=1)
    return kcore.Model(x, ops.reshape(ops.mean(z[:, :, 0] ** 2, axis=-1, keepdims=True), (-1, 1)))


def recurrent():
    words = kcore.Input((None,), dtype="int32")
    x = layers.Embedding(20, 4)(words)
    x, memory, _ = layers.LSTM(3, return_sequences=True, return_state=True)(x)
    return kcore.Model(words, [layers.GRU(2)(x), memory])


def both_ways():
    return kcore.Sequential([kcore.Input((5, 3)), layers.Bidirectional(layers.LSTM(2)), layers.Dense(1)])


def frozen():
    model = kcore.Sequential([kcore.Input((4,)), layers.Dense(3), layers.Dense(1)])
    model.trainable = False
    return model


MODELS = (chain, open_chain, picture, twins, named_ends, nested, operations, recurrent, both_ways, frozen)


def made_from(model):
    space = {}
    exec(model_script(model).replace("import keras", "import kcore as keras"), space)  # noqa: S102
    return space["model"]


def in_order(tree, names):
    """A config with each name replaced by the number of its first appearance."""
    if isinstance(tree, dict):
        return {key: in_order(part, names) for key, part in tree.items()}
    if isinstance(tree, list | tuple):
        return [in_order(part, names) for part in tree]
    return names.setdefault(tree, len(names)) if tree in names or tree in names.get("all", ()) else tree


def comparable(config):
    found = []

    def gather(tree):
        if isinstance(tree, dict):
            found.extend(v for k, v in tree.items() if k == "name" and isinstance(v, str))
            for part in tree.values():
                gather(part)
        elif isinstance(tree, list | tuple):
            for part in tree:
                gather(part)

    gather(config)
    return plain(in_order(config, {"all": set(found)}))


@pytest.mark.parametrize("make", MODELS, ids=[make.__name__ for make in MODELS])
def test_the_code_makes_a_model_with_the_same_config(make):
    model = make()
    made = made_from(model)
    assert comparable(made.get_config()) == comparable(model.get_config())


@pytest.mark.parametrize("make", MODELS, ids=[make.__name__ for make in MODELS])
def test_real_keras_makes_the_same_model_of_it(make):
    model = make()
    space = {}
    exec(model_script(model), space)  # noqa: S102
    theirs = space["model"]
    assert theirs.__class__.__module__.startswith("keras.")
    assert comparable(theirs.get_config()) == comparable(model.get_config())


@pytest.mark.parametrize("make", [twins, nested, operations, picture, recurrent], ids=lambda make: make.__name__)
def test_with_the_same_weights_it_gives_the_same_answers(make):
    model = make()
    made = made_from(model)
    made.set_weights(model.get_weights())
    rng = np.random.default_rng(0)
    x = [
        rng.integers(0, 20, (5, 6)) if p.dtype == "int32" else rng.normal(size=(5, *p.shape[1:])).astype(p.dtype)
        for p in model.inputs
    ]
    x = x[0] if len(x) == 1 else x
    ours, theirs = model.predict(x, batch_size=5, verbose=0), made.predict(x, batch_size=5, verbose=0)
    for one, other in zip(kcore.tree.flatten(ours), kcore.tree.flatten(theirs), strict=True):
        np.testing.assert_array_equal(one, other)


def test_the_code_reads_as_one_would_write_it():
    assert (
        model_script(twins())
        == """\
import keras

a = keras.Input((4,), name="a")
x_class = keras.Input((4,), name="class")
shared_layer = keras.layers.Dense(3, activation="tanh", name="shared")
shared = shared_layer(a)
shared_2 = shared_layer(x_class)
add = keras.layers.Add()([shared, shared_2])
concatenate = keras.layers.Concatenate()([add, shared])
one = keras.layers.Dense(1, name="one")(concatenate)
dense = keras.layers.Dense(2, activation="softmax")(shared_2)
model = keras.Model(inputs=[a, x_class], outputs=[one, dense], name="twins")"""
    )
    assert (
        model_script(operations())
        == """\
import keras

input_layer = keras.Input((4, 3))
get_item = input_layer[:, :2]
multiply = keras.ops.multiply(get_item, 2.0)
negative = keras.ops.negative(input_layer)
subtract = keras.ops.subtract(1.0, multiply)
relu = keras.ops.relu(negative)
concatenate = keras.ops.concatenate([subtract, relu], axis=1)
get_item_2 = concatenate[:, :, 0]
power = keras.ops.power(get_item_2, 2)
mean = keras.ops.mean(power, axis=-1, keepdims=True)
reshape = keras.ops.reshape(mean, newshape=(-1, 1))
model = keras.Model(inputs=input_layer, outputs=reshape)"""
    )


def test_parts_of_a_place_are_written_with_brackets():
    x = kcore.Input((4, 3, 2))
    assert "get_item = input_layer[:, 1, ..., ::2]" in model_script(kcore.Model(x, x[:, 1, ..., ::2]))


class Own(kcore.Model):
    """Computes in a call of its own."""

    def call(self, inputs):
        return inputs


def test_what_no_code_can_stand_for_is_refused():
    with pytest.raises(ValueError, match="Own computes in a call of its own"):
        model_script(Own())
    x = kcore.Input((2,))
    with pytest.raises(ValueError, match="No code can stand for"):
        model_script(kcore.Model(x, layers.Dense(1, activation=lambda y: y)(x)))
