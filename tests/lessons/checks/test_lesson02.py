"""Right and wrong answers to the exercises of lesson 2. Nothing is trained: every threshold holds exactly."""

from __future__ import annotations

import pytest

import kcore as keras
import kwidgets as kw
from kcore.layers import Add, BatchNormalization, Concatenate, Dense, Dropout, Lambda
from tests.lessons.checks.judged import judged

SEEDS = range(1, 11)


def sequential(*layers, features=5):
    return keras.Sequential([keras.Input((features,)), *layers])


def functional(*layers, features=5):
    inputs = keras.Input((features,))
    place = inputs
    for layer in layers:
        place = layer(place)
    return keras.Model(inputs, place)


def net(last=1, act="relu"):
    return Dense(8, activation=act), Dense(4, activation="relu"), Dense(last)


def copied(one, other):
    other.set_weights(one.get_weights())
    return one, other


def zeros():
    one, other = sequential(*net()), functional(*net())
    for made in (one, other):
        made.set_weights([weight * 0 for weight in made.get_weights()])
    return one, other


def shared():
    one = sequential(*net())
    return one, keras.Model(one.inputs, one.outputs)


def wrapped():
    one, inner = sequential(*net()), sequential(*net())
    inner.set_weights(one.get_weights())
    return one, functional(inner)


def loose():
    inputs = keras.Input((5,))
    first = Dense(8, activation="relu")(inputs)
    Dense(4, activation="relu")(first)
    return sequential(*net()), keras.Model(inputs, Dense(1)(first))


def branching():
    inputs = keras.Input((5,))
    both = Concatenate()([Dense(8)(inputs), Dense(4)(inputs)])
    return sequential(*net()), keras.Model(inputs, Dense(1)(both))


class Own(keras.Model):
    def __init__(self):
        super().__init__()
        self.last = Dense(1)

    def call(self, x):
        return self.last(x)


def own():
    made = Own()
    made.build((None, 5))
    return made


def in_lists():
    one, other = sequential(*net()), functional(*net())
    return copied(one, keras.Model(other.inputs, other.outputs))


RIGHT_PAIRS = {
    "by the book": lambda: copied(sequential(*net()), functional(*net())),
    "ends in lists": in_lists,
    "the other way round": lambda: copied(sequential(*net()), functional(*net()))[::-1],
    "tanh and wide": lambda: copied(
        sequential(Dense(32, activation="tanh"), Dense(64, activation="elu"), Dense(1)),
        functional(Dense(32, activation="tanh"), Dense(64, activation="elu"), Dense(1)),
    ),
    "three hidden layers and dropout": lambda: copied(
        sequential(*net(6), Dropout(0.1), Dense(1)), functional(*net(6), Dropout(0.1), Dense(1))
    ),
    "other first weights, carried over": lambda: copied(
        sequential(*net()), functional(Dense(8, "relu", kernel_initializer="he_normal"), Dense(4, "relu"), Dense(1))
    ),
}
WRONG_PAIRS = {
    "not_a_model": lambda: (sequential(*net()), None),
    "not_built": lambda: (keras.Sequential([Dense(1)]), functional(*net())),
    "two_sequential": lambda: copied(sequential(*net()), sequential(*net())),
    "two_functional": lambda: copied(functional(*net()), functional(*net())),
    "ends": lambda: (sequential(*net(), features=4), functional(*net(), features=4)),
    "wrapped": wrapped,
    "shared": shared,
    "hidden_layers": lambda: copied(sequential(Dense(8), Dense(1)), functional(Dense(8), Dense(1))),
    "other_length": loose,
    "no_line": branching,
    "other_layer": lambda: copied(sequential(*net()), functional(*net(act="tanh"))),
    "other_weights": lambda: (sequential(*net()), functional(*net())),
    "constant": zeros,
    "no_graph": lambda: (sequential(*net()), own()),
}


@pytest.mark.parametrize("name", RIGHT_PAIRS)
def test_right_pairs(name):
    assert judged("L02.1", *RIGHT_PAIRS[name]()) == (True, "right")


@pytest.mark.parametrize("reason", WRONG_PAIRS)
def test_wrong_pairs(reason):
    assert judged("L02.1", *WRONG_PAIRS[reason]()) == (False, reason)


@pytest.mark.parametrize("seed", SEEDS)
def test_weights_that_were_not_carried_over_are_seen_on_every_seed(seed):
    keras.utils.set_random_seed(seed)
    one, other = sequential(*net()), functional(*net())
    assert judged("L02.1", one, other) == (False, "other_weights")
    assert judged("L02.1", *copied(one, other)) == (True, "right")


def by_plan(one, other, *, ways=("inputs", "first", "second")):
    """The model of the exercise with the names in the brackets as given."""
    places = {"inputs": keras.Input((5,))}
    places["first"] = Dense(16, activation="relu")(places[ways[0]])
    places["second"] = Dense(8, activation="relu")(places[one])
    return keras.Model(places["inputs"], Dense(1)(places[other]))


def turned():
    return functional(Dense(8, activation="relu"), Dense(16, activation="relu"), Dense(1))


