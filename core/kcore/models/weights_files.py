"""Weights of a model <-> an HDF5 file, in the layout of Keras 2 or of Keras 3."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from kcore.files import (
    Hdf5Reader,
    ModelFileError,
    PathLike,
    checked_path,
    kind_of_file,
    open_hdf5,
    read_archive,
    write_hdf5,
)
from kcore.memory import keep_freed
from kcore.models.layouts import Found, keras2, keras3, put
from kcore.models.report import LoadReport

_SUFFIXES = (".h5", ".hdf5")
_WEIGHTS = ".weights.h5"
MEMBER: Final = "model.weights.h5"  # of an archive
_ROOM: Final = 1 << 24  # bytes that the frame of an HDF5 file may take


def save_weights(model: Any, filepath: PathLike, overwrite: bool = True, max_shard_size: Any = None) -> None:
    """Write the weights of a model: see ``Model.save_weights``."""
    if max_shard_size is not None:
        raise ValueError("max_shard_size: files in pieces are for large models; they are left to real Keras.")
    path = checked_path(filepath)
    name = Path(path).name
    if not name.endswith(_SUFFIXES):
        raise ModelFileError(path, "", "the name must end in .weights.h5 (layout of Keras 3) or .h5 (of Keras 2).")
    if not model.built:
        raise ModelFileError(path, "", f"{model.name!r} has no weights yet: build it first, or call it on data.")
    layout = keras3 if name.endswith(_WEIGHTS) else keras2
    write_hdf5(path, lambda writer: layout.write(writer, model), overwrite)


def load_weights(model: Any, filepath: PathLike, skip_mismatch: bool = False, by_name: bool = False) -> LoadReport:
    """Fill the weights of a model: see ``Model.load_weights``."""
    found = _read(model, filepath, skip_mismatch, by_name)
    put(found.numbers)
    return found.report


def would_load(model: Any, filepath: PathLike, skip_mismatch: bool = False, by_name: bool = False) -> LoadReport:
    """What ``load_weights`` would do and report; no weight changes. Arguments and errors: see there."""
    return _read(model, filepath, skip_mismatch, by_name).report


def _read(model: Any, filepath: PathLike, skip_mismatch: bool, by_name: bool) -> Found:
    path = checked_path(filepath)
    if not model.built:
        raise ModelFileError(path, "", f"{model.name!r} has no weights yet: build it first, or call it on data.")
    if kind_of_file(path) == "zip":
        with open_member(path, model) as file:
            return read_weights(file, model, skip_mismatch, by_name)
    with open_hdf5(path) as file:
        return read_weights(file, model, skip_mismatch, by_name)


@contextmanager
def open_member(path: PathLike, model: Any) -> Iterator[Hdf5Reader]:
    """Open the weights in a ``.keras`` archive that were written for the like of a model.

    Raises:
        ModelFileError: see ``read_archive`` and ``open_hdf5``.
    """
    size = sum(variable.value.nbytes for variable in model.weights) if model.built else 0
    data = read_archive(path, {MEMBER: 8 * size + _ROOM})[MEMBER]
    with open_hdf5(data, path, MEMBER) as file:
        yield file


def read_weights(file: Hdf5Reader, model: Any, skip_mismatch: bool = False, by_name: bool = False) -> Found:
    """The numbers for a model from a file of either layout, a whole model's too; nothing is changed yet.

    Raises:
        ModelFileError: if the file has neither layout, or does not fit.
    """
    keep_freed()
    for place in ("", "model_weights"):
        if keras2.is_layout(file, place):
            read = keras2.read_by_name if by_name else keras2.read
            return read(file, model, skip_mismatch, place)
    if keras3.is_layout(file):
        return (keras3.read_by_name if by_name else keras3.read)(file, model, skip_mismatch)
    raise file.fail("", "holds no weights of a model: neither layer_names (Keras 2) nor layers (Keras 3) are there.")
