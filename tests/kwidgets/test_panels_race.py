"""What is raced on, and how: the numbers behind the panel."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

import kcore
from kcore import registry
from kcore.autodiff import Variable
from kwidgets.panels.race.courses import ModelCourse, SurfaceCourse
from kwidgets.panels.race.lanes import Lane, differences, lane, lanes, usual, varied
from kwidgets.panels.race.race import Race
from kwidgets.panels.race.standing import NOBODY, standings, winner
from kwidgets.panels.race.surfaces import SURFACES, own

ADAM, SGD = kcore.optimizers.Adam, kcore.optimizers.SGD
RNG = np.random.default_rng(0)
X = RNG.normal(size=(90, 3)).astype("float32")
Y = (X[:, :1] * 2 + X[:, 1:2] ** 2).astype("float32")


def model():
    made = kcore.Sequential(
        [
            kcore.Input((3,)),
            kcore.layers.Dense(8, activation="relu"),
            kcore.layers.Dropout(0.2),
            kcore.layers.Dense(1),
        ]
    )
    made.compile(optimizer="sgd", loss="mean_squared_error")
    return made


def on_model(given=None, **options):
    usual_ones = {"validation": None, "loss": None, "seeds": 2, "length": 3, "baseline": None, "names": "abcd"}
    return ModelCourse(given or model, X, Y, **{**usual_ones, **options})


def on(surface, length=40):
    surface = SURFACES[surface]
    return SurfaceCourse(surface, surface.start, length)


# Surfaces.


@pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
def test_the_slope_of_a_surface_is_that_of_its_heights(surface):
    function = surface.function
    for place in RNG.uniform(-1.5, 1.5, size=(5, 2)):
        at = Variable(place, dtype="float64")
        assert surface.slope(at) == pytest.approx(function(*place))
        x, y = place
        near = 1e-5
        wanted = [
            (function(x + near, y) - function(x - near, y)) / (2 * near),
            (function(x, y + near) - function(x, y - near)) / (2 * near),
        ]
        np.testing.assert_allclose(at.grad, wanted, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
def test_a_surface_is_lowest_where_it_says(surface):
    for x, y in surface.lowest_at:
        at = Variable((x, y), dtype="float64")
        assert surface.slope(at) == pytest.approx(surface.lowest, abs=1e-4)
        np.testing.assert_allclose(at.grad, 0, atol=1e-3)
    assert surface.heights(61).min() >= surface.lowest - 1e-6
    left, right, bottom, top = surface.extent
    assert left < surface.start[0] < right
    assert bottom < surface.start[1] < top


def test_the_first_row_of_the_heights_is_the_bottom_of_the_picture():
    heights = own(lambda x, y: x + 10 * y, extent=(0, 1, 0, 1)).heights(2)
    np.testing.assert_allclose(heights, [[0, 1], [10, 11]])


def test_a_function_of_single_numbers_is_drawn_point_by_point():
    def steps(x, y):
        return kcore.ops.abs(x) + (1.0 if y > 0 else 2.0)

    heights = own(steps, extent=(-1, 1, -1, 1)).heights(3)
    np.testing.assert_allclose(heights, [[3, 2, 3], [3, 2, 3], [2, 1, 2]])


def test_where_a_function_has_no_value_it_is_drawn_as_high_as_can_be():
    heights = own(lambda x, y: kcore.ops.log(x) + y, extent=(-1, 1, -1, 1), start=(0.5, 0)).heights(3)
    assert np.isfinite(heights).all()
    assert heights[0, 0] == 1e30


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda x, y: np.sin(x) + y, "kcore.ops"),
        (lambda x, y: kcore.ops.stack([x, y]), r"shape \(2,\)"),
        (lambda x: x, "called with x and y"),
        (lambda x, y: "high", "one number"),
    ],
)
def test_a_function_that_cannot_be_raced_on_is_refused_with_what_to_do(function, words):
    with pytest.raises(TypeError, match=words):
        own(function)


def test_places_that_are_none_are_refused():
    with pytest.raises(ValueError, match="left < right"):
        own(lambda x, y: x + y, extent=(1, 0, 0, 1))
    with pytest.raises(ValueError, match="two finite numbers"):
        own(lambda x, y: x + y, start=(0, np.nan))


def test_a_surface_that_is_flat_in_a_direction_keeps_its_place():
    course = SurfaceCourse(own(lambda x, y: 0 * y + 3.0), (1.0, 2.0), 3)
    race = Race(course, usual(0.1))
    race.run()
    assert all(runs[0].path == [(1.0, 2.0)] * 4 for runs in race.runs)


# Paths.


@pytest.mark.parametrize("name", registry.names("optimizer"))
@pytest.mark.parametrize("surface", ["rosenbrock", "saddle"])
def test_a_path_is_that_of_the_optimizer_called_by_hand(name, surface):
    cls = registry.lookup("optimizer", name)
    course = on(surface, 30)
    run = course.runs(Lane(cls, {"learning_rate": 0.0005}))[0]
    while not run.done:
        run.turn()
    optimizer, at = cls(learning_rate=0.0005), Variable(course.start, dtype="float32")
    x, y = at, None
    for step in range(31):
        assert run.path[step] == tuple(map(float, at.value)), step
        with kcore.GradientTape() as tape:
            x, y = at[0], at[1]
            height = course.surface.function(x, y)
        assert run.losses[step] == float(height)
        optimizer.apply_gradients([(tape.gradient(height, at), at)])


def test_rounds_go_side_by_side():
    race = Race(on("ravine"), usual(0.4))
    race.run(7)
    assert [len(runs[0].losses) for runs in race.runs] == [8, 8, 8, 8]
    assert (race.rounds, race.finished) == (7, False)
    race.run()
    assert (race.rounds, race.finished) == (40, True)
    race.run()  # nothing is left to do
    assert race.rounds == 40


@pytest.mark.filterwarnings("error")
def test_a_lane_that_diverges_is_told_and_does_not_stop_the_others():
    race = Race(on("beale", 60), [Lane(SGD, {"learning_rate": 0.5}), Lane(ADAM, {"learning_rate": 0.1})])
    race.run()
    wild, calm = standings(race.runs)
    assert wild.out
    assert wild.diverged == 1
    assert 1 <= wild.first <= 4
    assert len(race.runs[0][0].losses) == wild.first + 1
    assert not calm.out
    assert len(race.runs[1][0].losses) == 61
    assert winner([wild, calm]) == "B"
    assert winner([wild, wild]) == NOBODY


def test_a_lane_that_raises_drops_out_and_the_others_arrive(monkeypatch):
    race = Race(on("ravine"), [Lane(SGD), Lane(ADAM)])

    def broken(*_):
        raise ZeroDivisionError("planted")

    monkeypatch.setattr(race.runs[0][0].optimizer, "apply", broken)
    race.run()
    first, second = standings(race.runs)
    assert isinstance(first.error, ZeroDivisionError)
    assert first.out
    assert not second.out
    assert (race.error, race.finished) == (None, True)
    assert winner([first, second]) == "B"


def test_the_winner_is_the_lowest_and_of_equals_the_first_that_was_there():
    race = Race(on("ravine", 300), usual(0.4))
    race.run()
    found = standings(race.runs)
    first = [int(np.argmax(s.curve < min(s.loss for s in found) + 1e-6)) for s in found]
    assert max(s.loss for s in found[:2]) < 1e-6  # plain SGD and momentum both arrive at the bottom
    assert first[1] < first[0]
    assert winner(found) == "B"
    twice = Race(on("ravine", 20), [Lane(ADAM), Lane(ADAM)])
    twice.run()
    assert winner(standings(twice.runs)) is None


# Lanes.


def test_a_lane_is_a_name_an_object_or_a_config():
    assert lane("adam") == Lane(ADAM, {"learning_rate": 0.001}) == Lane(ADAM)
    made = lane(SGD(0.1, momentum=0.9))
    assert made == Lane(SGD, {"learning_rate": 0.1, "momentum": 0.9})
    assert made.words == "SGD(0.1, momentum=0.9)"
    assert lane({"class_name": "Adam", "config": {"learning_rate": 0.5}}).make().get_config()["learning_rate"] == 0.5
    decay = kcore.optimizers.schedules.ExponentialDecay(0.1, 10, 0.5)
    assert lane(SGD(decay)).make().get_config()["learning_rate"] == SGD(decay).get_config()["learning_rate"]
    assert lane(SGD(decay)).words == "SGD(ExponentialDecay)"
    with pytest.raises(ValueError, match="Did you mean"):
        lane("adamm")
    with pytest.raises(ValueError, match="needs 2 to 6 lanes; got 1"):
        lanes(["sgd"])
    with pytest.raises(ValueError, match="batch_size"):
        Lane(SGD, {}, 0)
    with pytest.raises(ValueError, match="learning_rate"):
        Lane(SGD, {"learning_rate": -1.0})


def test_in_what_lanes_differ():
    base = Lane(SGD, {"learning_rate": 0.1})
    assert differences([base, base]) == []
    assert differences(varied(base, "learning_rate", [0.1, 0.2])) == ["learning_rate"]
    assert differences(varied(base, "momentum", [0.0, 0.9])) == ["momentum"]
    assert differences(varied(base, "batch_size", [8, 32])) == ["batch_size"]
    assert differences(varied(base, "optimizer", ["sgd", "Adam"])) == ["optimizer"]
    assert differences(lanes(["sgd", "adam"])) == ["optimizer", "learning_rate"]
    assert differences(usual(0.01)) == ["optimizer", "learning_rate", "momentum"]


def test_one_knob_varied_leaves_the_rest():
    base = Lane(SGD, {"learning_rate": 0.1, "momentum": 0.5})
    made = varied(base, "optimizer", ["SGD", "RMSprop", "Adam"])
    assert [one.words for one in made] == ["SGD(0.1, momentum=0.5)", "RMSprop(0.1, momentum=0.5)", "Adam(0.1)"]
    with pytest.raises(TypeError, match="SGD has no argument 'beta_1' that could differ"):
        varied(base, "beta_1", [0.1, 0.2])
    with pytest.raises(ValueError, match="momentum"):
        varied(base, "momentum", [0.1, 7])


# Models.


@pytest.mark.parametrize("validated", [False, True])
def test_each_run_is_what_fit_does_from_the_same_seed(validated):
    validation = (X[60:], Y[60:]) if validated else None
    course = on_model(validation=validation)
    compared = [Lane(SGD, {"learning_rate": 0.05}, 16), Lane(ADAM, {"learning_rate": 0.02}, 16)]
    race = Race(course, compared)
    race.run()
    for one, runs in zip(compared, race.runs, strict=True):
        for seed, run in enumerate(runs, 1):
            kcore.utils.set_random_seed(seed)
            by_hand = model()
            by_hand.compile(optimizer=one.make(), loss="mean_squared_error")
            history = by_hand.fit(X, Y, batch_size=16, epochs=3, validation_data=validation, verbose=0).history
            assert run.losses[1:] == history["val_loss" if validated else "loss"]
            for own_weight, weight in zip(run.model.get_weights(), by_hand.get_weights(), strict=True):
                np.testing.assert_array_equal(own_weight, weight)


class Spy(kcore.layers.Layer):
    """Remembers the batches of a training."""

    def __init__(self, **options):
        super().__init__(**options)
        self.seen = []

    def call(self, inputs, training=False):
        if training:
            self.seen.append(np.array(inputs))
        return inputs


def test_all_lanes_have_the_same_start_and_the_same_batches():
    def spied():
        made = kcore.Sequential([kcore.Input((3,)), Spy(), *model().layers])
        made.compile(loss="mean_squared_error")
        return made

    race = Race(on_model(spied), [Lane(SGD, {}, 16), Lane(ADAM, {}, 16)])
    starts = [[run.model.get_weights() for run in runs] for runs in race.runs]
    race.run()
    for seed in range(2):
        first, second = (runs[seed] for runs in race.runs)
        assert all((a == b).all() for a, b in zip(starts[0][seed], starts[1][seed], strict=True))
        assert first.losses[0] == second.losses[0]
        seen = [run.model.layers[0].seen for run in (first, second)]
        assert len(seen[0]) == len(seen[1]) == 18
        assert all((a == b).all() for a, b in zip(*seen, strict=True))
    assert (starts[0][0][0] != starts[0][1][0]).any()  # another seed is another start


def test_the_learners_own_random_numbers_are_left_alone():
    kcore.utils.set_random_seed(7)
    wanted = [kcore.random.fresh_seed() for _ in range(2)]
    kcore.utils.set_random_seed(7)
    first = kcore.random.fresh_seed()
    race = Race(on_model(), [Lane(SGD), Lane(ADAM)])
    race.run()
    race.course.code(Lane(SGD))
    assert [first, kcore.random.fresh_seed()] == wanted


def test_a_model_that_is_given_is_never_trained():
    given = model()
    before = [w.copy() for w in given.get_weights()]
    race = Race(on_model(given), [Lane(SGD), Lane(ADAM)])
    race.run()
    assert all((a == b).all() for a, b in zip(before, given.get_weights(), strict=True))
    assert race.runs[0][0].losses[-1] != race.runs[0][0].losses[0]
    kcore.utils.set_random_seed(1)
    fresh = kcore.models.clone_model(given).get_weights()
    again = Race(on_model(given), [Lane(SGD), Lane(ADAM)]).runs[1][0].model.get_weights()
    assert all((a == b).all() for a, b in zip(fresh, again, strict=True))


def test_without_a_loss_or_data_it_says_what_to_give():
    bare = kcore.Sequential([kcore.Input((3,)), kcore.layers.Dense(1)])
    with pytest.raises(ValueError, match="loss='mean_squared_error'"):
        on_model(bare)
    assert on_model(bare, loss="mae").runs(Lane(SGD))[0].losses
    with pytest.raises(TypeError, match="the function made 3"):
        on_model(lambda: 3)
    with pytest.raises(ValueError, match="needs data"):
        ModelCourse(bare, None, None, validation=None, loss="mse", seeds=1, length=1, baseline=None, names="abcd")


def labelled(units, activation, loss):
    made = kcore.Sequential([kcore.Input((3,)), kcore.layers.Dense(units, activation=activation)])
    made.compile(loss=loss)
    return made


@pytest.mark.parametrize(
    ("units", "activation", "loss", "y", "wanted"),
    [
        (1, None, "mean_squared_error", [0.0, 0, 3], 2.0),
        (1, None, "mean_absolute_error", [0.0, 0, 3], 1.0),
        (1, "sigmoid", "binary_crossentropy", [0, 0, 1], 0.6365),
        (1, None, kcore.losses.BinaryCrossentropy(from_logits=True), [0, 0, 1], 0.6365),
        (2, "softmax", "categorical_crossentropy", [[1, 0], [1, 0], [0, 1]], 0.6365),
        (2, "softmax", "sparse_categorical_crossentropy", [0, 0, 1], 0.6365),
        (2, None, kcore.losses.SparseCategoricalCrossentropy(from_logits=True), [0, 0, 1], 0.6365),
    ],
)
def test_the_baseline_is_the_best_answer_that_is_always_the_same(units, activation, loss, y, wanted):
    course = ModelCourse(
        labelled(units, activation, loss), X[:3], np.array(y),
        validation=None, loss=None, seeds=1, length=1, baseline=None, names="abcd",
    )  # fmt: skip
    assert course.baseline == pytest.approx(wanted, abs=1e-3)


def test_the_median_and_the_range_over_seeds():
    race = Race(on_model(seeds=3), [Lane(SGD, {"learning_rate": 0.05}), Lane(SGD, {"learning_rate": 1e6})])
    race.run()
    calm, wild = standings(race.runs)
    final = [run.losses[-1] for run in race.runs[0]]
    assert (calm.low, calm.loss, calm.high) == (min(final), float(np.median(final)), max(final))
    assert len(calm.curve) == 4
    assert wild.diverged == 3
    assert winner([calm, wild]) == "A"


# Code.


def test_the_code_of_a_lane_does_what_the_lane_does():
    one = Lane(kcore.optimizers.RMSprop, {"learning_rate": 0.01, "momentum": 0.5}, 16)
    course = on_model()
    runs = Race(course, [one, one])
    runs.run()
    names = {"a": X, "b": Y}
    text = course.code(one).replace("import keras", "import kcore as keras").replace("epochs=3", "epochs=3, verbose=0")
    exec(text, names)  # noqa: S102
    assert names["history"].history["loss"] == runs.runs[0][0].losses[1:]


def tilted(x: float, y: float) -> float:
    # a comment stays
    wave = kcore.ops.sin(2 * x)
    return wave**2 + (y - 0.3 * x) ** 2


def test_the_code_on_a_surface_runs_unchanged_under_real_keras():
    scripts, wanted = [], []
    courses = [on(name) for name in SURFACES] + [SurfaceCourse(own(tilted), (-1.0, 1.5), 40)]
    for course in courses:
        for one in (Lane(SGD, {"learning_rate": 0.0005, "momentum": 0.9}), Lane(ADAM, {"learning_rate": 0.05})):
            run = course.runs(one)[0]
            while not run.done:
                run.turn()
            scripts.append(course.code(one))
            wanted.append(run.path[-1])
    assert "# a comment stays" in scripts[-1]
    assert "from keras import ops" not in scripts[0]
    program = "import os\nos.environ['KERAS_BACKEND'] = 'jax'\n" + "\n".join(
        f"exec({text!r}, names := {{}})\nprint('at', *map(float, names['model'].get_weights()[0]))" for text in scripts
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    found = [tuple(map(float, line.split()[1:])) for line in done.stdout.splitlines() if line.startswith("at ")]
    np.testing.assert_allclose(found, wanted, atol=2e-3)


def test_a_function_that_nobody_wrote_down_is_a_gap_in_the_code():
    text = SurfaceCourse(own(lambda x, y: x**2 + y**2), (1, 1), 5).code(Lane(SGD))
    assert "return ...  # your own function" in text
