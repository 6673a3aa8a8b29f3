"""``kcore.random`` against ``keras.random``: how it is called, the distributions, what a seed repeats."""

from __future__ import annotations

import numpy as np
import pytest

import kcore
from kcore.autodiff import Variable
from tests.core.parity.coverage import public
from tests.core.parity.live import called, fresh_names, keras, same
from tests.core.parity.slopes import check

MANY = (100, 1000)
CALLS = {
    "beta": (MANY, 2.0, 3.0),
    "binomial": (MANY, 9.0, 0.3),
    "categorical": (np.log(np.array([[0.1, 0.2, 0.7], [0.6, 0.3, 0.1]])), 50_000),
    "dropout": (np.ones(MANY, "float32"), 0.35),
    "gamma": (MANY, 2.0),
    "normal": (MANY, 1.0, 2.0),
    "randint": (MANY, 3, 9),
    "truncated_normal": (MANY, 1.0, 2.0),
    "uniform": (MANY, -1.0, 3.0),
}


@pytest.mark.parametrize("name", public(keras.random))
def test_how_it_is_called(name):
    ours, real = getattr(kcore.random, name), getattr(keras.random, name)
    assert called(ours if name != "SeedGenerator" else ours.__init__) == called(
        real if name != "SeedGenerator" else real.__init__
    )


@pytest.mark.parametrize("name", sorted(CALLS))
def test_distribution_and_seeds(name):
    args = CALLS[name]
    ours, real = (getattr(package.random, name)(*args, seed=3) for package in (kcore, keras))
    real = np.asarray(real)
    assert (ours.shape, ours.dtype) == (real.shape, real.dtype)
    marks = (0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98)
    whole = float(np.unique(real).size < 20)
    np.testing.assert_allclose(np.quantile(ours, marks), np.quantile(real, marks), atol=max(0.05 * real.std(), whole))
    assert abs(ours.mean() - real.mean()) < 0.02 * real.std()
    assert abs(ours.std() - real.std()) < 0.03 * real.std()
    function = getattr(kcore.random, name)
    same(function(*args, seed=3), ours, tolerance=0)
    assert (function(*args, seed=4) != ours).any()
    assert (function(*args) != function(*args)).any()
    first, again = kcore.random.SeedGenerator(7), kcore.random.SeedGenerator(7)
    drawn = [function(*args, seed=stream) for stream in (first, first, again, again)]
    assert (drawn[0] != drawn[1]).any()
    same(drawn[2:], drawn[:2], tolerance=0)


def test_shuffle_moves_slices_along_its_axis():
    x = np.arange(24).reshape(4, 6)
    for axis in (0, 1):
        moved = kcore.random.shuffle(x, axis, seed=1)
        assert (moved != x).any()
        np.testing.assert_array_equal(np.sort(moved, axis=axis), x)
        np.testing.assert_array_equal(moved - moved[:1, :1], x[np.ix_(moved[:, 0] // 6, moved[0] % 6)] - moved[:1, :1])


def test_dropout_has_a_gradient_and_a_shared_mask():
    x = Variable(np.ones((3, 4)), dtype="float64")
    check(lambda: kcore.random.dropout(x * 1.0, 0.5, seed=1), [x], np.random.default_rng(0))
    rows = kcore.random.dropout(np.ones((5, 6)), 0.5, (5, 1), seed=2)
    assert (rows == rows[:, :1]).all()


def test_a_seed_generator_is_described_by_its_seed():
    fresh_names()
    stream = kcore.random.SeedGenerator(5)
    assert stream.get_config() == keras.random.SeedGenerator(5).get_config()
    assert kcore.random.SeedGenerator.from_config(stream.get_config()).seed == 5
    with pytest.raises(ValueError, match="at least 0"):
        kcore.random.SeedGenerator(-1)