def side_by_side():
    inputs = keras.Input((5,))
    places = [Dense(units, activation="relu")(inputs) for units in (16, 8)]
    return keras.Model(inputs, Dense(1)(Concatenate()(places)))


@pytest.mark.parametrize(
    "make",
    [
        lambda: by_plan("first", "second"),
        lambda: functional(Dense(16, activation="relu"), Dense(8, activation="relu"), Dense(1)),
        lambda: sequential(Dense(16, activation="relu"), Dense(8, activation="relu"), Dense(1)),
        lambda: functional(Dense(16, "relu", name="a"), Dense(8, "relu", name="b"), Dense(1, name="c")),
    ],
)
def test_right_names(make):
    assert judged("L02.2", make()) == (True, "right")


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: by_plan("inputs", "first"), "left_out"),
        (lambda: by_plan("inputs", "second"), "left_out"),
        (lambda: by_plan("first", "first"), "left_out"),
        (lambda: by_plan("first", "inputs"), "left_out"),
        (turned, "order"),
        (side_by_side, "branches"),
        (lambda: functional(Dense(16), Dense(8), Dense(1)), "activation"),
        (lambda: functional(Dense(16, "relu"), Dense(8, "relu"), Dense(4), Dense(1)), "other_layers"),
        (lambda: functional(Dense(16, "relu"), BatchNormalization(), Dense(8, "relu"), Dense(1)), "other_layers"),
        (lambda: functional(Dense(16, "relu"), Dense(8, "relu")), "ends"),
        (lambda: keras.Sequential([Dense(16), Dense(8), Dense(1)]), "not_built"),
        (own, "no_graph"),
        (lambda: 241, "not_a_model"),
    ],
)
def test_wrong_names(make, reason):
    assert judged("L02.2", make()) == (False, reason)


def express(hidden=16, merge=None, **options):
    inputs = keras.Input((5,), name="today")
    inner = Dense(hidden, activation="relu", **options)(inputs)
    return keras.Model(inputs, Dense(1)((merge or Concatenate())([inputs, inner])))


def wide_and_deep():
    inputs = keras.Input((5,))
    return keras.Model(inputs, Add()([Dense(1)(inputs), Dense(1)(Dense(8, activation="relu")(inputs))]))


def correction():
    """Today's temperature, and a correction of it."""
    inputs = keras.Input((5,))
    today = Lambda(lambda x: x[:, :1])(inputs)
    return keras.Model(inputs, Add()([today, Dense(1)(Dense(8, activation="tanh")(inputs))]))


def deep():
    inputs = keras.Input((5,))
    inner = Dense(8, activation="relu")(Dense(8, activation="relu")(inputs))
    return keras.Model(inputs, Dense(1)(Concatenate()([inner, inputs])))


def built_by_hand():
    """As a learner does it in the panel: functional, a Concatenate behind the hidden layer, two sources for it."""
    stack = [Dense(16, activation="relu", name="hidden"), Dense(1, name="forecast")]
    builder = kw.ModelBuilder(keras.Sequential([keras.Input((5,), name="today"), *stack]))
    builder._act("convert")
    today, hidden = (place for place, _ in builder._state.blueprint.edges())
    builder._choose(hidden.part)
    builder._menu._search.value = "Concatenate"
    builder._menu._asked()
    builder._set("connect", (0, [today, hidden]))
    return builder


@pytest.mark.parametrize(
    "make",
    [
        built_by_hand,
        lambda: kw.ModelBuilder(express()),
        express,
        lambda: express(5, Add()),
        wide_and_deep,
        correction,
        deep,
    ],
)
def test_right_express_lines(make):
    assert judged("L02.3", make()) == (True, "right")


def two_outputs():
    inputs = keras.Input((5,))
    return keras.Model(inputs, [Dense(1)(inputs), Dense(1)(Dense(8)(inputs))])


def two_hidden():
    inputs = keras.Input((5,))
    return keras.Model(inputs, Dense(1)(Concatenate()([Dense(8)(inputs), Dense(4)(inputs)])))


def without_hidden():
    inputs = keras.Input((5,))
    return keras.Model(inputs, Dense(1)(Concatenate()([inputs, inputs])))


def twice():
    """What the panel gives before the second source is chosen: the hidden layer twice."""
    inputs = keras.Input((5,))
    inner = Dense(16, activation="relu")(inputs)
    return keras.Model(inputs, Dense(1)(Concatenate()([inner, inner])))


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (kw.ModelBuilder, "ends"),
        (lambda: kw.ModelBuilder(sequential(Dense(16), Dense(1))), "sequential"),
        (lambda: kw.ModelBuilder(functional(Dense(16), Dense(1))), "still_a_line"),
        (lambda: kw.ModelBuilder(two_outputs()), "two_outputs"),
        (lambda: kw.ModelBuilder(two_hidden()), "no_express"),
        (twice, "no_express"),
        (without_hidden, "no_hidden_layer"),
        (lambda: functional(Dense(1)), "no_hidden_layer"),
        (own, "no_graph"),
        (lambda: "builder", "not_a_model"),
        (lambda: keras.Sequential([Dense(1)]), "not_built"),
    ],
)
def test_wrong_express_lines(make, reason):
    assert judged("L02.3", make()) == (False, reason)
