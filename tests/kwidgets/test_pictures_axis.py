"""Where axes begin and end."""

from __future__ import annotations

import math

import numpy as np
import pytest

from kwidgets.pictures import Axis, Limits
from kwidgets.pictures.axis import span


def test_limits_lie_at_round_numbers_and_show_everything():
    assert Limits().fit([(-3.14, 3.14)]) == (-4, 4)
    assert Limits().fit([(0.21, 0.93)]) == pytest.approx((0.2, 1.0))
    assert Limits().fit([(0.21, 0.93)], zero=True) == (0, 1)
    assert Limits().fit([(101.0, 103.0)], zero=True) == (101, 103)


def test_limits_stay_while_values_move_within_them_and_widen_at_once():
    limits = Limits()
    first = limits.fit([(0, 9.7)])
    assert first == (0, 10)
    assert [limits.fit([(0, top)]) for top in (9.9, 8.1, 6.0, 4.6)] == [first] * 4
    assert limits.fit([(0, 10.2)]) == (0, 12)
    assert limits.fit([(0, 2.1)]) == (0, 2.5)  # a sliver of a picture is no picture


def test_a_log_axis_has_room_for_positive_values_only():
    low, high = Limits().fit([(0.0, 3.0), (0.02, 1.0)], log=True)
    assert 0.01 <= low < 0.02
    assert 3 < high <= 6
    assert Limits().fit([(-1.0, 0.0)], log=True) == (0.1, 10)


def test_one_value_and_none_have_limits_too():
    low, high = Limits().fit([(5.0, 5.0)])
    assert low < 5 < high
    assert Limits().fit([(0.0, 0.0)], zero=True)[1] > 0
    assert Limits().fit([(math.nan, math.nan)]) == (0, 1)
    held = Limits()
    held.fit([(3.0, 8.0)])
    assert held.fit([]) == (3, 8)


def test_rounding_errors_are_a_flat_line():
    low, high = Limits().fit([(1.0, 1.0 + 1e-12)])
    assert high - low > 0.1


def test_a_map_fills_its_axes():
    assert Limits().fit([(-3.2, 3.3)], tight=True) == (-3.2, 3.3)


def test_what_is_not_finite_needs_no_room():
    assert span([1.0, math.nan, math.inf, -2.0]) == (-2, 1)
    assert all(math.isnan(end) for end in span([math.nan]))
    assert all(math.isnan(end) for end in span(np.zeros(0)))


@pytest.mark.parametrize("limits", [(1, 0), (2, 2), (math.nan, 1), (0, math.inf), (1, 2, 3)])
def test_limits_that_are_none_are_refused(limits):
    with pytest.raises(ValueError, match="low < high"):
        Axis(limits=limits)
