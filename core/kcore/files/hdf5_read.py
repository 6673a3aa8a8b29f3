"""Reading HDF5: a short list of what is allowed, each looked at before the library acts on it.

Hard links only, each part of a path by itself; texts in attributes; whole or floating numbers in datasets that
lie in the file itself, at most packed by gzip, shuffle and fletcher32; never more bytes than were asked for.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kcore.files.btrees import Read, check_group, root_address, usual_sizes
from kcore.files.deflate import check_chunks
from kcore.files.errors import ModelFileError, PathLike, gate, shown
from kcore.files.heaps import longest_text
from kcore.files.regular import regular_size
from kcore.files.tree import LIMITS, Limits

Array = NDArray[Any]
_SIGNATURE: Final = b"\x89HDF\r\n\x1a\n"
_HEAP: Final = 1 << 29  # bytes that the texts of one attribute may have together before they are looked at


class Hdf5Reader:
    """An open file. ``open_hdf5`` makes it; paths are written ``a/b/c`` and begin at the root.

    Args:
        root: the root group.
        path: the file, for messages.
        size: its bytes.
        longest: function that gives a bound for the longest text in the file.
        read: function that gives bytes of the file.
        where: place of the HDF5 inside of ``path``, for messages.
        limits: how much text it may hold.
    """

    def __init__(
        self, root: Any, path: PathLike | None, size: int, longest: Any, read: Any, where: str, limits: Limits
    ) -> None:
        self.path, self._size, self._longest = path, size, longest
        self._groups = {"": root}
        self._bound: int | None = None
        self._read = read
        self._where, self._limits = where, limits
        self._text = 0

    def fail(self, place: str, message: str) -> ModelFileError:
        """An error that names a place in this file."""
        return ModelFileError(self.path, "/".join(part for part in (self._where, place) if part), message)

    @contextmanager
    def _gate(self, place: str) -> Iterator[None]:
        with gate(self.path, "/".join(part for part in (self._where, place) if part)):
            yield

    def _find(self, place: str) -> Any:
        """The object at a path, or None; every link on the way must be a hard one."""
        import h5py

        if place in self._groups:
            return self._groups[place]
        above, _, part = place.rpartition("/")
        group = self._find(above)
        if not isinstance(group, h5py.h5g.GroupID) or not group.links.exists(part.encode()):
            return None
        link = group.links.get_info(part.encode())
        if link.type != h5py.h5l.TYPE_HARD:
            raise self.fail(place, f"{shown(part)} leads elsewhere (a soft or external link); it is not followed.")
        found = h5py.h5o.open(group, part.encode())
        if isinstance(found, h5py.h5g.GroupID):
            check_group(self._read, link.u)
            self._groups[place] = found
        return found

    def has(self, place: str) -> bool:
        """Whether there is a group or dataset at this path."""
        with self._gate(place):
            return self._find(place) is not None

    def names(self, place: str = "") -> list[str]:
        """Names of what a group holds; empty where there is no such group."""
        import h5py

        with self._gate(place):
            group = self._find(place)
            if not isinstance(group, h5py.h5g.GroupID):
                return []
            if group.get_num_objs() > self._limits.nodes:
                raise self.fail(place, f"holds more than {self._limits.nodes} names.")
            return [name.decode() for name in group]

    def is_group(self, place: str) -> bool:
        """Whether a group, and no dataset, is at this path."""
        import h5py

        with self._gate(place):
            return isinstance(self._find(place), h5py.h5g.GroupID)

    def _longest_text(self) -> int:
        if self._bound is None:
            self._bound = int(self._longest())
        return self._bound

    # -- attributes ----------------------------------------------------------------------------

    def text(self, place: str, name: str) -> str | None:
        """A text in an attribute; None if there is no such attribute. A single text in a list is one, too."""
        found = self._attribute(place, name)
        if found is not None and len(found) != 1:
            raise self.fail(f"{place}@{name}", f"one text is expected; got {len(found)}.")
        return None if found is None else found[0]

    def texts(self, place: str, name: str) -> list[str] | None:
        """A list of texts in an attribute, also if it is split into ``name0``, ``name1`` ...; None if there is none."""
        whole = self._attribute(place, name)
        if whole is not None:
            return whole
        parts: list[str] = []
        count = 0
        while (part := self._attribute(place, f"{name}{count}")) is not None:
            parts += part
            count += 1
        return parts if count else None

    def _attribute(self, place: str, name: str) -> list[str] | None:
        import h5py

        label = f"{place}@{name}"
        with self._gate(label):
            owner = self._find(place)
            if owner is None or not h5py.h5a.exists(owner, name.encode()):
                return None
            attribute = h5py.h5a.open(owner, name.encode())
            kind, shape = attribute.get_type(), attribute.shape
            if len(shape) > 1 or (shape and shape[0] > self._limits.nodes):
                raise self.fail(label, f"a text or a list of texts is expected; got an array of shape {shape}.")
            if shape == (0,):
                return []  # Keras writes an empty list as an empty array of numbers
            if not isinstance(kind, h5py.h5t.TypeStringID):
                raise self.fail(label, "a text or a list of texts is expected; got something else.")
            count = shape[0] if shape else 1
            most = count * self._longest_text() if kind.is_variable_str() else attribute.get_storage_size()
            if most > _HEAP:
                raise self.fail(label, f"may hold {most} bytes of text; that is no model for this engine.")
            values = np.empty(shape, attribute.dtype)
            attribute.read(values)
            found = [value.decode() if isinstance(value, bytes) else str(value) for value in values.reshape(-1)]
            self._text += sum(map(len, found))
            if self._text > self._limits.text:
                raise self.fail(label, f"more than {self._limits.text} characters of text in the file.")
            return found

    # -- numbers -------------------------------------------------------------------------------

    def shape(self, place: str) -> tuple[int, ...] | None:
        """Shape of a dataset; None if there is none at this path."""
        with self._gate(place):
            found = self._find(place)
            if found is None:
                return None
            self._allowed(place, found)
            return tuple(found.shape)

    def dtype(self, place: str) -> str | None:
        """Name of the element type of a dataset; None if there is none at this path."""
        with self._gate(place):
            found = self._find(place)
            if found is None:
                return None
            self._allowed(place, found)
            return str(found.dtype.newbyteorder("="))

    def array(self, place: str, shape: tuple[int, ...], dtype: Any = None) -> Array:
        """The numbers of a dataset.

        Args:
            place: its path.
            shape: the shape that it must have.
            dtype: element type of the result; that of the file, in this machine's byte order, if None.

        Raises:
            ModelFileError: if it is missing, not allowed, or of another shape; then nothing has been read.
        """
        import h5py

        with self._gate(place):
            found = self._find(place)
            if found is None:
                raise self.fail(place, "is missing.")
            plan = self._allowed(place, found)
            dataset: Any = found
            if tuple(dataset.shape) != tuple(shape):
                raise self.fail(place, f"shape {tuple(shape)} is expected; got {tuple(dataset.shape)}.")
            kind = dataset.dtype.newbyteorder("=")
            numbers: Array = np.empty(shape, kind)
            if numbers.size:
                self._check_storage(place, dataset, plan, numbers.nbytes)
                dataset.read(h5py.h5s.ALL, h5py.h5s.ALL, numbers)
            if dtype is None or kind == dtype:
                return numbers
            with np.errstate(over="ignore"):  # float64 beyond float32 becomes inf, as in Keras
                result: Array = numbers.astype(dtype)
            return result

    def _allowed(self, place: str, found: Any) -> Any:
        """How a dataset is laid out, if it is of an allowed kind."""
        import h5py

        if not isinstance(found, h5py.h5d.DatasetID):
            raise self.fail(place, "numbers (a dataset) are expected; got a group.")
        plan = found.get_create_plist()
        layout = plan.get_layout()
        if layout not in (h5py.h5d.COMPACT, h5py.h5d.CONTIGUOUS, h5py.h5d.CHUNKED):
            raise self.fail(place, "its numbers lie in other files (a virtual dataset); they are not fetched.")
        if layout == h5py.h5d.CONTIGUOUS and plan.get_external_count():
            raise self.fail(place, "its numbers lie in other files (external storage); they are not fetched.")
        filters = [plan.get_filter(i)[0] for i in range(plan.get_nfilters())]
        order = [_FILTERS.index(number) if number in _FILTERS else -1 for number in filters]
        if -1 in order or order != sorted(set(order)):
            raise self.fail(place, f"is packed by filters {filters[:8]}; only gzip, shuffle and fletcher32 are read.")
        kind = found.dtype
        if kind.kind not in "fiu" or kind.itemsize > 8 or found.shape is None:
            raise self.fail(place, "numbers (floating or whole, up to 64 bits) are expected; got something else.")
        return plan

    def _check_storage(self, place: str, dataset: Any, plan: Any, size: int) -> None:
        """What reading ``size`` bytes will cost must be known before it begins."""
        import h5py

        stored = dataset.get_storage_size()
        if plan.get_layout() != h5py.h5d.CHUNKED:
            if stored < size or stored > self._size:
                raise self.fail(place, f"{size} bytes of numbers are expected; {stored} are there.")
        elif stored == 0:
            raise self.fail(place, f"{size} bytes of numbers are expected; none are there.")
        else:
            fault = check_chunks(dataset, size, self._size)
            if fault:
                raise self.fail(place, fault)


_FILTERS: Final = (2, 1, 3)  # shuffle, gzip, fletcher32: in the order in which they are applied


@contextmanager
def open_hdf5(
    source: PathLike | bytes, path: PathLike | None = None, where: str = "", limits: Limits = LIMITS
) -> Iterator[Hdf5Reader]:
    """Open an HDF5 file for reading.

    Args:
        source: path of the file, or its bytes.
        path: the file that the bytes came from, for messages.
        where: its place in that file, for messages.
        limits: how much text it may hold.

    Raises:
        ModelFileError: if it is no regular file, no HDF5, or damaged.
    """
    if isinstance(source, bytes):
        with _opened(source, len(source), _slices(source), path, where, limits) as reader:
            yield reader
        return
    size = regular_size(source)
    with gate(source, where):
        file = Path(source).open("rb")  # noqa: SIM115 - closed by the next line
    with file, _opened(source, size, lambda at, n: os.pread(file.fileno(), n, at), source, where, limits) as reader:
        yield reader


def _slices(data: bytes) -> Read:
    return lambda at, size: data[at : at + size]


@contextmanager
def _opened(
    source: PathLike | bytes, size: int, read: Read, path: PathLike | None, where: str, limits: Limits
) -> Iterator[Hdf5Reader]:
    import h5py

    with gate(path, where):
        start = read(0, 80)
        if start[:8] != _SIGNATURE:
            told = f"is no HDF5 file: it begins with {shown(start[:8])}." if start else "is empty."
            raise ModelFileError(path, where, told)
        if len(start) < 80 or not usual_sizes(start):
            raise ModelFileError(path, where, "cannot be read: its superblock is not one that Keras writes.")
        check_group(read, root_address(start))
        access = h5py.h5p.create(h5py.h5p.FILE_ACCESS)
        access.set_fclose_degree(h5py.h5f.CLOSE_STRONG)
        if isinstance(source, bytes):
            access.set_fapl_core(1 << 20, False)
            access.set_file_image(source)
            name = b"in memory"
        else:
            access.set_fapl_sec2()
            name = os.fsencode(source)
        handle = h5py.h5f.open(name, h5py.h5f.ACC_RDONLY, access)
    try:
        with gate(path, where):
            root = h5py.h5g.open(handle, b"/")
        yield Hdf5Reader(root, path, size, lambda: longest_text(source, size), read, where, limits)
    finally:
        handle.close()
