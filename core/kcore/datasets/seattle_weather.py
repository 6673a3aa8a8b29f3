"""Seattle's daily weather 2012-2015: from today's weather to tomorrow's highest temperature."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kcore.datasets import files, rows

FILE = "seattle-weather.csv"
COLUMNS = ("date", "precipitation", "temp_max", "temp_min", "wind", "weather")
FEATURES = ("temp_max", "temp_min", "precipitation", "wind", "day_of_year")
TEST_YEAR = 2015

Arrays = tuple[NDArray[np.float32], NDArray[np.float32]]


def load_data(path: str | Path | None = None) -> tuple[Arrays, Arrays]:
    """What is known today, and how warm tomorrow will be.

    A row of `x` is one day in raw units, in the order of `FEATURES`: highest and lowest temperature in °C,
    precipitation in mm, wind in m/s, day of the year (1-366). The row of `y` is the highest temperature of
    the day after, in °C. Rows are in the order of time; no day after the end of 2014 is in the training
    set, neither as a row nor as an answer.

    >>> (x_train, y_train), (x_test, y_test) = load_data()
    >>> x_train.shape, y_train.shape, x_test.shape, y_test.shape
    ((1095, 5), (1095, 1), (365, 5), (365, 1))
    >>> today = x_test[:, [FEATURES.index("temp_max")]]
    >>> f"'same as today' misses by {abs(y_test - today).mean():.2f} °C"
    "'same as today' misses by 2.24 °C"

    Args:
        path: The csv file; None looks for it as `kcore.datasets.files.find` does.

    Returns:
        `(x_train, y_train), (x_test, y_test)`: float32 arrays of shape `(days, 5)` and `(days, 1)`. The
        answers of the training set lie in 2012-2014, those of the test set in 2015.

    Raises:
        FileNotFoundError: The file is not on this machine; the message says where it was looked for.
        ValueError: The file is not the table that was expected.
    """
    days, table = _read(files.find(FILE) if path is None else Path(path))
    x, y = table[:-1], table[1:, :1]
    test = np.array([day.year == TEST_YEAR for day in days[1:]])
    return (x[~test], y[~test]), (x[test], y[test])


def _read(path: Path) -> tuple[list[date], NDArray[np.float32]]:
    days: list[date] = []
    values: list[tuple[float, ...]] = []
    for line, row in rows.read(path, COLUMNS):
        try:
            day = date.fromisoformat(row["date"])
            measured = [float(row[name]) for name in FEATURES[:-1]]
        except (TypeError, ValueError) as error:
            raise ValueError(f"{path}, line {line}: {error}") from error
        if days and (day - days[-1]).days != 1:
            raise ValueError(f"{path}, line {line}: {day} does not follow {days[-1]}.")
        days.append(day)
        values.append((*measured, day.timetuple().tm_yday))
    if not days:
        raise ValueError(f"{path}: the table has no rows.")
    return days, np.array(values, dtype=np.float32)
