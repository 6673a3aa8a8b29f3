"""Writing so that a file is whole at any moment: the old one or the new one."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kcore.files.errors import ModelFileError, PathLike


@contextmanager
def atomic(path: PathLike, overwrite: bool = True) -> Iterator[Path]:
    """A context in which a new file is written to the path that it hands out; at its end that becomes ``path``.

    The new file lies beside the target under a short random name, is flushed to the disk and then takes the
    target's place in one step. The target's mode and a symbolic link to it are kept. On any exception, the
    target is left as it was.

    Args:
        path: the target.
        overwrite: whether a file that is there may be replaced.

    Raises:
        ModelFileError: if the target is there and must not be replaced, is no regular file, or cannot be written.
    """
    try:
        target = Path(path).resolve()
        if target.exists() and not target.is_file():
            raise ModelFileError(path, "", "is there already and is no regular file; nothing was written.")
        if target.exists() and not overwrite:
            raise ModelFileError(path, "", "is there already; overwrite=True replaces it. Nothing was written.")
        beside = target.parent / f".{secrets.token_hex(6)}.tmp"
        mode = target.stat().st_mode & 0o7777 if target.exists() else None
        os.close(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    except OSError as error:
        raise _unwritten(path, error) from error
    except (RuntimeError, ValueError) as error:  # links in a circle; a path that cannot be one
        raise ModelFileError(path, "", f"is no path that can be written to: {error}.") from error
    try:
        if mode is not None:
            beside.chmod(mode | 0o200)  # also a file that is read-only is replaced, but first written
        yield beside
        if mode is not None:
            beside.chmod(mode)
        _sync(beside)
        beside.replace(target)
        _sync(target.parent)
    except (OSError, RuntimeError) as error:  # HDF5's library calls a full disk a RuntimeError
        raise _unwritten(path, error) from error
    finally:
        with contextlib.suppress(OSError):
            os.truncate(beside, 0)  # the library may hold on to a file that it could not write: give its room back
            beside.unlink()


def _unwritten(path: PathLike, error: Exception) -> ModelFileError:
    told = re.search("error message = '([^']*)'", str(error))  # inside HDF5's longer story
    why = getattr(error, "strerror", None) or (told[1] if told else str(error))
    return ModelFileError(path, "", f"could not be written: {why}. What was there before is untouched.")


def _sync(path: Path) -> None:
    """Wait until a file or folder is on the disk; folders cannot be asked for that on every system."""
    with contextlib.suppress(PermissionError):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def write_bytes(path: PathLike, data: bytes | str, overwrite: bool = True) -> None:
    """Write a file atomically; text in UTF-8. Raises: see ``atomic``."""
    with atomic(path, overwrite) as beside:
        beside.write_bytes(data.encode() if isinstance(data, str) else data)
