"""Chicago's air 1987-2000: from today's air to tomorrow's fine dust."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from kcore.datasets import files, rows

FILE = "chicago-air.csv"
COLUMNS = ("date", "pm10", "ozone", "so2", "temp")
FEATURES = ("pm10", "ozone", "so2", "temp", "day_of_year")
TEST_YEAR = 1999


def load_data(path: str | Path | None = None) -> tuple[tuple[Any, Any], tuple[Any, Any]]:
    """What is known of the air today, and how dusty it will be tomorrow.

    A row of `x` is a day, in the order of `FEATURES`: fine dust (PM10), ozone and sulphur dioxide as differences from
    the city's long-run median (µg/m³, ppb, ppb), mean temperature in °C, day of the year (1-366). The row of `y` is
    the PM10 of the day after. Days on which something was not measured are left out, and so are days before them.

    >>> (x_train, y_train), (x_test, y_test) = load_data()
    >>> x_train.shape, y_train.shape, x_test.shape, y_test.shape
    ((3932, 5), (3932, 1), (718, 5), (718, 1))

    Args:
        path: the csv file; None looks for it as `kcore.datasets.files.find` does.

    Returns:
        `(x_train, y_train), (x_test, y_test)`: float32 arrays of shape `(days, 5)` and `(days, 1)`, in the order of
        time. The answers of the test set lie in 1999 and 2000.

    Raises:
        FileNotFoundError: The file is not on this machine; the message says where it was looked for.
        ValueError: The file is not the table that was expected.

    Source: R. D. Peng, L. J. Welty (2004), "The NMMAPSdata Package"; S. N. Wood, R package gamair.
    """

    def convert(row: dict[str, str]) -> list[float]:
        day = date.fromisoformat(row["date"])
        air = [float(row[name] or "nan") for name in FEATURES[:-1]]
        return [day.year, *air, day.timetuple().tm_yday]

    table = rows.numbers(files.find(FILE) if path is None else Path(path), COLUMNS, convert)
    years, x = table[1:, 0], table[:-1, 1:]
    y = table[1:, 1:2]
    whole = np.isfinite(x).all(axis=1) & np.isfinite(y[:, 0])
    train, test = whole & (years < TEST_YEAR), whole & (years >= TEST_YEAR)
    return (x[train], y[train]), (x[test], y[test])
