from __future__ import annotations

import doctest

import numpy as np
import pytest

from kcore.datasets import seattle_weather
from kcore.datasets.seattle_weather import COLUMNS, FEATURES, load_data

HEADER = ",".join(COLUMNS)


@pytest.fixture(scope="module")
def data():
    return load_data()


def test_the_example_in_the_docstring_holds():
    assert doctest.testmod(seattle_weather).failed == 0
    assert doctest.testmod(seattle_weather).attempted >= 4


def test_arrays(data):
    (x_train, y_train), (x_test, y_test) = data
    assert x_train.shape == (1095, len(FEATURES))
    assert x_test.shape == (365, len(FEATURES))
    for array in (x_train, y_train, x_test, y_test):
        assert array.dtype == np.float32
        assert np.isfinite(array).all()


def test_the_answer_is_tomorrows_temperature(data):
    (x_train, y_train), (x_test, y_test) = data
    today = FEATURES.index("temp_max")
    np.testing.assert_array_equal(y_train[:-1, 0], x_train[1:, today])
    np.testing.assert_array_equal(y_test[:-1, 0], x_test[1:, today])
    # 1 and 2 January 2012 in the file: 12.8 and 10.6 °C, 0.0 mm, 4.7 m/s.
    np.testing.assert_allclose(x_train[0], [12.8, 5.0, 0.0, 4.7, 1], rtol=1e-6)
    np.testing.assert_allclose(y_train[0], [10.6], rtol=1e-6)


def test_no_day_of_2015_is_in_the_training_set(data):
    (x_train, y_train), (x_test, _) = data
    day = FEATURES.index("day_of_year")
    # The last row of training is 30 December 2014, whose tomorrow is the last day of that year; 2012 was a
    # leap year. The first row of the test is that 31 December, whose tomorrow is in 2015.
    assert x_train[-1, day] == 364
    assert x_test[0, day] == 365
    assert y_train[-1, 0] == x_test[0, FEATURES.index("temp_max")]
    assert x_train[:, day].max() == 366
    assert x_test[-1, day] == 364


def test_baselines(data):
    (_, y_train), (x_test, y_test) = data
    same_as_today = np.abs(y_test - x_test[:, [FEATURES.index("temp_max")]]).mean()
    mean = np.abs(y_test - y_train.mean()).mean()
    print(f"same as today {same_as_today:.4f} °C, mean {mean:.4f} °C")
    assert same_as_today == pytest.approx(2.2397, abs=5e-5)
    assert mean == pytest.approx(6.0393, abs=5e-5)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("date,rain\n", "expected the columns date, precipitation"),
        ("", "expected the columns"),
        (f"{HEADER}\n", "no rows"),
        (f"{HEADER}\n2012-01-01,0.0,warm,5.0,4.7,rain\n", "line 2: could not convert"),
        (f"{HEADER}\n2012-01-01,0.0\n", "line 2: "),
        (f"{HEADER}\n2012-13-01,0.0,12.8,5.0,4.7,rain\n", "line 2: "),
        (
            f"{HEADER}\n2012-01-01,0.0,12.8,5.0,4.7,rain\n2012-01-03,0.0,12.8,5.0,4.7,rain\n",
            "line 3: 2012-01-03 does not follow 2012-01-01",
        ),
    ],
)
def test_another_table_is_refused(tmp_path, text, message):
    path = tmp_path / "weather.csv"
    path.write_text(text)
    with pytest.raises(ValueError, match=message):
        load_data(path)
