"""Reads the front matter of a data file's card."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import yaml

FOLDER = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Card:
    """What a card says to programs; the text below it speaks to people.

    Attributes:
        file: Name of the data file in this folder.
        sha256: Checksum of the file, in hexadecimal.
        rows: Number of rows below the header.
        columns: Names of the columns, in order.
        package: Requirement (`name==version`) of the package that the file is made from.
        member: Path inside the package's wheel.
        wheel_sha256: Checksum of that wheel.
        licence: Licence under which the file may be passed on.
        origin: Who measured.
    """

    file: str
    sha256: str
    rows: int
    columns: tuple[str, ...]
    package: str
    member: str
    wheel_sha256: str
    licence: str
    origin: str


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
    return Card(**{**fields, "columns": tuple(fields["columns"])})


def read_all() -> list[Card]:
    """All cards of this folder, by name."""
    return [read(path) for path in sorted(FOLDER.glob("*.md"))]


def checksum(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
