"""From what the packages hold to our files: what is dropped, rescaled and rounded is written here and on the cards."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kcore.files.arrays import unpickled

MONTHS = ("Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")
WRONG_ROWS = """sex,weight_kg,height_cm,row
F,166,57,as it was written down
F,57,166,as it was meant
"""


def seattle_weather(raw: bytes) -> bytes:
    """The table with ISO dates and Unix line ends; the numbers are untouched."""
    header, *rows = _rows(raw)
    return _table(header, ([day.replace("/", "-"), *rest] for day, *rest in rows))


def bikes(raw: bytes) -> bytes:
    """Hours of 2011 as dates, and weather in units: the origin gives shares of a range."""
    header, *rows = _rows(raw)
    columns = ("date", "hour", "holiday", "workingday", "weather", "temp", "feels_like", "humidity", "windspeed",
               "casual", "registered", "bikers")  # fmt: skip
    made = []
    for values in rows:
        row = dict(zip(header, values, strict=True))
        day = date(2010, 12, 31) + timedelta(days=int(row["day"]))
        if MONTHS[day.month - 1] != row["mnth"]:
            raise ValueError(f"Day {row['day']} of 2011 is {day}, not in {row['mnth']}.")
        measured = (
            float(row["temp"]) * 47 - 8,
            float(row["atemp"]) * 66 - 16,
            float(row["hum"]) * 100,
            float(row["windspeed"]) * 67,
        )
        made.append([day.isoformat(), row["hr"], row["holiday"], row["workingday"], row["weathersit"],
                     *(f"{value:.1f}" for value in measured),
                     row["casual"], row["registered"], row["bikers"]])  # fmt: skip
    return _table(columns, made)


def chicago_air(raw: bytes) -> bytes:
    """Days as dates, temperature in °C, pollution with one decimal; deaths and fine particles are left out."""
    header, *rows = _rows(raw)
    made = []
    for number, values in enumerate(rows):
        row = dict(zip(header, values, strict=True))
        air = [f"{float(row[name]):.1f}" if row[name] else "" for name in ("pm10median", "o3median", "so2median")]
        celsius = f"{(float(row['tmpd']) - 32) / 1.8:.1f}"
        made.append([(date(1987, 1, 1) + timedelta(days=number)).isoformat(), *air, celsius])
    return _table(("date", "pm10", "ozone", "so2", "temp"), made)


def penguins(raw: bytes) -> bytes:
    """The table as it is; what was not measured is an empty field."""
    header, *rows = _rows(raw)
    return _table(header, (["" if value == "NA" else value for value in row] for row in rows))


def animals(pictures: bytes, labels: bytes) -> bytes:
    """Silhouettes of one bit a pixel, each once, in their order."""
    x = unpickled(gzip.decompress(pictures), Path("animal_data"))
    y = unpickled(gzip.decompress(labels), Path("animal_label"))
    _, first = np.unique(x.reshape(len(x), -1), axis=0, return_index=True)
    kept = np.sort(first)
    return _arrays(x=np.packbits(x[kept] > 127, axis=-1), y=y[kept].astype(np.uint8))


def digits(raw: bytes) -> bytes:
    """Pictures of 8 x 8 pixels, 0 to 16, and their digits."""
    table = _numbers(gzip.decompress(raw))
    return _arrays(x=table[:, :-1].reshape(-1, 8, 8), y=table[:, -1])


def mnist_5k(raw: bytes) -> bytes:
    """Pictures of 28 x 28 pixels, 0 to 255, and their digits."""
    table = _numbers(gzip.decompress(raw))
    return _arrays(x=table[:, :-1].reshape(-1, 28, 28), y=table[:, -1])


def fashion_5k(*raw: bytes) -> bytes:
    """The first 400 training pictures of each class and the first 100 test pictures, training before test."""
    x, y, x_test, y_test = (_idx(gzip.decompress(file)) for file in raw)
    parts = [(x, y, _first(y, 400)), (x_test, y_test, _first(y_test, 100))]
    return _arrays(
        x=np.concatenate([pictures[kept] for pictures, _, kept in parts]),
        y=np.concatenate([classes[kept] for _, classes, kept in parts]),
    )


def wrong_rows() -> bytes:
    """Two numbers in each other's places, and the row as it was meant."""
    return WRONG_ROWS.encode()


CONVERTERS: dict[str, Callable[..., bytes]] = {
    "animals.npz": animals,
    "bikes.csv": bikes,
    "chicago-air.csv": chicago_air,
    "digits.npz": digits,
    "fashion-5k.npz": fashion_5k,
    "mnist-5k.npz": mnist_5k,
    "penguins.csv": penguins,
    "seattle-weather.csv": seattle_weather,
    "wrong-rows.csv": wrong_rows,
}


def _rows(raw: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(raw.decode("utf-8"))))


def _table(header: Iterable[str], rows: Iterable[Iterable[Any]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")


def _arrays(*, x: NDArray[np.uint8], y: NDArray[np.uint8]) -> bytes:
    file = io.BytesIO()
    np.savez_compressed(file, x=np.ascontiguousarray(x), y=np.ascontiguousarray(y))
    return file.getvalue()


def _numbers(text: bytes) -> NDArray[np.uint8]:
    return np.loadtxt(io.BytesIO(text), delimiter=",").astype(np.uint8)


def _idx(content: bytes) -> NDArray[np.uint8]:
    """The array in a file of the IDX format: kind, number of axes, sizes (big-endian), bytes."""
    axes = content[3]
    shape = np.frombuffer(content, ">i4", axes, 4)
    return np.frombuffer(content, np.uint8, offset=4 + 4 * axes).reshape(shape)


def _first(classes: NDArray[np.uint8], count: int) -> NDArray[np.intp]:
    """Where the first so many samples of each class lie, in their order."""
    return np.sort(np.concatenate([np.flatnonzero(classes == each)[:count] for each in np.unique(classes)]))
