"""What kind of file lies at a path, and its bytes within limits."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any, Final

from kcore.files.errors import ModelFileError, PathLike, gate, shown

GIB: Final = 1 << 30
_SIGNATURES: Final = {b"\x89HDF\r\n\x1a\n": "hdf5", b"PK\x03\x04": "zip"}


def checked_path(filepath: Any) -> PathLike:
    """The argument of a function that takes the path of a file.

    Raises:
        TypeError: if it is no path.
    """
    if not isinstance(filepath, str | Path):
        raise TypeError(f"filepath must be a text or a pathlib.Path; got {shown(filepath)}.")
    return filepath


def regular_size(path: PathLike, most: int = 4 * GIB) -> int:
    """Size in bytes of a regular file.

    Raises:
        ModelFileError: if there is none, it is a folder, pipe or device, or larger than ``most``.
    """
    with gate(path):
        found = Path(path).stat()
    if not stat.S_ISREG(found.st_mode):
        kind = "a folder" if stat.S_ISDIR(found.st_mode) else "a pipe, a device or a socket"
        raise ModelFileError(path, "", f"is {kind}; a regular file is expected.")
    if found.st_size > most:
        raise ModelFileError(path, "", f"has {found.st_size} bytes; at most {most} are read here.")
    return found.st_size


def read_bytes(path: PathLike, most: int) -> bytes:
    """All bytes of a regular file of at most ``most``.

    Raises:
        ModelFileError: see ``regular_size``.
    """
    regular_size(path, most)
    with gate(path), Path(path).open("rb") as file:
        data = file.read(most + 1)  # it may have grown, or tell no size (as files of /proc)
    if len(data) > most:
        raise ModelFileError(path, "", f"has more than {most} bytes.")
    return data


def kind_of_file(path: PathLike) -> str:
    """'hdf5', 'zip' or 'other', by content; the name plays no part.

    Raises:
        ModelFileError: see ``regular_size``; and for an empty file.
    """
    regular_size(path)
    with gate(path), Path(path).open("rb") as file:
        start = file.read(8)
    if not start:
        raise ModelFileError(path, "", "is empty.")
    return next((kind for sign, kind in _SIGNATURES.items() if start.startswith(sign)), "other")
