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
        import h5py

        self._file, self._h5 = file, h5py
        self._links = h5py.h5p.create(h5py.h5p.LINK_CREATE)
        self._links.set_create_intermediate_group(True)
        self._links.set_char_encoding(h5py.h5t.CSET_UTF8)
        self._plan = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        self._plan.set_obj_track_times(False)  # the same numbers give the same bytes
        self._kinds: dict[Any, Any] = {}

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
        """Write numbers as a dataset: straight with the library's own calls, for models have many small ones."""
        h5, numbers = self._h5, np.asarray(numbers)
        if not numbers.flags.c_contiguous:
            numbers = numbers.copy()
        kind = self._kinds.get(numbers.dtype)
        if kind is None:
            kind = self._kinds[numbers.dtype] = h5.h5t.py_create(numbers.dtype, logical=True)
        space = h5.h5s.create_simple(numbers.shape) if numbers.ndim else h5.h5s.create(h5.h5s.SCALAR)
        dataset = h5.h5d.create(self._file.id, place.encode(), kind, space, self._plan, self._links)
        if numbers.size:
            dataset.write(h5.h5s.ALL, h5.h5s.ALL, numbers)


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
