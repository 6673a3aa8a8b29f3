"""Hourly rides of the bike rental of Washington, D.C., in 2011, with the weather."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from kcore.datasets import files, rows

FILE = "bikes.csv"
COLUMNS = ("date", "hour", "holiday", "workingday", "weather", "temp", "feels_like", "humidity", "windspeed",
           "casual", "registered", "bikers")  # fmt: skip
WEATHERS = ("clear", "cloudy/misty", "light rain/snow", "heavy rain/snow")
FEATURES = ("hour", "workingday", "holiday", "month", "weather", "temp", "humidity", "windspeed")
TARGETS = ("bikers", "casual", "registered")
TEST_EVERY = 5  # days of a month


def load_data(
    path: str | Path | None = None, targets: tuple[str, ...] = ("bikers",)
) -> tuple[tuple[Any, Any], tuple[Any, Any]]:
    """How many bikes are ridden in an hour.

    A row of `x` is an hour in raw units, in the order of `FEATURES`: hour of the day (0-23), whether it is a working
    day and a holiday (0 or 1), month (1-12), weather (0 clear to 3 heavy rain, place in `WEATHERS`), temperature in
    °C, humidity in %, wind in km/h. Days 5, 10, 15, 20, 25 and 30 of each month are test days: whole days are kept
    together, because an hour is much like the one before it.

    >>> (x_train, y_train), (x_test, y_test) = load_data()
    >>> x_train.shape, y_train.shape, x_test.shape, y_test.shape
    ((6952, 8), (6952, 1), (1693, 8), (1693, 1))

    Args:
        path: the csv file; None looks for it as `kcore.datasets.files.find` does.
        targets: columns of `y`, of `TARGETS`: all riders, those without and with a subscription.

    Returns:
        `(x_train, y_train), (x_test, y_test)`: float32 arrays of shape `(hours, 8)` and `(hours, targets)`.

    Raises:
        FileNotFoundError: The file is not on this machine; the message says where it was looked for.
        ValueError: The file is not the table that was expected, or a target is not one of `TARGETS`.

    Source: H. Fanaee-T, J. Gama (2013), "Event Labeling Combining Ensemble Detectors and Background
        Knowledge"; CC BY 4.0.
    """
    unknown = [name for name in targets if name not in TARGETS]
    if unknown or not targets:
        raise ValueError(f"bikes.load_data: targets are of {', '.join(TARGETS)}; got {targets!r}.")

    def convert(row: dict[str, str]) -> list[float]:
        day = date.fromisoformat(row["date"])
        values: dict[str, Any] = {**row, "month": day.month, "weather": WEATHERS.index(row["weather"])}
        return [day.day % TEST_EVERY, *(float(values[name]) for name in (*FEATURES, *targets))]

    table = rows.numbers(files.find(FILE) if path is None else Path(path), COLUMNS, convert)
    test = table[:, 0] == 0
    x, y = np.split(table[:, 1:], [len(FEATURES)], axis=1)
    return (x[~test], y[~test]), (x[test], y[test])
