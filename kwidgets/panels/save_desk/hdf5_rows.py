"""The tree of an HDF5 file: groups, arrays with their shapes, and the texts that Keras writes beside them."""

from __future__ import annotations

from math import prod
from typing import NamedTuple

from kcore.files import Hdf5Reader, ModelFileError
from kwidgets.panels.tree_view import MOST, Row

DEEPEST = 24
_ONE = ("name", "backend", "keras_version", "model_config", "training_config")  # texts that Keras writes
_LISTS = ("layer_names", "weight_names")
_LONGEST = 200


class Found(NamedTuple):
    """The rows of a file, and how many numbers each of its arrays holds, by path."""

    rows: list[Row]
    arrays: dict[str, int]


def walked(file: Hdf5Reader) -> Found:
    """Walk through an open file. What is refused by the gate is a row that says why.

    Args:
        file: an open file. Only names, shapes and texts are read, no numbers.
    """
    rows: list[Row] = [*_texts(file, "", 0)]
    arrays: dict[str, int] = {}
    waiting = [(name, 0, name) for name in reversed(file.names())]
    while waiting:
        place, depth, name = waiting.pop()
        if len(rows) > MOST:
            break
        try:
            group = file.is_group(place)
            shape = None if group else file.shape(place)
            value = "" if shape is None else f"{shape} {file.dtype(place)}"
            texts = _texts(file, place, depth + 1) if group else []
            inside = file.names(place) if group else []
        except ModelFileError as error:
            rows.append(Row(depth, name, str(error)))
            continue
        rows.append(Row(depth, name, value))
        rows += texts
        if shape is not None:
            arrays[place] = prod(shape)
        if inside and depth >= DEEPEST:
            rows.append(Row(depth + 1, "…"))
        else:
            waiting += [(f"{place}/{inner}", depth + 1, inner) for inner in reversed(inside)]
    return Found(rows, arrays)


def _texts(file: Hdf5Reader, place: str, depth: int) -> list[Row]:
    """Rows of the texts beside a group, marked with an @."""
    found: list[Row] = []
    for name in _ONE:
        text = file.text(place, name)
        if text is not None:
            found.append(Row(depth, f"@{name}", _cut(text)))
    for name in _LISTS:
        texts = file.texts(place, name)
        if texts is not None:
            found.append(Row(depth, f"@{name}", _cut(", ".join(texts))))
    return found


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}… ({len(text):,})"
