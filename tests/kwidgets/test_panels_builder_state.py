"""The builder without a widget: blueprints, edits, what is refused, undo, weights that stay."""

from __future__ import annotations

import contextlib
import random
from dataclasses import replace

import numpy as np
import pytest

import kcore
from kcore import layers
from kcore.configurable import to_tree
from kcore.files import ModelFileError
from kwidgets.code import ReadingError, model_script, read_model
from kwidgets.panels.builder import edits
from kwidgets.panels.builder.assembly import assemble
from kwidgets.panels.builder.blueprint import ImpossibleError, Place, blueprint_of
from kwidgets.panels.builder.conversion import to_functional, to_sequential
from kwidgets.panels.builder.edits import Spot
from kwidgets.panels.builder.state import BuilderState
from tests.kwidgets.test_code_model import MODELS, nested, twins


class Twice(layers.Layer):
    """A learner's own layer."""

    def __init__(self, times: int = 2, **kwargs):
        super().__init__(**kwargs)
        self.times = times

    def call(self, inputs):
        return inputs * self.times


def described(layer):
    config = {key: value for key, value in layer.get_config().items() if key != "name"}
    tree = to_tree(layer)
    return {"module": tree["module"], "class_name": tree["class_name"], "registered_name": None, "config": config}


def dense(units=3, **kwargs):
    return described(layers.Dense(units, **kwargs))


def small():
    return kcore.Sequential([
        kcore.Input((4,), name="in"), layers.Dense(3, name="a"), layers.Dense(3, name="b"), layers.Dense(1, name="c"),
    ])  # fmt: skip


def branched():
    """in -> a -> (b, c) -> sum -> d"""
    x = kcore.Input((4,), name="in")
    a = layers.Dense(3, name="a")(x)
    both = layers.Add(name="sum")([layers.Dense(3, name="b")(a), layers.Dense(3, name="c")(a)])
    return kcore.Model(x, layers.Dense(1, name="d")(both), name="branched")


def key(blueprint, name):
    return next(part.key for part in blueprint.parts if part.name == name)


def place(blueprint, name):
    return Place(key(blueprint, name))


def ways(blueprint):
    """Which part feeds which, by their names, and the outputs."""
    names = {part.key: part.name for part in blueprint.parts}
    edges = sorted(f"{names[source.part]}>{names[target]}" for source, target in blueprint.edges())
    return edges, [names[end.part] for end in blueprint.ends(blueprint.outputs)]


def names(blueprint):
    return [part.name for part in blueprint.parts]


@pytest.mark.parametrize("make", MODELS, ids=[make.__name__ for make in MODELS])
def test_a_blueprint_makes_the_same_model_again(make):
    model = make()
    blueprint = blueprint_of(model)
    made = assemble(blueprint)
    assert made.get_config() == model.get_config()
    again = blueprint_of(made)
    assert names(again) == names(blueprint)
    assert ways(again) == ways(blueprint)


def test_layers_are_put_in_and_taken_out_of_a_sequential():
    state = BuilderState(small())
    state.edit(lambda b: edits.insert(b, dense(5), Spot(place(b, "a")))[0])
    assert names(state.blueprint) == ["in", "a", "dense", "b", "c"]
    assert state.model.layers[1].units == 5
    state.edit(lambda b: edits.duplicate(b, key(b, "dense"))[0])
    assert names(state.blueprint) == ["in", "a", "dense", "dense_1", "b", "c"]
    state.edit(lambda b: edits.move(b, key(b, "b"), -1))
    assert names(state.blueprint) == ["in", "a", "dense", "b", "dense_1", "c"]
    state.edit(lambda b: edits.rename(b, key(b, "dense_1"), " wide "))
    state.edit(lambda b: edits.remove(b, key(b, "dense")))
    assert names(state.blueprint) == ["in", "a", "b", "wide", "c"]
    state.edit(lambda b: edits.remove(b, key(b, "in")))
    assert state.model.built is False
    state.edit(lambda b: edits.insert(b, described(layers.InputLayer((7,))), Spot(place(b, "c")))[0])
    assert state.model.input_shape == (None, 7)


