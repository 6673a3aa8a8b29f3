"""The kinds of file that a model can be written into."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from kcore.files import write_bytes

SUFFIXES = (".weights.h5", ".keras", ".h5", ".hdf5", ".json", ".yaml", ".yml")


class Kind(NamedTuple):
    """A kind of file: its name in the texts, its suffix, the call that writes it, and what writes it."""

    name: str
    suffix: str
    call: str
    write: Callable[[Any, Path, bool], None]


def _text(to_text: Callable[[Any], str]) -> Callable[[Any, Path, bool], None]:
    def write(model: Any, path: Path, overwrite: bool) -> None:
        write_bytes(path, to_text(model).encode(), overwrite=overwrite)

    return write


def _weights(model: Any, path: Path, overwrite: bool) -> None:
    model.save_weights(path, overwrite=overwrite)


def _whole(model: Any, path: Path, overwrite: bool) -> None:
    model.save(path, overwrite=overwrite)


KINDS = {
    kind.name: kind
    for kind in (
        Kind("json", ".json", "model.to_json()", _text(lambda model: model.to_json(indent=2))),
        Kind("yaml", ".yaml", "model.to_yaml()", _text(lambda model: model.to_yaml())),
        Kind("weights", ".weights.h5", "model.save_weights({name!r})", _weights),
        Kind("weights2", ".h5", "model.save_weights({name!r})", _weights),
        Kind("keras", ".keras", "model.save({name!r})", _whole),
        Kind("whole2", ".h5", "model.save({name!r})", _whole),
    )
}
"""By name, in the order in which they are offered. The two `.h5` are the older forms of Keras 2."""
