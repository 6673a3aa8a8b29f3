"""Reads the front matter of a data file's card."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml

FOLDER = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Card:
    """What a card says to programs; the text below it speaks to people.

    Attributes:
        file: Name of the data file in the card's folder.
        sha256: Checksum of the file, in hexadecimal; of an archive of arrays, that of what is in it.
        rows: Number of rows below the header, or of samples.
        columns: Names of the columns or arrays, in order.
        package: Requirement (`name==version`) of the package that the file is made from; `name=version` for a
            package of Debian's, and empty for figures that were written down by hand.
        members: Paths inside the package.
        package_sha256: Checksum of the package's file; empty without a package.
        licence: Licence under which the file may be passed on.
        origin: Who measured.
    """

    file: str
    sha256: str
    rows: int
    columns: tuple[str, ...]
    package: str
    members: tuple[str, ...]
    package_sha256: str
    licence: str
    origin: str
    folder: Path

    @property
    def path(self) -> Path:
        """Where the data file lies."""
        return self.folder / self.file


def read(path: Path) -> Card:
    """The card at `path`: YAML between two lines of `---`, then text.

    Raises:
        ValueError: There is no front matter.
        TypeError: A field is missing or unknown.
    """
    start, front, *_ = path.read_text(encoding="utf-8").split("---\n", 2)
    if start:
        raise ValueError(f"{path}: a card starts with a line of three hyphens.")
    fields = yaml.safe_load(front)
    lists = {name: tuple(fields[name]) for name in ("columns", "members")}
    return Card(**{**fields, **lists, "folder": path.parent})


def read_all() -> list[Card]:
    """All cards of this folder and the folders in it, by name."""
    return [read(path) for path in sorted(FOLDER.rglob("*.md"), key=lambda path: path.name)]


def checksum(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal; of an .npz archive, that of its arrays, however they were packed."""
    if path.suffix != ".npz":
        return hashlib.sha256(path.read_bytes()).hexdigest()
    content = hashlib.sha256()
    with np.load(path) as arrays:
        for name in sorted(arrays.files):
            array = arrays[name]
            content.update(f"{name} {array.dtype.str} {array.shape}\n".encode())
            content.update(array.tobytes())
    return content.hexdigest()