def test_the_spots_near_a_part():
    b = blueprint_of(small())
    a, middle = place(b, "a"), place(b, "b")
    assert edits.spots(b, middle.part) == [Spot(middle), Spot(a)]
    assert edits.spots(b, None)[0] == Spot(place(b, "c"))
    b = blueprint_of(branched())
    a, into = place(b, "a"), key(b, "b")
    assert edits.spots(b, a.part) == [
        Spot(a), Spot(a, into), Spot(a, key(b, "c")), Spot(place(b, "in"), a.part), Spot(a, branch=True),
    ]  # fmt: skip
    assert edits.spots(b, None) == [Spot(place(b, "d"))]


def test_layers_are_put_in_anywhere_in_branches():
    b = blueprint_of(branched())
    after, _ = edits.insert(b, dense(), Spot(place(b, "a")))
    assert ways(after)[0] == ["a>dense", "b>sum", "c>sum", "dense>b", "dense>c", "in>a", "sum>d"]
    on_one, _ = edits.insert(b, dense(), Spot(place(b, "a"), key(b, "c")))
    assert ways(on_one)[0] == ["a>b", "a>dense", "b>sum", "c>sum", "dense>c", "in>a", "sum>d"]
    beyond, _ = edits.insert(b, dense(), Spot(place(b, "d")))
    assert ways(beyond) == (["a>b", "a>c", "b>sum", "c>sum", "d>dense", "in>a", "sum>d"], ["dense"])
    branch, _ = edits.insert(b, dense(), Spot(place(b, "a"), branch=True))
    assert ways(branch) == (["a>b", "a>c", "a>dense", "b>sum", "c>sum", "in>a", "sum>d"], ["d", "dense"])
    joined, new = edits.insert(branch, described(layers.Concatenate()), Spot(place(branch, "d")))
    assert ways(joined)[1] == ["concatenate"]
    assert joined.part(new).calls[0].places == [place(b, "d"), place(branch, "dense")]
    for made in (after, on_one, beyond, branch, joined):
        assert assemble(made).predict(np.ones((2, 4)), verbose=0) is not None


def test_a_layer_that_joins_is_put_into_the_middle_of_a_line_and_then_given_its_second_source():
    x = kcore.Input((4,), name="in")
    b = blueprint_of(kcore.Model(x, layers.Dense(1, name="b")(layers.Dense(3, name="a")(x))))
    joined, new = edits.insert(b, described(layers.Concatenate()), Spot(place(b, "a")))
    assert ways(joined) == (["a>concatenate", "a>concatenate", "concatenate>b", "in>a"], ["b"])
    skipping = edits.connect(joined, new, [place(b, "in"), place(b, "a")])
    assert ways(skipping) == (["a>concatenate", "concatenate>b", "in>a", "in>concatenate"], ["b"])
    assert assemble(skipping).count_params() == (4 + 1) * 3 + (4 + 3 + 1)


def test_a_second_input_is_put_in_and_joined():
    b = blueprint_of(branched())
    b, new = edits.insert(b, described(layers.InputLayer((3,))), Spot(None))
    b = edits.connect(b, key(b, "sum"), [place(b, "b"), place(b, "c"), Place(new)])
    model = assemble(b)
    assert model.input_names == ["in", "input_layer"]
    assert model.predict([np.ones((2, 4)), np.ones((2, 3))], verbose=0).shape == (2, 1)
    without = edits.remove(b, new)
    assert ways(without) == ways(blueprint_of(branched()))


def test_a_layer_is_shared():
    b = blueprint_of(branched())
    shared = edits.use_again(b, key(b, "b"), Spot(place(b, "c"), key(b, "sum")))
    model = assemble(shared)
    assert len(shared.part(key(b, "b")).calls) == 2
    assert model.count_params() == assemble(b).count_params()
    assert edits.spots(shared, key(b, "b"))[1] == Spot(Place(key(b, "b"), 1))
    gone = edits.remove(shared, key(b, "b"))
    assert ways(gone)[0] == ["a>c", "a>sum", "c>sum", "in>a", "sum>d"]


