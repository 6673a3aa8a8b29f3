from __future__ import annotations

import math

import numpy as np
import pytest

from kwidgets.live import Curve, LossCurves


def curve(values):
    made = Curve()
    for x, y in enumerate(values):
        made.append(x, y)
    return made


def test_few_points_are_kept_as_they_are():
    assert curve([3.0, 1.0, 2.0]).points().tolist() == [[0, 3], [1, 1], [2, 2]]
    assert Curve().points().shape == (0, 2)


@pytest.mark.parametrize("length", [299, 1000, 12_345])
def test_long_curves_are_thinned_and_keep_ends_order_and_extremes(length):
    values = np.random.default_rng(length).normal(size=length)
    values[length // 3], values[length // 2] = -50.0, 80.0
    points = curve(values).points()
    assert len(points) <= 300
    assert points[0].tolist() == [0, np.float32(values[0])]
    assert points[-1].tolist() == [length - 1, np.float32(values[-1])]
    assert (np.diff(points[:, 0]) >= 0).all()
    assert points[:, 1].min() == -50
    assert points[:, 1].max() == 80


def test_best_is_the_earliest_of_the_lowest():
    made = curve([3.0, 1.0, math.nan, 1.0])
    assert made.best == (1.0, 1.0)
    assert made.last == (3.0, 1.0)


@pytest.mark.parametrize("broken", [math.nan, math.inf, -math.inf])
def test_a_value_that_is_no_number_breaks_the_curve_and_is_remembered(broken):
    made = curve([3.0, 2.0, broken, broken])
    assert made.diverged == 2.0
    assert np.isnan(made.points()[2:, 1]).all()
    assert made.best == (1.0, 2.0)
    for x in range(4, 5000):
        made.append(x, 1.0)
    assert np.isnan(made.points()[:, 1]).any()


def test_numbers_too_large_for_the_page_are_infinite_there():
    assert np.isinf(curve([1.0, 1e300]).points()[1, 1])


def test_validation_is_measured_now_and_then():
    curves = LossCurves()
    assert not curves
    curves.append(0.5, 4.0)
    curves.append(1.0, 3.0, 3.5)
    assert curves
    assert len(curves.train.points()) == 2
    assert curves.validation.last == (1.0, 3.5)
