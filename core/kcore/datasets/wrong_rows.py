"""Two numbers in each other's places: what a wrong row in a table looks like."""

from __future__ import annotations

from pathlib import Path

from kcore.datasets import files, rows

FILE = "wrong-rows.csv"
COLUMNS = ("sex", "weight_kg", "height_cm", "row")


def load_data(path: str | Path | None = None) -> list[dict[str, str]]:
    """One person, as she was written down and as she was meant.

    >>> written, meant = load_data()
    >>> written["weight_kg"], written["height_cm"], meant["weight_kg"], meant["height_cm"]
    ('166', '57', '57', '166')

    Args:
        path: the csv file; None looks for it as `kcore.datasets.files.find` does.

    Returns:
        The two rows, as the file has them.

    Raises:
        FileNotFoundError: The file is not on this machine; the message says where it was looked for.
        ValueError: The file is not the table that was expected.

    Source: C. Davis (1990), "Body image and weight preoccupation", Appetite 15; the two values are quoted.
    """
    return [row for _, row in rows.read(files.find(FILE) if path is None else Path(path), COLUMNS)]