def test_a_layer_is_used_again_before_where_it_was():
    b = to_functional(blueprint_of(kcore.Sequential([
        kcore.Input((3,), name="in"), layers.ReLU(name="r"), layers.Dense(3, name="d"), layers.Dense(3, name="e"),
    ])))  # fmt: skip
    state = BuilderState(assemble(b))
    state.edit(lambda b: edits.use_again(b, key(b, "e"), Spot(place(b, "r"), key(b, "d"))))
    assert ways(state.blueprint) == (["d>e", "e>d", "in>r", "r>e"], ["e"])
    assert "e_layer(" in state.code


def test_taking_out_of_branches_loses_nothing_else():
    b = blueprint_of(branched())
    assert ways(edits.remove(b, key(b, "b")))[0] == ["a>c", "a>sum", "c>sum", "in>a", "sum>d"]
    unjoined = edits.remove(b, key(b, "sum"))
    assert ways(unjoined) == (["a>b", "a>c", "b>d", "in>a"], ["d", "c"])
    assert ways(edits.remove(b, key(b, "d")))[1] == ["sum"]
    assert ways(edits.remove(b, key(b, "a")))[0] == ["b>sum", "c>sum", "in>b", "in>c", "sum>d"]


def test_moving_along_a_line_of_a_functional_model():
    b = to_functional(blueprint_of(small()))
    moved = edits.move(b, key(b, "c"), -1)
    assert ways(moved) == (["a>c", "c>b", "in>a"], ["b"])
    assert ways(edits.move(moved, key(b, "c"), 1)) == ways(b)
    assert assemble(moved).output_shape == (None, 3)


def test_outputs_and_connections():
    b = blueprint_of(branched())
    two = edits.set_output(b, key(b, "a"), on=True)
    assert ways(two)[1] == ["d", "a"]
    assert edits.set_output(two, key(b, "a"), on=True) == two
    assert edits.set_output(two, key(b, "a"), on=False) == b
    other = edits.connect(b, key(b, "d"), [place(b, "b")])
    assert ways(other) == (["a>b", "a>c", "b>d", "b>sum", "c>sum", "in>a"], ["d", "sum"])
    assert ways(edits.connect(other, key(b, "d"), [place(b, "sum")]))[1] == ["d"]


