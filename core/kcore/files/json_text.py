"""JSON text <-> plain tree."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from kcore.files.errors import ModelFileError, PathLike, gate, shown
from kcore.files.tree import LIMITS, Limits, Tree, check_tree, plain


def read_json(text: str | bytes, path: PathLike | None = None, where: str = "", limits: Limits = LIMITS) -> Tree:
    """The plain tree that a JSON text describes.

    Args:
        text: characters, or bytes in UTF-8.
        path: the file it came from, for messages.
        where: its place in that file, for messages.
        limits: what it may hold.

    Raises:
        ModelFileError: for anything but one JSON value within limits; repeated keys and NaN are refused, too.
    """
    characters = decoded(text, path, where, limits)
    # each entry but the first of its list or dict has a comma before it: counted before anything is built
    if characters.count(",") + characters.count("[") + characters.count("{") > limits.nodes:
        raise ModelFileError(path, where, f"more than {limits.nodes} entries; that is no model for this engine.")

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            seen: set[str] = set()
            twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
            raise ModelFileError(path, where, f"the key {shown(twice)} stands twice in one JSON object.")
        return found

    def no_number(name: str) -> NoReturn:
        raise ModelFileError(path, where, f"{name} is no JSON and no number that a model can be built from.")

    with gate(path, where):
        try:
            tree = json.loads(characters, object_pairs_hook=unique, parse_constant=no_number)
        except json.JSONDecodeError as error:
            raise ModelFileError(path, where, f"no JSON: {error}.") from None
    return check_tree(tree, path, where, limits)


def write_json(tree: Tree, **how: Any) -> str:
    """A plain tree (tuples as lists) as JSON. ``how``: arguments of ``json.dumps``, such as ``indent``."""
    return json.dumps(plain(tree), **{"allow_nan": False, **how})


def decoded(text: str | bytes, path: PathLike | None, where: str, limits: Limits) -> str:
    """The characters of a text within limits; a byte order mark is dropped."""
    if not isinstance(text, str | bytes):
        raise ModelFileError(path, where, f"a text is expected; got {type(text).__name__}.")
    if len(text) > limits.text:
        raise ModelFileError(path, where, f"more than {limits.text} bytes of text; that is no model for this engine.")
    if isinstance(text, bytes):
        try:
            text = text.decode()
        except UnicodeDecodeError as error:
            raise ModelFileError(path, where, f"no text in UTF-8: byte {error.start} does not fit.") from None
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise ModelFileError(path, where, "is empty.")
    return text
