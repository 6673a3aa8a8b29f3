"""Writing HDF5, in the forms that Keras reads."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from typing import Any, Final

import numpy as np

from kcore.files.atomic import atomic
from kcore.files.errors import PathLike

_HEADER: Final = 64512  # bytes that HDF5 takes in one attribute; longer lists are split


class Hdf5Writer:
    """A new HDF5 file; groups come into being with what is put into them. Paths are written ``a/b/c``."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def group(self, place: str) -> None:
        """Make a group and those it lies in."""
        self._file.require_group(place)

    def text(self, place: str, name: str, text: str) -> None:
        """Put a text into an attribute of a group."""
        self._file.require_group(place or "/").attrs[name] = text

    def texts(self, place: str, name: str, texts: Iterable[str]) -> None:
        """Put a list of texts into an attribute, split into ``name0``, ``name1`` ... where it is too long for one."""
        values = np.array([text.encode() for text in texts])
        attributes = self._file.require_group(place or "/").attrs
        if values.nbytes <= _HEADER:
            attributes[name] = values
            return
        per_part = max(1, _HEADER // values.itemsize)
        for part, start in enumerate(range(0, len(values), per_part)):
            attributes[f"{name}{part}"] = values[start : start + per_part]

    def array(self, place: str, numbers: Any) -> None:
        """Write numbers as a dataset."""
        self._file.create_dataset(place, data=numbers)


def write_hdf5(path: PathLike, fill: Callable[[Hdf5Writer], None], overwrite: bool = True) -> None:
    """Write an HDF5 file atomically.

    Args:
        path: the target.
        fill: puts in what it shall hold.
        overwrite: whether a file that is there may be replaced.

    Raises:
        ModelFileError: see ``atomic``.
    """
    import h5py

    with atomic(path, overwrite) as beside, h5py.File(beside, "w") as file:
        fill(Hdf5Writer(file))


def hdf5_bytes(fill: Callable[[Hdf5Writer], None]) -> bytes:
    """The bytes of an HDF5 file that ``fill`` fills."""
    import h5py

    memory = io.BytesIO()
    with h5py.File(memory, "w") as file:
        fill(Hdf5Writer(file))
    return memory.getvalue()