def refused(change, blueprint):
    with pytest.raises(ImpossibleError) as caught:
        change(blueprint)
    return caught.value.key.removeprefix("builder.problem.")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda b: edits.insert(b, described(layers.InputLayer((2,))), Spot(None)), "one_input"),
        (lambda b: edits.insert(b, described(layers.Add()), Spot(place(b, "a"))), "no_branches"),
        (lambda b: edits.use_again(b, key(b, "a"), Spot(place(b, "b"))), "not_shared"),
        (lambda b: edits.move(b, key(b, "a"), -1), "end"),
        (lambda b: edits.move(b, key(b, "c"), 1), "end"),
        (lambda b: edits.move(b, key(b, "in"), 1), "end"),
        (lambda b: edits.rename(b, key(b, "a"), "b"), "taken"),
        (lambda b: edits.rename(b, key(b, "a"), "  "), "no_name"),
        (lambda b: edits.rename(b, key(b, "a"), "x/y"), "slash"),
        (lambda b: edits.connect(b, key(b, "a"), [place(b, "b")]), "not_wired"),
        (lambda b: assemble(edits.configure(b, key(b, "a"), units=0)), "made"),
        (lambda b: assemble(edits.configure(b, key(b, "a"), units=10**9)), "large"),
        (lambda b: assemble(edits.insert(b, described(layers.Conv2D(2, 3)), Spot(place(b, "a")))[0]), "fit"),
        (lambda b: to_functional(edits.remove(b, key(b, "in"))), "no_input"),
    ],
)
def test_what_a_sequential_refuses(change, reason):
    assert refused(change, blueprint_of(small())) == reason


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda b: edits.remove(b, key(b, "in")), "last_input"),
        (lambda b: edits.move(b, key(b, "b"), -1), "end"),
        (lambda b: edits.move(b, key(b, "sum"), -1), "end"),
        (lambda b: edits.move(b, key(b, "a"), 1), "end"),
        (lambda b: edits.move(b, key(b, "d"), 1), "end"),
        (lambda b: edits.connect(b, key(b, "b"), []), "no_source"),
        (lambda b: edits.connect(b, key(b, "b"), [place(b, "a"), place(b, "in")]), "one_source"),
        (lambda b: edits.connect(b, key(b, "a"), [place(b, "d")]), "circle"),
        (lambda b: edits.connect(b, key(b, "a"), [place(b, "a")]), "circle"),
        (lambda b: edits.connect(b, key(b, "in"), [place(b, "a")]), "not_wired"),
        (lambda b: edits.set_output(b, key(b, "d"), on=False), "last_output"),
        (lambda b: edits.set_output(edits.set_output(b, key(b, "a"), on=True), key(b, "d"), on=False), "leads_nowhere"),
        (lambda b: edits.use_again(b, key(b, "in"), Spot(place(b, "b"))), "not_shared"),
        (to_sequential, "no_line"),
        (lambda b: assemble(edits.configure(b, key(b, "b"), units=7)), "fit"),
    ],
)
def test_what_a_functional_model_refuses(change, reason):
    assert refused(change, blueprint_of(branched())) == reason


def test_an_input_that_others_need_stays():
    a, b = kcore.Input((3,), name="one"), kcore.Input((3,), name="two")
    blueprint = blueprint_of(kcore.Model([a, b], layers.Add(name="sum")([a, b])))
    assert refused(lambda b: edits.remove(b, key(b, "two")), blueprint) == "needed"


def test_states_that_are_used_keep_their_layer():
    x = kcore.Input((5, 2))
    y, memory = layers.SimpleRNN(3, return_state=True, name="rnn")(x)
    blueprint = blueprint_of(kcore.Model(x, layers.Add()([y, memory])))
    assert refused(lambda b: edits.remove(b, key(b, "rnn")), blueprint) == "states"


def test_operations_stay_operations():
    x = kcore.Input((4,))
    blueprint = blueprint_of(kcore.Model(x, layers.Dense(1, name="d")(x[:, :2] * 2.0)))
    operation = next(part for part in blueprint.parts if part.is_operation)
    assert refused(lambda b: edits.duplicate(b, operation.key), blueprint) == "operation"
    assert refused(to_sequential, blueprint) == "no_line"
    changed, _ = edits.insert(blueprint, dense(2), Spot(place(blueprint, "d")))
    assert "[:, :2]" in model_script(assemble(changed))


def test_the_two_ways_to_write_a_model():
    blueprint = blueprint_of(small())
    functional = to_functional(blueprint)
    assert to_functional(functional) is functional
    assert to_sequential(functional) == replace(blueprint, name="sequential")
    state = BuilderState(small())
    weights = state.model.get_weights()
    state.edit(to_functional)
    assert "keras.Model(inputs=" in state.code
    state.edit(to_sequential)
    assert "keras.Sequential" in state.code
    for one, other in zip(state.model.get_weights(), weights, strict=True):
        np.testing.assert_array_equal(one, other)
    x = kcore.Input((2,))
    assert refused(to_sequential, blueprint_of(kcore.Model(x, [layers.Dense(1)(x), x]))) == "several_ends"


