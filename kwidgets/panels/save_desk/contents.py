"""What is inside a model file, read through the engine's gate: a tree, texts, and which facts it holds."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from kcore.files import (
    LIMITS,
    Hdf5Reader,
    ModelFileError,
    Tree,
    archive_members,
    kind_of_file,
    open_hdf5,
    read_archive,
    read_bytes,
    read_json,
    read_yaml,
    shown,
    write_json,
)
from kwidgets.panels.save_desk.facts import Fact, Facts
from kwidgets.panels.save_desk.hdf5_rows import Found, walked
from kwidgets.panels.tree_view import Row, rows_of

CONFIG, METADATA = "config.json", "metadata.json"
_WEIGHTS = "model.weights.h5"
MOST_WEIGHTS = 1 << 28  # bytes of the weights in an archive that are looked through


class Contents(NamedTuple):
    """What is inside a file.

    Attributes:
        form: "json", "yaml", "hdf5" or "archive".
        rows: what it holds, as a tree.
        text: its text, or that of the config inside it; empty where there is none.
        facts: which facts about a model it holds, by name.
        whole: whether it holds a whole model: structure and weights.
    """

    form: str
    rows: list[Row]
    text: str
    facts: dict[str, Fact]
    whole: bool

    @property
    def structure(self) -> bool:
        """Whether a model can be built from it."""
        return self.facts["architecture"].there

    @property
    def kind(self) -> str:
        """What kind of file it is: the last part of the key of its text."""
        if self.form == "archive":
            return "keras" if self.whole else "archive"
        if self.form == "hdf5":
            return "whole2" if self.whole else "weights" if self.weights else "hdf5"
        return self.form if self.structure else "other"

    @property
    def weights(self) -> bool:
        """Whether it holds weights."""
        return self.facts["weights"].there


def contents(path: Path) -> Contents:
    """Look into a file; nothing is built from it.

    Raises:
        ModelFileError: for a file that is damaged, hostile, or no file of a model (the engine's words).
    """
    kind = kind_of_file(path)
    if kind == "zip":
        return _archive(path)
    if kind == "hdf5":
        with open_hdf5(path) as file:
            return _hdf5(file, path)
    return _text(path)


def _text(path: Path) -> Contents:
    data = read_bytes(path, LIMITS.text)
    form = "json" if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")) else "yaml"
    tree = (read_json if form == "json" else read_yaml)(data, path)
    facts = Facts()
    facts.structure(_dict(tree, path, ""))
    return Contents(form, rows_of(tree), data.decode("utf-8-sig"), facts.all(), whole=False)


def _hdf5(file: Hdf5Reader, path: Path) -> Contents:
    found = walked(file)
    facts = Facts()
    text = _structure(facts, file.text("", "model_config"), path, "model_config")
    training = file.text("", "training_config")
    if training is not None:
        facts.compiled(read_json(training, path, "training_config"))
    facts.arrays(found.arrays)
    return Contents("hdf5", found.rows, text, facts.all(), whole=bool(text))


def _archive(path: Path) -> Contents:
    members = archive_members(path)
    texts = read_archive(path, {CONFIG: LIMITS.text, METADATA: LIMITS.text}, optional=(CONFIG, METADATA))
    rows = [Row(0, name, f"{size:,} B") for name, size in members]
    facts = Facts()
    text = _structure(facts, texts.get(CONFIG), path, CONFIG)
    metadata = read_json(texts[METADATA], path, METADATA) if METADATA in texts else {}
    tree = read_json(texts[CONFIG], path, CONFIG) if CONFIG in texts else {}
    compiled = tree.get("compile_config") if isinstance(tree, dict) else None
    if compiled:
        facts.compiled(compiled)
    if any(name == _WEIGHTS for name, _ in members):
        found = _weights(path)
        facts.arrays(found.arrays)
        rows = _below(rows, _WEIGHTS, found.rows)
    rows = _below(rows, METADATA, rows_of(metadata))
    return Contents("archive", rows, text, facts.all(), whole=bool(text))


def _weights(path: Path) -> Found:
    data = read_archive(path, {_WEIGHTS: MOST_WEIGHTS})[_WEIGHTS]
    with open_hdf5(data, path, _WEIGHTS) as file:
        return walked(file)


def _below(rows: list[Row], name: str, inside: list[Row]) -> list[Row]:
    """Put rows below that of a member."""
    at = next((i for i, row in enumerate(rows) if row.label == name), None)
    if at is None:
        return rows
    return [*rows[: at + 1], *(row._replace(depth=row.depth + 1) for row in inside), *rows[at + 1 :]]


def _structure(facts: Facts, text: str | bytes | None, path: Path, where: str) -> str:
    """Note what a config tells, and give it as a text that is easy to read; empty where there is none."""
    if text is None:
        return ""
    tree = read_json(text, path, where)
    facts.structure(_dict(tree, path, where))
    return write_json(tree, indent=2)


def _dict(tree: Tree, path: Path, where: str) -> Mapping[str, Any]:
    """The config of a model; the oldest files hold the bare layers of a Sequential.

    Raises:
        ModelFileError: where it is none.
    """
    if isinstance(tree, list):
        return {"class_name": "Sequential", "config": tree}
    if not isinstance(tree, dict):
        raise ModelFileError(path, where, f"is no config of a model: a dict is expected; got {shown(tree)}.")
    return tree
