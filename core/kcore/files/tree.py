"""The one validator of plain trees: whatever came from a file passes here before anything is built from it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

from kcore.files.errors import ModelFileError, PathLike, shown

# dict, list, str, int, float, bool or None; a dict's keys are texts
Tree = Any


@dataclass(frozen=True)
class Limits:
    """How much a plain tree may hold.

    Args:
        depth: levels of lists and dicts.
        nodes: lists, dicts and values in all.
        string: characters of one text.
        text: characters of all texts together, and bytes of the file that holds them.
        whole: largest size of a whole number.
    """

    depth: int = 120
    nodes: int = 1_000_000
    string: int = 1 << 20
    text: int = 1 << 26
    whole: int = 1 << 64


LIMITS: Final = Limits()
_Link = tuple[Any, Any] | None  # (link to the parent, key or index), so that a place costs nothing until it is wanted


def place(link: _Link) -> str:
    """'layers[3].config.units' from a chain of keys and indexes."""
    keys = []
    while link is not None:
        link, key = link
        keys.append(f"[{key}]" if isinstance(key, int) else f".{key[:60]}")
    return "".join(reversed(keys)).lstrip(".")


def check_tree(tree: Tree, path: PathLike | None = None, where: str = "", limits: Limits = LIMITS) -> Tree:
    """Return ``tree`` if it is plain and within limits.

    Raises:
        ModelFileError: naming the first place that is not.
    """
    nodes = text = 0
    waiting: list[tuple[Any, _Link, int]] = [(tree, None, 1)]

    def fail(link: _Link, message: str) -> ModelFileError:
        inside = place(link)
        joint = "." if where and inside and not inside.startswith("[") else ""
        return ModelFileError(path, where + joint + inside, message)

    while waiting:
        value, link, depth = waiting.pop()
        nodes += 1
        if nodes > limits.nodes:
            raise fail(None, f"more than {limits.nodes} entries; that is no model for this engine.")
        kind = type(value)
        if kind is str:
            text += len(value)
            fault = _fault(value, limits)
            if fault:
                raise fail(link, f"a text {fault}.")
        elif kind is dict or kind is list:
            if depth > limits.depth:
                raise fail(link, f"nested more than {limits.depth} levels deep.")
            if kind is list:
                waiting.extend((value[i], (link, i), depth + 1) for i in range(len(value) - 1, -1, -1))
                continue
            for key in reversed(value):
                if type(key) is not str:
                    raise fail(link, f"a key must be a text; got {shown(key)}.")
                text += len(key)
                fault = _fault(key, limits)
                if fault:
                    raise fail(link, f"a key {fault}.")
                waiting.append((value[key], (link, key), depth + 1))
        elif kind is float:
            if not math.isfinite(value):
                raise fail(link, f"{value} is no number that a model can be built from.")
        elif kind is int:
            if abs(value) > limits.whole:
                raise fail(link, "a whole number of more than 64 bits.")
        elif kind is not bool and value is not None:
            raise fail(link, f"expected a text, number, list or dict; got {kind.__name__}.")
        if text > limits.text:
            raise fail(None, f"more than {limits.text} characters of text; that is no model for this engine.")
    return tree


def _fault(text: str, limits: Limits) -> str:
    if len(text) > limits.string:
        return f"of more than {limits.string} characters"
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            return "with half a character (a lone surrogate)"
    return ""


def plain(value: Any) -> Tree:
    """A tree with tuples as lists, for writing."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, list | tuple) else value