def test_code_and_config_are_read():
    state = BuilderState(small())
    keys = {part.name: part.key for part in state.blueprint.parts}
    weights = {layer.name: layer.get_weights() for layer in state.model.layers}
    assert state.read_code(state.code.replace('name="b"', 'activation="relu", name="b"')) is True
    assert state.model.get_layer("b").activation.__name__ == "relu"
    assert {part.name: part.key for part in state.blueprint.parts} == keys
    for layer in state.model.layers:
        np.testing.assert_array_equal(layer.get_weights()[0], weights[layer.name][0])
    state.read_config(state.json.replace('"relu"', '"tanh"'), "json")
    assert state.model.get_layer("b").activation.__name__ == "tanh"
    state.read_config(state.yaml.replace("name: c\n", "name: last\n"), "yaml")
    assert names(state.blueprint) == ["in", "a", "b", "last"]
    np.testing.assert_array_equal(state.model.layers[-1].get_weights()[0], weights["c"][0])
    before = state.blueprint
    for wrong in ("{", "3", '{"class_name": "Nope", "config": {}}', state.json.replace('"Dense"', '"Denes"')):
        with pytest.raises(ModelFileError):
            state.read_config(wrong, "json")
    with pytest.raises(ReadingError):
        state.read_code("model = keras.Sequential([Dens(3)])")
    assert state.blueprint is before


def test_automatic_names_stay_with_their_layers_when_code_is_edited():
    state = BuilderState(kcore.Sequential([kcore.Input((4,)), layers.Dense(4), layers.Dense(5), layers.Dense(6)]))
    before = names(state.blueprint)
    middle = state.model.layers[1].get_weights()
    state.read_code("import keras\nmodel = keras.Sequential([keras.Input((4,)), keras.layers.Dense(4), "
                    "keras.layers.Dropout(0.5), keras.layers.Dense(5), keras.layers.Dense(7)])")  # fmt: skip
    assert [n for n in names(state.blueprint) if n != "dropout"] == before
    np.testing.assert_array_equal(state.model.layers[2].get_weights()[0], middle[0])
    state.read_code("import keras\nmodel = keras.Sequential([keras.Input((4,)), keras.layers.Dense(5)])")
    assert names(state.blueprint) == [before[0], before[2]]


def test_weights_of_parts_that_did_not_change_stay():
    model = small()
    model.compile(optimizer="sgd", loss="mse")
    model.fit(np.ones((8, 4)), np.ones((8, 1)), verbose=0)
    state = BuilderState(model)
    learned = {layer.name: layer.get_weights()[0].copy() for layer in model.layers}
    state.edit(lambda b: edits.configure(b, key(b, "a"), activation="relu"))
    state.edit(lambda b: edits.configure(b, key(b, "c"), units=2))
    state.edit(lambda b: edits.rename(b, key(b, "a"), "first"))
    assert state.model is not model
    np.testing.assert_array_equal(state.model.get_layer("first").get_weights()[0], learned["a"])
    np.testing.assert_array_equal(state.model.get_layer("b").get_weights()[0], learned["b"])
    assert state.model.get_layer("c").get_weights()[0].shape == (3, 2)
    assert state.model.compiled.loss == "mse"
    for name, weights in learned.items():  # and the model that was handed in is what it was
        np.testing.assert_array_equal(model.get_layer(name).get_weights()[0], weights)


def test_undo_and_redo():
    state = BuilderState(small())
    first = state.model
    learned = first.get_layer("a").get_weights()[0].copy()
    assert not state.can_undo
    state.undo()
    state.edit(lambda b: edits.remove(b, key(b, "b")))
    state.edit(lambda b: edits.rename(b, key(b, "c"), "out"))
    assert state.can_undo
    assert not state.can_redo
    state.model.get_layer("a").set_weights([np.full((4, 3), 7.0), np.zeros(3)])
    removed = first.get_layer("b").get_weights()[0]
    state.undo()
    state.undo()
    assert names(state.blueprint) == ["in", "a", "b", "c"]
    np.testing.assert_array_equal(state.model.get_layer("a").get_weights()[0], np.full((4, 3), 7.0))  # the newest
    np.testing.assert_array_equal(state.model.get_layer("b").get_weights()[0], removed)  # from before it was removed
    assert state.model is not first
    np.testing.assert_array_equal(first.get_layer("a").get_weights()[0], learned)
    assert not state.can_undo
    state.redo()
    state.redo()
    state.redo()
    assert names(state.blueprint) == ["in", "a", "out"]
    state.undo()
    state.edit(lambda b: edits.remove(b, key(b, "c")))
    assert not state.can_redo


