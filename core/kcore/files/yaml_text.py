"""YAML text <-> plain tree.

The parser's events are walked here and nothing else of YAML's machinery runs: no tag is obeyed.
"""

from __future__ import annotations

from typing import Any, Final

from kcore.files.errors import ModelFileError, PathLike, gate, shown
from kcore.files.json_text import decoded
from kcore.files.tree import LIMITS, Limits, Tree, check_tree, plain

TUPLE: Final = "tag:yaml.org,2002:python/tuple"  # Keras 2.3 wrote shapes with it; read as a list
_PLAIN: Final = {f"tag:yaml.org,2002:{kind}" for kind in ("null", "bool", "int", "float")}
_LONGEST_NUMBER: Final = 100


def read_yaml(text: str | bytes, path: PathLike | None = None, where: str = "", limits: Limits = LIMITS) -> Tree:
    """The plain tree that a YAML text describes.

    Args:
        text: characters, or bytes in UTF-8.
        path: the file it came from, for messages.
        where: its place in that file, for messages.
        limits: what it may hold, aliases written out.

    Raises:
        ModelFileError: for tags (but ``!!python/tuple`` on a list), repeated keys, aliases of a list inside
            itself, a second document, and anything over the limits, before it is built.
    """
    import yaml

    characters = decoded(text, path, where, limits)
    reader = _Reader(yaml, path, where, limits)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    with gate(path, where):
        try:
            for event in yaml.parse(characters, Loader=loader):
                reader.take(event)
        except yaml.YAMLError as error:
            raise ModelFileError(path, where, f"no YAML: {' '.join(str(error).split())}.") from None
        if not reader.found:
            raise ModelFileError(path, where, "is empty.")
        return check_tree(reader.found[0], path, where, limits)


def write_yaml(tree: Tree) -> str:
    """A plain tree (tuples as lists) as YAML without tags, anchors and aliases, in the order of the tree."""
    import yaml

    class Plain(yaml.SafeDumper):
        def ignore_aliases(self, data: Any) -> bool:
            return True

    return str(yaml.dump(plain(tree), Dumper=Plain, sort_keys=False, allow_unicode=True, default_flow_style=False))


class _Open:
    """A list or dict whose end has not come yet."""

    def __init__(self, value: Any, anchor: str | None) -> None:
        self.value, self.anchor, self.nodes = value, anchor, 1
        self.key: str | None = None


class _Reader:
    """Puts a tree together, event by event."""

    def __init__(self, yaml: Any, path: PathLike | None, where: str, limits: Limits) -> None:
        self.path, self.where, self.limits = path, where, limits
        self.found: list[Tree] = []
        self.nodes = 0
        self._open: list[_Open] = []
        self._anchors: dict[str, tuple[Tree, int]] = {}  # finished values and how many nodes they have
        self._yaml = yaml
        self._resolve = yaml.resolver.Resolver().resolve
        self._construct = yaml.constructor.SafeConstructor()

    def fail(self, message: str, event: Any) -> ModelFileError:
        return ModelFileError(self.path, self.where, f"line {event.start_mark.line + 1}: {message}")

    def take(self, event: Any) -> None:
        events = self._yaml.events
        if isinstance(event, events.DocumentStartEvent) and self.found:
            raise self.fail("a second document; a model is one.", event)
        if isinstance(event, events.AliasEvent):
            self._alias(event)
        elif isinstance(event, events.ScalarEvent):
            value = self._scalar(event)
            self._remember(event.anchor, value, 1)
            self._put(value, 1, event)
        elif isinstance(event, events.SequenceStartEvent | events.MappingStartEvent):
            self._begin(event)
        elif isinstance(event, events.SequenceEndEvent | events.MappingEndEvent):
            done = self._open.pop()
            self._remember(done.anchor, done.value, done.nodes)
            self._put(done.value, done.nodes, event, counted=True)

    def _begin(self, event: Any) -> None:
        is_list = isinstance(event, self._yaml.events.SequenceStartEvent)
        if event.tag is not None and not (is_list and event.tag == TUPLE):
            raise self.fail(f"the tag {shown(event.tag)} asks for code or types; only plain values are read.", event)
        if len(self._open) >= self.limits.depth:
            raise self.fail(f"nested more than {self.limits.depth} levels deep.", event)
        self._open.append(_Open([] if is_list else {}, event.anchor))
        if event.anchor is not None:
            self._anchors.pop(event.anchor, None)  # the new bearer of the name is not finished
        self._count(1, event)

    def _alias(self, event: Any) -> None:
        name = event.anchor
        if any(level.anchor == name for level in self._open):
            raise self.fail(f"the alias {shown(name)} leads into itself.", event)
        if name not in self._anchors:
            raise self.fail(f"the alias {shown(name)} has no anchor before it.", event)
        value, nodes = self._anchors[name]
        self._count(nodes, event)
        self._put(_copy(value), nodes, event, counted=True)

    def _remember(self, anchor: str | None, value: Tree, nodes: int) -> None:
        if anchor is not None:
            self._anchors[anchor] = (value, nodes)

    def _count(self, nodes: int, event: Any) -> None:
        self.nodes += nodes
        if self.nodes > self.limits.nodes:
            raise self.fail(f"more than {self.limits.nodes} entries; that is no model for this engine.", event)

    def _put(self, value: Tree, nodes: int, event: Any, counted: bool = False) -> None:
        if not counted:
            self._count(nodes, event)
        if not self._open:
            self.found.append(value)
            return
        level = self._open[-1]
        level.nodes += nodes
        if isinstance(level.value, list):
            level.value.append(value)
        elif level.key is not None:
            level.value[level.key] = value
            level.key = None
        elif not isinstance(value, str):
            raise self.fail(f"a key must be a text; got {shown(value)}.", event)
        elif value in level.value:
            raise self.fail(f"the key {shown(value)} stands twice.", event)
        else:
            level.key = value

    def _scalar(self, event: Any) -> Tree:
        if event.tag is not None:
            raise self.fail(f"the tag {shown(event.tag)} asks for code or types; only plain values are read.", event)
        if not event.implicit[0]:
            return event.value
        tag = self._resolve(self._yaml.ScalarNode, event.value, event.implicit)
        if tag not in _PLAIN:
            return event.value
        if len(event.value) > _LONGEST_NUMBER:
            raise self.fail(f"a number of more than {_LONGEST_NUMBER} characters.", event)
        node = self._yaml.ScalarNode(tag, event.value)
        return getattr(self._construct, f"construct_yaml_{tag.rpartition(':')[2]}")(node)


def _copy(value: Tree) -> Tree:
    """A copy of a tree, which is no deeper than the limits."""
    if isinstance(value, dict):
        return {key: _copy(inner) for key, inner in value.items()}
    return [_copy(inner) for inner in value] if isinstance(value, list) else value
