from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import anywidget
import traitlets

from kwidgets.i18n import on_language, t

_HERE = Path(__file__).parent
MOST = 3000  # rows that are shown
_LONGEST = 300  # characters of a value


class Row(NamedTuple):
    """A row of a tree: how deep it lies, its name, its value, and a word that marks it (such as "changed")."""

    depth: int
    label: str
    value: str = ""
    mark: str = ""


class TreeView(anywidget.AnyWidget):
    """A tree whose branches open and close, by pointer and by keyboard as in any file browser.

    Args:
        key: key of what the tree is called.
        opened: how many levels are open at first.
    """

    # Texts: anywidget keeps every widget whose script is given as a path.
    _esm = (_HERE / "tree_view.js").read_text(encoding="utf-8")
    _css = (_HERE / "tree_view.css").read_text(encoding="utf-8")
    rows: Any = traitlets.List().tag(sync=True)
    opened = traitlets.Int(1).tag(sync=True)
    labels = traitlets.Dict().tag(sync=True)

    def __init__(self, key: str, *, opened: int = 1) -> None:
        super().__init__(opened=opened)
        self._key = key
        self._left_out = 0
        self._speak()
        on_language(self._speak)

    def show(self, rows: Iterable[Row]) -> None:
        """Show other rows, in the order in which they stand below each other; what was open stays open."""
        rows = list(rows)
        self.rows = [[depth, _cut(label), _cut(value), mark] for depth, label, value, mark in rows[:MOST]]
        self._left_out = max(0, len(rows) - MOST)
        self._speak()

    def _speak(self) -> None:
        more = t("tree.more", count=self._left_out) if self._left_out else ""
        words = {name: t(f"tree.{name}") for name in ("open", "close", "keys")}
        self.labels = {"title": t(self._key), "more": more, **words}


def rows_of(
    tree: Any, label: str = "", depth: int = 0, marks: Mapping[tuple[Any, ...], str] | None = None
) -> list[Row]:
    """The rows of a plain tree: dicts and lists as branches, values as leaves.

    Args:
        tree: dicts, lists and values.
        label: name of the tree itself; empty to begin with its entries.
        depth: depth of the first row.
        marks: a word for what stands at some paths, tuples of keys and numbers.
    """
    found: list[Row] = []
    waiting: list[tuple[tuple[Any, ...], int, str, Any]] = [((), depth, label, tree)]
    while waiting:
        path, level, name, value = waiting.pop()
        parts = _parts(value)
        if name:
            found.append(
                Row(level, name, _leaf(value) if parts is None else _branch(value, name), (marks or {}).get(path, ""))
            )
        deeper = level + 1 if name else level
        waiting += [((*path, key), deeper, word, part) for key, word, part in reversed(parts or [])]
    return found


def _parts(value: Any) -> list[tuple[Any, str, Any]] | None:
    """The entries of a branch; None for a leaf. A short list of plain values is a leaf."""
    if isinstance(value, Mapping):
        return [(key, str(key), part) for key, part in value.items()] or None
    if isinstance(value, list | tuple) and any(isinstance(part, Mapping | list | tuple) for part in value):
        return [(i, f"[{i}]{_name(part)}", part) for i, part in enumerate(value)]
    return None


def _name(part: Any) -> str:
    """What an entry of a list is called: class and name of a layer."""
    if not isinstance(part, Mapping):
        return ""
    config = part.get("config")
    name = part.get("name") or (config.get("name") if isinstance(config, Mapping) else None)
    return "".join(f" {word}" for word in (part.get("class_name"), name) if isinstance(word, str))


def _branch(value: Mapping[str, Any] | Sequence[Any], name: str) -> str:
    """The class that a branch describes, unless its name tells it."""
    kind = value.get("class_name") if isinstance(value, Mapping) else None
    return kind if isinstance(kind, str) and not name.startswith("[") else ""


def _leaf(value: Any) -> str:
    return str(value) if isinstance(value, str) else repr(list(value) if isinstance(value, tuple) else value)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}… ({len(text):,})"
