"""Penguins of three islands near Palmer Station, Antarctica, 2007-2009: their measures, species and sex."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from kcore.datasets import files, rows

FILE = "penguins.csv"
COLUMNS = ("species", "island", "bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g", "sex", "year")
FEATURES = ("bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g")
SPECIES = ("Adelie", "Chinstrap", "Gentoo")
SEXES = ("female", "male")


def load_data(
    path: str | Path | None = None,
    target: Literal["sex", "species", "body_mass"] = "sex",
    test_split: float = 0.25,
    seed: int = 113,
) -> tuple[tuple[Any, Any], tuple[Any, Any]]:
    """The measures of a penguin, and its sex, its species or its body mass.

    Args:
        path: the csv file; None looks for it as `kcore.datasets.files.find` does.
        target: what `y` is. 'sex': 0 female, 1 male, shape `(penguins, 1)`. 'species': place in `SPECIES`, shape
            `(penguins,)`, whole numbers. 'body_mass': grams, shape `(penguins, 1)`; `x` lacks it then.
        test_split: share to test with, 0 to below 1.
        seed: of the order of the penguins.

    Returns:
        `(x_train, y_train), (x_test, y_test)`: `x` is float32, in the order of `FEATURES` (mm, mm, mm, g).
        The 333 penguins of whom everything was measured.

    Raises:
        FileNotFoundError: The file is not on this machine; the message says where it was looked for.
        ValueError: The file is not the table that was expected, or another target.

    Source: K. B. Gorman, T. D. Williams, W. R. Fraser (2014), PLoS ONE 9(3); A. Horst, A. Hill, K. Gorman (2020); CC0.
    """
    if target not in ("sex", "species", "body_mass"):
        raise ValueError(f"penguins.load_data: target is 'sex', 'species' or 'body_mass'; got {target!r}.")

    def convert(row: dict[str, str]) -> list[float] | None:
        if not row["sex"] or not all(row[name] for name in FEATURES):
            return None
        measures = [float(row[name]) for name in FEATURES]
        return [*measures, SEXES.index(row["sex"]), SPECIES.index(row["species"])]

    table = rows.numbers(files.find(FILE) if path is None else Path(path), COLUMNS, convert)
    x, sex, species = table[:, :4], table[:, 4:5], table[:, 5].astype("int64")
    if target == "body_mass":
        x, y = table[:, :3], table[:, 3:4]
    else:
        y = sex if target == "sex" else species
    train, test = rows.shuffled(len(table), test_split, seed)
    return (x[train], y[train]), (x[test], y[test])
