"""A table of a learner's own: a csv file, as weather services and air stations hand it out."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np

from kcore.autodiff import Array

# UTF-8 with or without its mark, then the code page in which Korean offices' programs write.
_ENCODINGS: Final = ("utf-8-sig", "cp949")
_DELIMITERS: Final = ",\t;|"
_MISSING: Final = {"", "-", "--", "NA", "N/A", "NaN", "nan", "null", "None", "결측", "통신장애", "점검중"}
_LEAST: Final = -90.0  # weather services write -99, -999 and the like for what was not measured
_TIME_FORMS: Final = (
    ("%Y-%m-%d %H:%M:%S", r"\d{4}-\d\d?-\d\d? \d\d?:\d\d:\d\d"),
    ("%Y-%m-%d %H:%M", r"\d{4}-\d\d?-\d\d? \d\d?:\d\d"),
    ("%Y-%m-%d %H", r"\d{4}-\d\d?-\d\d? \d\d?"),
    ("%Y-%m-%d", r"\d{4}-\d\d?-\d\d?"),
    ("%Y-%m", r"\d{4}-\d\d?"),
    ("%Y%m%d%H", r"(19|20)\d{8}"),
    ("%Y%m%d", r"(19|20)\d{6}"),
)


@dataclass(frozen=True)
class Table:
    """The columns of numbers of a csv file, in the order of time.

    Attributes:
        columns: names of the columns of numbers.
        values: float32 array of shape `(rows, columns)`; NaN where nothing was measured.
        times: when each row was measured; empty where no column is a time.
        time_column: name of that column; empty for none.
        left_out: names of the columns that are neither numbers nor the time.
    """

    columns: tuple[str, ...]
    values: Array
    times: tuple[datetime, ...]
    time_column: str
    left_out: tuple[str, ...]

    def __getitem__(self, column: str) -> Array:
        """One column, shape `(rows,)`.

        Raises:
            KeyError: for another name; the message lists the names.
        """
        return self.values[:, self._place(column)]

    @property
    def missing(self) -> dict[str, int]:
        """How many values of each column are missing."""
        return {name: int(np.isnan(self[name]).sum()) for name in self.columns}

    def pairs(
        self, target: str, features: Sequence[str] | None = None, *, ahead: int = 1, test_split: float = 0.2
    ) -> tuple[tuple[Any, Any], tuple[Any, Any]]:
        """What is known at one time, and a column some rows later; rows with something missing are left out.

        Args:
            target: the column to predict.
            features: the columns that are known; None: all of numbers.
            ahead: how many rows later, 0 or more (0: another column of the same row). Where the times are known, a
                pair counts only if the rows are as far apart as rows mostly are, so that a gap joins nothing.
            test_split: share of the last pairs to test with, 0 to below 1. Time is never shuffled.

        Returns:
            `(x_train, y_train), (x_test, y_test)`: float32 arrays of shape `(pairs, features)` and `(pairs, 1)`.

        Raises:
            KeyError: for a column that is not there.
            ValueError: for other numbers, or if no pair is whole.
        """
        if ahead < 0 or ahead != int(ahead):
            raise ValueError(f"ahead is a whole number of rows, 0 or more; got {ahead!r}.")
        if not 0 <= test_split < 1:
            raise ValueError(f"test_split is a share from 0 to below 1; got {test_split!r}.")
        known = [name for name in self.columns if ahead or name != target] if features is None else list(features)
        places = [self._place(name) for name in known]
        rows = len(self.values)
        x = self.values[: max(rows - ahead, 0), places]
        y = self.values[ahead:, self._place(target), None]
        whole = np.isfinite(x).all(axis=1) & np.isfinite(y[:, 0])
        if self.times and ahead:
            apart = np.array([later - now for now, later in zip(self.times, self.times[ahead:], strict=False)])
            whole &= apart == self._usual_step() * ahead
        x, y = x[whole], y[whole]
        if not len(x):
            raise ValueError(
                f"No row of {', '.join(known)} is whole and has {target!r} {ahead} rows later. Missing values: "
                f"{self.missing}. Choose other features."
            )
        first = len(x) - round(len(x) * test_split)
        return (x[:first], y[:first]), (x[first:], y[first:])

    def _place(self, column: str) -> int:
        try:
            return self.columns.index(column)
        except ValueError:
            raise KeyError(f"No column of numbers is called {column!r}; there are {', '.join(self.columns)}.") from None

    def _usual_step(self) -> timedelta:
        steps = [later - now for now, later in zip(self.times, self.times[1:], strict=False)]
        return max(set(steps), key=steps.count)


def read(path: str | Path) -> Table:
    """Read a csv file: its encoding, separator, header, column of times and missing values are found out.

    Understood are UTF-8 and CP949 (as Korean weather and air services hand out), comma, tab, semicolon or bar, some
    lines of remarks above the header, dates such as 2024-01-31, 2024/01/31 13:00 and 2024013124 (hour 24 is the next
    day's 0), thousands with commas, and the usual marks for what was not measured.

    Args:
        path: the file.

    Raises:
        FileNotFoundError: There is no such file.
        ValueError: It is no table; the message says what was found.
    """
    path = Path(path)
    lines = _text(path).splitlines()
    delimiter = max(_DELIMITERS, key=lambda mark: sum(line.count(mark) for line in lines))
    rows = [[cell.strip() for cell in row] for row in csv.reader(lines, delimiter=delimiter)]
    header, body = _parts(path, rows)
    columns = [[row[place] for row in body] for place in range(len(header))]
    times = {name: when for name, cells in zip(header, columns, strict=True) if (when := _times(cells)) is not None}
    time_column = next(iter(times), "")
    numbers = {
        name: measured
        for name, cells in zip(header, columns, strict=True)
        if name != time_column and (measured := _numbers(cells)) is not None
    }
    if not numbers:
        raise ValueError(f"{path}: no column holds numbers; the header is {', '.join(header)}.")
    values = np.array(list(numbers.values()), dtype="float32").T
    ordered = times.get(time_column, ())
    if ordered:
        order = sorted(range(len(ordered)), key=ordered.__getitem__)
        values, ordered = values[order], tuple(ordered[row] for row in order)
    left_out = tuple(name for name in header if name not in numbers and name != time_column)
    return Table(tuple(numbers), values, ordered, time_column, left_out)


def load_data(
    path: str | Path,
    target: str,
    features: Sequence[str] | None = None,
    ahead: int = 1,
    test_split: float = 0.2,
) -> tuple[tuple[Any, Any], tuple[Any, Any]]:
    """A learner's own table as training and test set: `read(path).pairs(target, features, ...)`; see there."""
    return read(path).pairs(target, features, ahead=ahead, test_split=test_split)


def _text(path: Path) -> str:
    content = path.read_bytes()
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValueError(f"{path}: the text is neither in UTF-8 nor in CP949. Save it as CSV in UTF-8.")


def _parts(path: Path, rows: list[list[str]]) -> tuple[list[str], list[list[str]]]:
    """The header and the rows below it: the table is the longest run of rows of one width above one cell."""
    widths = [len(row) for row in rows if len(row) > 1]
    if not widths:
        raise ValueError(f"{path}: no line has two fields with a comma, tab, semicolon or bar between.")
    width = max(set(widths), key=widths.count)
    table = [row for row in rows if len(row) == width]
    header, *body = table
    if not body:
        raise ValueError(f"{path}: there is a header ({', '.join(header)}), and no row below it.")
    if len(set(header)) != width:
        twice = next(name for name in header if header.count(name) > 1)
        raise ValueError(f"{path}: two columns are called {twice!r}. Give each a name of its own in the first line.")
    if all(_number(cell) is not None for cell in header):
        raise ValueError(f"{path}: the first line holds numbers only. Write the names of the columns above it.")
    return header, body


def _number(cell: str) -> float | None:
    """The number in a cell, NaN for what was not measured; None if it is something else."""
    if cell in _MISSING:
        return float("nan")
    try:
        value = float(cell.replace(",", ""))
    except ValueError:
        return None
    return float("nan") if value <= _LEAST and re.fullmatch(r"-9+(\.[09]+)?", cell) else value


def _numbers(cells: list[str]) -> list[float] | None:
    found = [_number(cell) for cell in cells]
    if any(value is None for value in found) or np.isnan(np.array(found, dtype="float64")).all():
        return None
    return [value for value in found if value is not None]


def _times(cells: list[str]) -> tuple[datetime, ...] | None:
    """The times of a column, if all its cells are such."""
    plain = [re.sub(r"[/.](?=\d)", "-", cell) for cell in cells]
    for form, pattern in _TIME_FORMS:
        if all(re.fullmatch(pattern, cell) for cell in plain):
            try:
                return tuple(_time(cell, form) for cell in plain)
            except ValueError:
                return None
    return None


def _time(cell: str, form: str) -> datetime:
    """Hour 24 of a day is hour 0 of the next."""
    midnight = re.sub(r"(?<=[\d ])24(?=(:00(:00)?)?$)", "00", cell) if "%H" in form else cell
    if midnight != cell and (":" in cell or form in {"%Y%m%d%H", "%Y-%m-%d %H"}):
        return datetime.strptime(midnight, form) + timedelta(days=1)  # noqa: DTZ007  (tables give local time)
    return datetime.strptime(cell, form)  # noqa: DTZ007
