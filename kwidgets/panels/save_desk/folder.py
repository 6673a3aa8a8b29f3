"""The folder that files are written into and read from: names are names, nothing leads out of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from kcore.files import ModelFileError, gate, write_bytes
from kwidgets.panels.save_desk.kinds import SUFFIXES

MOST_FILES = 200  # shown at most, the newest first
MOST_BYTES = 16 << 20  # of a file that goes through the page
_LONGEST = 120


class File(NamedTuple):
    """A file of the folder: its name and its bytes."""

    name: str
    size: int


class ExistsError(ValueError):
    """A file is there, and nobody has said that it may be replaced.

    Args:
        name: the file's name.
    """

    def __init__(self, name: str) -> None:
        super().__init__(f"{name!r} is there already.")
        self.name = name


class Folder:
    """A folder of model files.

    Args:
        path: where it is; it need not be there yet.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        with suppress(RuntimeError):  # nobody's home: the name stands for itself
            self.path = self.path.expanduser()

    @property
    def exists(self) -> bool:
        """Whether the folder is there."""
        with suppress(OSError, ValueError):  # a name that no folder can have
            return self.path.is_dir()
        return False

    def files(self) -> list[File]:
        """What lies in it and bears the suffix of a model file, by name; of very many the newest.

        Raises:
            ModelFileError: if the folder cannot be read.
        """
        if not self.exists:
            return []
        found = []
        with gate(self.path):
            for entry in self.path.iterdir():
                if entry.name.lower().endswith(SUFFIXES) and _is_name(entry.name):
                    with suppress(OSError):  # gone already, or a link that leads nowhere
                        found.append((entry.stat(), entry.name))
        newest = sorted(found, key=lambda pair: -pair[0].st_mtime)[:MOST_FILES]
        return sorted(File(name, stat.st_size) for stat, name in newest)

    def place(self, name: str) -> Path:
        """The path of a file of this name.

        Raises:
            ValueError: for a text that is no name of a file, such as one that leads to another folder.
        """
        clean = name.strip()
        if not _is_name(clean):
            raise ValueError(
                f"A name of a file is asked for, without folders before it and of at most {_LONGEST} bytes; got "
                f"{name[:_LONGEST]!r}."
            )
        return self.path / clean

    def write(self, name: str, write: Callable[[Path, bool], None], *, overwrite: bool = False) -> Path:
        """Write a file, and make the folder if it is not there yet.

        Args:
            name: the file's name.
            write: called with its path and with whether it may replace a file.
            overwrite: whether a file that is there may be replaced.

        Raises:
            ExistsError: where a file is there and may not be replaced; then nothing has changed.
            ModelFileError: if it cannot be written; what was there before is untouched.
        """
        path = self.place(name)
        if path.exists() and not overwrite:
            raise ExistsError(path.name)
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ModelFileError(self.path, "", f"cannot be made: {error.strerror or error}.") from error
        write(path, overwrite)
        return path

    def receive(self, name: str, data: bytes, *, overwrite: bool = False) -> Path:
        """Store a file that came from the page.

        Raises:
            ValueError: for a name that does not fit (`place`), a suffix of no model file, or too many bytes;
                ExistsError: see `write`.
        """
        if not name.lower().endswith(SUFFIXES):
            raise ValueError(f"A model file ends in {', '.join(SUFFIXES)}; got {name[:_LONGEST]!r}.")
        if len(data) > MOST_BYTES:
            raise ValueError(
                f"{name[:_LONGEST]!r} has {len(data):,} bytes; at most {MOST_BYTES:,} go through the page."
            )
        return self.write(name, lambda path, over: write_bytes(path, data, overwrite=over), overwrite=overwrite)


def _is_name(text: str) -> bool:
    """Whether a text names a file in a folder, and no other place, nor something hidden."""
    plain = text.isprintable() and Path(text).name == text and "\\" not in text and not text.startswith(".")
    return plain and 0 < len(text.encode()) <= _LONGEST and text == text.strip()
