"""Right and wrong answers to the exercises of lesson 10."""

from __future__ import annotations

import numpy as np
import pytest

import kcore as keras
from kcore.datasets import animals
from kcore.layers import Dense
from kwidgets import SaveDesk
from kwidgets.panels.save_desk.contents import contents
from lessons.checks import lesson10
from tests.lessons.checks.judged import judged


@pytest.mark.parametrize(
    "holds",
    [
        ["AC", "BC", "C", "", ""],
        ["ca", "C, B", " c", None, " "],
        (["A", "C"], {"B", "C"}, ("C",), [], set()),
        np.array(["AC", "CB", "C", "", ""]),
    ],
)
def test_right_files(holds):
    assert judged("L10.1", holds) == (True, "right")


@pytest.mark.parametrize(
    ("holds", "reason"),
    [
        ([""] * 5, "all_empty"),
        (["A", "BC", "C", "", ""], "whole_forgotten"),
        (["C", "BC", "C", "", ""], "one_forgotten"),
        (["ABC", "BC", "C", "", ""], "weights_hold_plan"),
        (["AC", "ABC", "C", "", ""], "json_holds_weights"),
        (["AC", "BC", "BC", "", ""], "memory_elsewhere"),
        (["AC", "BC", "", "", ""], "whole_forgotten"),
        (["AC", "BC", "C", "C", ""], "data"),
        (["AC", "BC", "C", "", "C"], "history"),
        (["AC", "BC", "D", "", ""], "unknown"),
        ([b"<b>", "BC", "C", "", ""], "unknown"),
        (["AC", "BC", "C"], "five_texts"),
        (None, "five_texts"),
    ],
)
def test_wrong_files(holds, reason):
    assert judged("L10.1", holds) == (False, reason)


@pytest.mark.parametrize(
    ("filled", "skipped"),
    [
        (["shapes"], ["part", "cat_or_dog"]),
        (("shapes",), {"cat_or_dog", "part"}),
        ("shapes", [" part", "cat_or_dog "]),
        (np.array(["shapes"]), np.array(["part", "cat_or_dog"])),
    ],
)
def test_right_layers(filled, skipped):
    assert judged("L10.2", filled, skipped) == (True, "right")


@pytest.mark.parametrize(
    ("filled", "skipped", "reason"),
    [
        ([], [], "empty"),
        (["shapes", "part"], ["cat_or_dog"], "by_shape"),
        (["shapes", "part", "cat_or_dog"], [], "by_shape"),
        (["shapes", "cat_or_dog"], ["part"], "by_place"),
        ([], ["shapes", "part", "cat_or_dog"], "same_name"),
        (["shapes"], ["part"], "missing"),
        (["shapes", "parts"], ["cat_or_dog"], "only_in_file"),
        (["shapes"], ["<i>", "cat_or_dog"], "unknown"),
        (["shapes"], ["shapes", "part", "cat_or_dog"], "both"),
        (1, 2, "no_list"),
        (["shapes"], None, "no_list"),
    ],
)
def test_wrong_layers(filled, skipped, reason):
    assert judged("L10.2", filled, skipped) == (False, reason)


def network(first, second, last, units, *, hidden=64):
    activation = "sigmoid" if units == 1 else "softmax"
    return keras.Sequential(
        [
            keras.Input((784,)),
            Dense(256, activation="relu", name=first),
            Dense(hidden, activation="relu", name=second),
            Dense(units, activation=activation, name=last),
        ]
    )


def trained(seed):
    names = tuple(name for name in animals.NAMES if name not in ("cat", "dog"))
    (x, y), _ = animals.load_data(names=names)
    keras.utils.set_random_seed(seed)
    made = network("shapes", "parts", "animal", 8)
    made.compile(keras.optimizers.Adam(0.001), loss="sparse_categorical_crossentropy")
    made.fit(x.reshape(len(x), -1).astype("float32") / 255, y, epochs=5, batch_size=64, verbose=0)
    return made


@pytest.fixture(scope="module")
def zoo():
    return trained(1)


def pets(first="shapes", second="parts"):
    return network(first, second, "cat_or_dog", 1)


@pytest.fixture
def file(zoo, tmp_path):
    zoo.save_weights(tmp_path / "zoo.weights.h5")
    return tmp_path / "zoo.weights.h5"


def loaded(file, model, **how):
    model.load_weights(file, by_name=True, **how)
    return model


def by_hand(zoo):
    model = pets()
    for name in ("shapes", "parts"):
        model.get_layer(name).set_weights(zoo.get_layer(name).get_weights())
    return model


def functional(zoo):
    x = keras.Input((784,))
    return keras.Model(x, Dense(1, activation="sigmoid")(zoo.get_layer("parts")(zoo.get_layer("shapes")(x))))


def test_right_moves(zoo, file, tmp_path):
    for answer in (
        SaveDesk(loaded(file, pets()), tmp_path),
        loaded(file, pets()),
        SaveDesk(by_hand(zoo), tmp_path, show=[]),
        functional(zoo),
    ):
        assert judged("L10.3", answer, zoo) == (True, "right")


def test_a_desk_fills_the_model_that_lies_on_it(zoo, file, tmp_path):
    desk = SaveDesk(pets(), tmp_path)
    desk._state.choose(file.name)
    desk._state.by_name = True
    desk._state.load()
    assert judged("L10.3", desk, zoo) == (True, "right")


def test_wrong_moves(zoo, file, tmp_path):
    moved = loaded(file, pets())
    moved.get_layer("parts").set_weights([w + 0.01 for w in moved.get_layer("parts").get_weights()])
    fresh = network("shapes", "parts", "animal", 8)
    for answer, source, reason in (
        (SaveDesk(pets(), tmp_path), zoo, "not_loaded"),
        (SaveDesk(loaded(file, pets("shape", "Parts")), tmp_path), zoo, "name"),
        (loaded(file, pets("shapes", "Parts")), zoo, "name"),
        (moved, zoo, "one_only"),
        (loaded(file, network("shapes", "parts", "p", 1, hidden=32), skip_mismatch=True), zoo, "one_only"),
        (zoo, zoo, "ends"),
        (by_hand(fresh), fresh, "untrained_zoo"),
        (pets(), pets(), "other_zoo"),
        (file, zoo, "not_a_model"),
        (pets(), "zoo", "not_a_model"),
        (keras.Sequential([Dense(1)]), zoo, "not_built"),
    ):
        assert judged("L10.3", answer, source) == (False, reason)


@pytest.mark.parametrize("seed", range(2, 5))
def test_the_animals_model_knows_enough_whatever_the_seed(seed):
    source = trained(seed)
    assert judged("L10.3", by_hand(source), source) == (True, "right")


def test_the_right_files_are_those_that_hold_it(zoo, tmp_path):
    (tmp_path / "A.json").write_text(zoo.to_json())
    zoo.save_weights(tmp_path / "B.weights.h5")
    zoo.save(tmp_path / "C.keras")
    for name, letters in zip(("architecture", "weights", "optimizer", "data", "history"), lesson10.HOLDS, strict=True):
        holding = [path.name[0] for path in sorted(tmp_path.glob("[ABC].*")) if contents(path).facts[name].there]
        assert "".join(holding) == letters
