"""Zip archives (.keras): a few members by name, read in bounded steps; nothing is extracted to the disk."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kcore.files.atomic import atomic
from kcore.files.errors import ModelFileError, PathLike, gate
from kcore.files.regular import regular_size

if TYPE_CHECKING:
    import zipfile

_STEP: Final = 1 << 20
_RATIO: Final = 1100  # zip's deflate cannot pack better than 1:1032
_DIRECTORY: Final = 1 << 22  # bytes of the table of contents
_END: Final = b"PK\x05\x06"
_END_SIZE: Final = 22
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the same model gives the same bytes


def archive_members(path: PathLike) -> list[tuple[str, int]]:
    """Name and size of each member, as the table of contents tells them; nothing is unpacked.

    Raises:
        ModelFileError: if it is no archive, or damaged.
    """
    with _opened(path) as archive:
        return [(info.filename, info.file_size) for info in archive.infolist()]


def read_archive(path: PathLike, members: Mapping[str, int], optional: tuple[str, ...] = ()) -> dict[str, bytes]:
    """The bytes of the named members; others are ignored.

    Args:
        path: the archive.
        members: each name with the largest number of bytes that is read.
        optional: those of ``members`` that may be missing.

    Raises:
        ModelFileError: if it is no archive or damaged, a member is missing, there twice, encrypted, too large, or
            not what its own size and checksum say.
    """
    with _opened(path) as archive:
        found: dict[str, bytes] = {}
        for name, most in members.items():
            infos = [info for info in archive.infolist() if info.filename == name]
            if len(infos) > 1:
                raise ModelFileError(path, name, f"is {len(infos)} times in the archive; once is expected.")
            if infos:
                with gate(path, name):
                    found[name] = _read(archive, infos[0], path, most)
            elif name not in optional:
                raise ModelFileError(path, name, "is missing in the archive.")
    return found


@contextmanager
def _opened(path: PathLike) -> Iterator[zipfile.ZipFile]:
    import zipfile

    size = regular_size(path)
    with gate(path), Path(path).open("rb") as file:
        _check_end(file, path, size)
        try:
            archive = zipfile.ZipFile(file)
        except zipfile.BadZipFile as error:
            raise ModelFileError(path, "", f"is no whole zip archive: {error}.") from None
        with archive:
            yield archive


def _check_end(file: io.BufferedReader, path: PathLike, size: int) -> None:
    """The table of contents must be small: the library reads all of it at once."""
    file.seek(max(0, size - _END_SIZE - 65536))
    tail = file.read(_END_SIZE + 65536)
    at = len(tail) - _END_SIZE
    if at < 0 or not (tail[at:].startswith(_END) and tail.endswith(b"\0\0")):
        at = tail.rfind(_END)
    if at < 0 or len(tail) < at + _END_SIZE:
        raise ModelFileError(path, "", "is no whole zip archive: its end is missing.")
    directory = int.from_bytes(tail[at + 12 : at + 16], "little")
    if directory > _DIRECTORY or b"PK\x06\x07" in tail[max(0, at - 20) : at]:
        raise ModelFileError(path, "", f"its table of contents has {directory} bytes; that is no model.")
    file.seek(0)


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: PathLike, most: int) -> bytes:
    import zipfile

    def fail(message: str) -> ModelFileError:
        return ModelFileError(path, info.filename, message)

    if info.header_offset < 0:
        raise fail("is damaged: it lies before the beginning of the archive.")
    if info.flag_bits & 1:
        raise fail("is encrypted.")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise fail(f"is packed by method {info.compress_type}; only deflate is read.")
    if info.file_size > most:
        raise fail(f"has {info.file_size} bytes; at most {most} are read here.")
    if info.file_size > _RATIO * max(info.compress_size, 1):
        raise fail(f"claims to unpack {info.compress_size} bytes to {info.file_size}; that cannot be.")
    data = bytearray()
    try:
        with archive.open(info) as member:
            while part := member.read(_STEP):
                data += part
                if len(data) > info.file_size:
                    raise fail(f"unpacks to more than the {info.file_size} bytes that it claims.")
    except (zipfile.BadZipFile, EOFError) as error:
        raise fail(f"is damaged: {str(error) or 'it ends too early'}.") from None
    if len(data) != info.file_size:
        raise fail(f"unpacks to {len(data)} bytes; it claims {info.file_size}.")
    return bytes(data)


def write_archive(path: PathLike, members: Mapping[str, bytes | str], overwrite: bool = True) -> None:
    """Write an archive atomically; its members are stored as they are.

    Args:
        path: the target.
        members: name and contents of each, in order; text in UTF-8.
        overwrite: whether a file that is there may be replaced.

    Raises:
        ModelFileError: see ``atomic``.
    """
    import zipfile

    with atomic(path, overwrite) as beside, zipfile.ZipFile(beside, "w", zipfile.ZIP_STORED) as archive:
        for name, contents in members.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), contents)