def test_an_edit_that_changes_nothing_is_no_step():
    state = BuilderState(small())
    model = state.model
    state.edit(lambda b: b)
    state.read_code(state.code)
    state.read_config(state.json, "json")
    state.read_config(state.yaml, "yaml")
    assert not state.can_undo
    assert state.model is model


def test_compiling_is_a_step_and_keeps_the_model():
    state = BuilderState(small())
    model = state.model
    state.read_code(f'{state.code}\nmodel.compile(optimizer="adam", loss="mse")')
    assert state.model is model
    assert 'model.compile(optimizer="adam", loss="mse")' in state.code
    state.read_code(state.code.replace("mse", "mae"))
    assert state.model is model
    assert '"mae"' in state.code
    before = state.blueprint
    with pytest.raises(ImpossibleError) as caught:
        state.edit(lambda b: replace(b, compiled={**b.compiled, "loss": "nonsense"}))
    assert caught.value.key == "builder.problem.compile"
    assert state.blueprint is before
    state.undo()
    assert '"mse"' in state.code
    state.undo()
    assert "compile" not in state.code
    state.redo()
    assert '"mse"' in state.code


def test_what_was_done_to_the_model_elsewhere_is_noticed():
    state = BuilderState(small())
    assert state.follow_model() is False
    state.model.add(layers.Dense(2, name="more"))
    assert state.follow_model() is True
    assert names(state.blueprint) == ["in", "a", "b", "c", "more"]
    state.undo()
    assert names(state.blueprint) == ["in", "a", "b", "c"]


def test_layers_functions_and_initializers_of_ones_own():
    def wave(x):
        return x * 0.5

    class Checkers(kcore.initializers.Initializer):
        def __call__(self, shape, dtype=None):
            return np.ones(shape)

    model = kcore.Sequential([
        kcore.Input((4,)), Twice(3, name="own"),
        layers.Dense(2, activation=wave, kernel_initializer=Checkers(), name="b"), layers.Dense(1, name="c"),
    ])  # fmt: skip
    state = BuilderState(model)  # without a word about them
    state.edit(lambda b: edits.remove(b, key(b, "c")))
    assert state.model.layers[0].times == 3
    assert state.model.layers[1].activation is wave
    state.edit(lambda b: edits.duplicate(b, key(b, "own"))[0])
    assert state.model.predict(np.ones((1, 4)), verbose=0)[0, 0] == 3 * 3 * 4 * 0.5
    state.read_code(state.code.replace("Twice(times=3", "Twice(times=4", 1))
    assert state.model.layers[0].times == 4
    with pytest.raises(ImpossibleError, match="computes in a call of its own"):
        BuilderState(type("Own", (kcore.Model,), {"call": lambda self, inputs: inputs})())


def test_a_model_inside_the_model_keeps_its_weights():
    model = nested()
    state = BuilderState(model)
    inner = next(part for part in state.blueprint.parts if part.class_name == "Sequential")
    weights = model.get_layer(inner.name).get_weights()
    last = next(part for part in state.blueprint.parts if part.class_name == "Subtract")
    state.edit(lambda b: edits.insert(b, dense(2), Spot(Place(last.key)))[0])
    np.testing.assert_array_equal(state.model.get_layer(inner.name).get_weights()[0], weights[0])


PALETTE = (
    lambda: dense(3), lambda: dense(5, activation="relu"), lambda: described(layers.Dropout(0.2)),
    lambda: described(layers.Add()), lambda: described(layers.Concatenate()), lambda: described(layers.ReLU()),
    lambda: described(layers.InputLayer((4,))), lambda: described(layers.BatchNormalization()),
    lambda: described(layers.Conv2D(2, 3)), lambda: described(layers.Reshape((2, 2))),
    lambda: described(layers.Flatten()),
)  # fmt: skip


