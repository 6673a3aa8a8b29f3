"""Where HDF5 keeps texts of variable length: looked at before its library reads them.

A damaged collection of texts can send the library round in a circle for ever: a piece of size 0, for one.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from kcore.files.errors import PathLike

_MARK: Final = b"GCOL\x01"
_HEAD: Final = 16  # bytes before the first text of a collection, and before each text
_STEP: Final = 1 << 20


def longest_text(source: PathLike | bytes, size: int) -> int:
    """A bound for the texts in a file: the size of the largest collection.

    Args:
        source: path of the file, or its bytes.
        size: its bytes.

    Raises:
        ValueError: if a collection is damaged.
    """
    if isinstance(source, bytes):
        return max((_checked(source[at : at + n], n) for at, n in _in_bytes(source, size)), default=0)
    with Path(source).open("rb") as file:
        return max((_checked(_piece(file, at, n), n) for at, n in _in_file(file, size)), default=0)


def _in_bytes(data: bytes, size: int) -> Iterator[tuple[int, int]]:
    """Offset and size of each collection that lies in the file; the library itself refuses the others."""
    at = data.find(_MARK)
    while at >= 0:
        length = int.from_bytes(data[at + 8 : at + _HEAD], "little")
        if at + _HEAD <= size and length <= size - at:
            yield at, length
        at = data.find(_MARK, at + 1)


def _in_file(file: BinaryIO, size: int) -> Iterator[tuple[int, int]]:
    for start in range(0, size, _STEP):
        part = _piece(file, start, _STEP + len(_MARK) - 1)
        at = part.find(_MARK)
        while at >= 0:
            length = int.from_bytes(_piece(file, start + at + 8, 8), "little")
            if length <= size - start - at:
                yield start + at, length
            at = part.find(_MARK, at + 1)


def _piece(file: BinaryIO, at: int, size: int) -> bytes:
    file.seek(at)
    return file.read(size)


def _checked(collection: bytes, size: int) -> int:
    """The size of a collection whose pieces follow each other to its end."""
    at = _HEAD
    while at + _HEAD <= size:
        number = int.from_bytes(collection[at : at + 2], "little")
        length = int.from_bytes(collection[at + 8 : at + _HEAD], "little")
        need = _HEAD + -(-length // 8) * 8 if number else length  # number 0 is what is left over, its head included
        if need < _HEAD or need > size - at:
            raise ValueError("a collection of texts does not hold together")
        at += need
    return size
