"""The small data sets that come with the lessons, with the figures that the lessons rest on."""

from __future__ import annotations

import numpy as np
import pytest

from kcore.datasets import animals, bikes, chicago_air, digits, fashion_5k, mnist, mnist_5k, penguins, wrong_rows
from kcore.files.errors import ModelFileError


def mae(a, b):
    return float(np.abs(a - b).mean())


def test_hours_of_bikes_and_their_baselines():
    (x, y), (x_test, y_test) = bikes.load_data()
    assert x.dtype == y.dtype == np.float32
    assert len(x) + len(x_test) == 8645
    assert mae(y_test, y.mean()) == pytest.approx(110.44, abs=0.01)
    hourly = np.array([y[x[:, 0] == hour].mean() for hour in range(24)])
    assert mae(y_test[:, 0], hourly[x_test[:, 0].astype(int)]) == pytest.approx(69.99, abs=0.01)
    assert hourly[[8, 17]].min() > 1.5 * hourly[[3, 11]].max()  # two rush hours
    assert set(np.unique(x[:, 4])) <= {0.0, 1.0, 2.0, 3.0}


def test_casual_and_registered_riders_add_up():
    (_, all_riders), _ = bikes.load_data()
    (_, parts), _ = bikes.load_data(targets=("casual", "registered"))
    np.testing.assert_array_equal(parts.sum(axis=1, keepdims=True), all_riders)
    with pytest.raises(ValueError, match="bikers, casual, registered"):
        bikes.load_data(targets=("riders",))


def test_days_of_chicago_follow_each_other():
    (x, y), (x_test, y_test) = chicago_air.load_data()
    assert np.isfinite(x).all()
    assert np.isfinite(y).all()
    assert mae(y_test, y.mean()) == pytest.approx(15.74, abs=0.01)
    assert mae(y_test, x_test[:, :1]) == pytest.approx(16.97, abs=0.01)
    day = x_test[:, -1]
    following = np.flatnonzero(np.diff(day) == 1)
    np.testing.assert_array_equal(y_test[following, 0], x_test[following + 1, 0])


@pytest.mark.parametrize(
    ("target", "features", "shape"), [("sex", 4, (250, 1)), ("species", 4, (250,)), ("body_mass", 3, (250, 1))]
)
def test_penguins(target, features, shape):
    (x, y), (x_test, y_test) = penguins.load_data(target=target)
    assert x.shape == (250, features)
    assert y.shape == shape
    assert len(x_test) == len(y_test) == 83
    again = penguins.load_data(target=target)
    np.testing.assert_array_equal(again[0][0], x)
    other, _ = penguins.load_data(target=target, seed=1)
    assert not np.array_equal(other[0], x)


def test_penguins_of_another_target_or_split_are_refused():
    with pytest.raises(ValueError, match="'sex', 'species' or 'body_mass'"):
        penguins.load_data(target="island")
    with pytest.raises(ValueError, match="share"):
        penguins.load_data(test_split=1.0)


def test_animals_are_chosen_by_name():
    (x, y), (_, y_test) = animals.load_data()
    assert x.shape[1:] == (28, 28)
    assert set(np.unique(x)) == {0, 255}
    assert (np.bincount(y) >= 640).all()
    assert (np.bincount(y_test) >= 160).all()
    (cats, labels), _ = animals.load_data(names=("dog", "cat"))
    np.testing.assert_array_equal(cats[labels == 1], x[y == animals.NAMES.index("cat")])
    for names in ((), ("cat", "cat"), ("cat", "wolf")):
        with pytest.raises(ValueError, match="bear, bird, cat"):
            animals.load_data(names=names)


@pytest.mark.parametrize(
    ("module", "top", "of_each"), [(mnist_5k, 255, 400), (fashion_5k, 255, 400), (digits, 16, None)]
)
def test_pictures(module, top, of_each):
    (x, y), (_, y_test) = module.load_data()
    assert x.dtype == np.uint8
    assert x.max() == top
    assert sorted(np.unique(y)) == sorted(np.unique(y_test)) == list(range(10))
    if of_each:
        assert set(np.bincount(y)) == {of_each}


def test_a_file_without_pictures_is_refused(tmp_path):
    np.savez(tmp_path / "other.npz", a=np.zeros(3))
    with pytest.raises(ModelFileError, match="no pictures"):
        digits.load_data(tmp_path / "other.npz")


def test_the_two_rows():
    written, meant = wrong_rows.load_data()
    assert (written["weight_kg"], written["height_cm"]) == (meant["height_cm"], meant["weight_kg"]) == ("166", "57")


def test_who_asks_for_a_large_set_that_is_not_there_hears_of_the_small_ones(tmp_path, monkeypatch):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    with pytest.raises(FileNotFoundError, match="mnist_5k"):
        mnist.load_data()