def some(rng, blueprint):
    return [Place(rng.choice(blueprint.parts).key) for _ in range(rng.choice([1, 2]))]


def classes(model):
    return sorted((type(layer).__name__, str(getattr(layer, "units", ""))) for layer in model.layers)


@pytest.mark.parametrize("seed", range(12))
def test_edits_at_random_leave_a_whole_model_or_say_why_not(seed):
    rng = random.Random(seed)
    state = BuilderState((small, branched, twins)[seed % 3]())
    done = 0
    for _ in range(120):
        b = state.blueprint
        part = rng.choice(b.parts)
        spot = rng.choice(edits.spots(b, rng.choice([part.key, None])))
        change = rng.choice([
            lambda b, s=spot: edits.insert(b, rng.choice(PALETTE)(), s)[0],
            lambda b, p=part: edits.remove(b, p.key),
            lambda b, p=part: edits.duplicate(b, p.key)[0],
            lambda b, p=part: edits.move(b, p.key, rng.choice([-1, 1])),
            lambda b, p=part: edits.rename(b, p.key, rng.choice(["x", "y", "", "dense"])),
            lambda b, p=part: edits.configure(b, p.key, units=rng.choice([0, 2, 3])),
            lambda b, p=part, s=spot: edits.use_again(b, p.key, s),
            lambda b, p=part: edits.connect(b, p.key, some(rng, b)),
            lambda b, p=part: edits.set_output(b, p.key, on=rng.choice([True, False])),
            to_functional,
            to_sequential,
        ])  # fmt: skip
        count = len(b.parts)
        with contextlib.suppress(ImpossibleError):
            state.edit(change)
        if state.blueprint is b:
            continue
        done += 1
        assert count - 1 <= len(state.blueprint.parts) <= count + 1
        if rng.random() < 0.1:
            state.undo()
            assert names(state.blueprint) == names(b)
    assert done > 20
    code, model = model_script(state.model), state.model
    again = read_model(code).model
    assert classes(again) == classes(model)
    if model.built:
        assert [p.shape for p in again.outputs] == [p.shape for p in model.outputs]
    state.read_code(code)
    state.read_config(state.json, "json")
    if state.model.built:
        x = [np.ones((2, *p.shape[1:]), "float32") for p in state.model.inputs]
        state.model.predict(x if len(x) > 1 else x[0], verbose=0)


@pytest.mark.parametrize("seed", range(6))
def test_the_code_shown_runs_unchanged_under_real_keras(seed):
    rng = random.Random(100 + seed)
    state = BuilderState((small, branched, twins)[seed % 3]())
    for _ in range(40):
        b = state.blueprint
        part, spot = rng.choice(b.parts), rng.choice(edits.spots(b, None) + edits.spots(b, rng.choice(b.parts).key))
        change = rng.choice([
            lambda b, s=spot: edits.insert(b, rng.choice(PALETTE)(), s)[0],
            lambda b, s=spot: edits.insert(b, rng.choice(PALETTE)(), s)[0],
            lambda b, p=part: edits.remove(b, p.key),
            lambda b, p=part, s=spot: edits.use_again(b, p.key, s),
            lambda b, p=part: edits.rename(b, p.key, rng.choice(["x", "dense", "dense_1", "class"])),
        ])  # fmt: skip
        with contextlib.suppress(ImpossibleError):
            state.edit(change)
    model, space = state.model, {}
    exec(state.code, space)  # noqa: S102  (as a learner runs it)
    theirs = space["model"]
    assert type(theirs).__module__.startswith("keras.")
    assert theirs.built == model.built
    if model.built:
        assert theirs.count_params() == model.count_params()
        assert [tuple(p.shape) for p in theirs.outputs] == [p.shape for p in model.outputs]
    assert classes(theirs) == classes(model)
