"""What differs between two models, or configs: layers, arguments, connections, weights."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, NamedTuple

import numpy as np

from kwidgets.i18n import number, t
from kwidgets.panels.inspector.structure import Described, Structure, structure_of

# The layers say as much themselves, and in words.
_SILENT = ("input_layers", "output_layers", "build_input_shape")
_TOLD = 6  # pairs of names
_MOST = 250_000  # pairs of layers that are compared to find out which belong together


class Change(NamedTuple):
    """One difference: its kind, the layer it is about (empty for the model as a whole), and what fills the text."""

    kind: str
    layer: str
    slots: dict[str, Any]

    @property
    def words(self) -> str:
        """The difference in a sentence of the language shown."""
        slots = {name: number(slot) if isinstance(slot, float) else slot for name, slot in self.slots.items()}
        return t(f"inspector.change.{self.kind}", **slots, **({"layer": self.layer} if self.layer else {}))


def differences(first: Any, second: Any) -> list[Change]:
    """What has to be changed to make the second out of the first.

    Args:
        first: a model, a config, or a text of JSON or YAML.
        second: the like. Weights are compared where both are models.

    Raises:
        TypeError, ValueError: where one is none of these.
    """
    one, other = structure_of(first), structure_of(second)
    if one.kind and other.kind and one.kind != other.kind:
        found = [Change("kind", "", {"first": one.kind, "second": other.kind})]
        common = one.arguments.keys() & other.arguments.keys()
        found += _arguments("", *({k: v for k, v in s.arguments.items() if k in common} for s in (one, other)))
    else:
        found = _arguments("", one.arguments, other.arguments)
    found += _numbered(_layers(one.layers, other.layers, ()))
    found += _compiled(one, other)
    if hasattr(first, "layers") and hasattr(second, "layers"):
        found += _weights(first.layers, second.layers, one.layers, other.layers, ())
    return found


def _compiled(one: Structure, other: Structure) -> list[Change]:
    if one.compiled is None or other.compiled is None:
        return []  # a config tells nothing of it, and a model may be compiled later
    return [change._replace(kind="compiled") for change in _arguments("", one.compiled, other.compiled)]


def _layers(one: Sequence[Described], other: Sequence[Described], above: tuple[str, ...]) -> list[Change]:
    pairs, crossing = paired(one, other)
    found: list[Change] = []
    if not any(layer.sources for layer in one):  # where calls are told, they say in which order layers come
        found += [Change("moved", _title(above, one[i].name), {"first": i + 1, "second": j + 1}) for i, j in crossing]
    for kind, layers, known in (("removed", one, {i for i, _ in pairs}), ("added", other, {j for _, j in pairs})):
        found += [
            Change(kind, _title(above, layer.name), {"kind": layer.kind, "place": place + 1})
            for place, layer in enumerate(layers)
            if place not in known
        ]
    names = {one[i].name: other[j].name for i, j in pairs}
    for i, j in pairs:
        found += _layer(one[i], other[j], names, above)
    return found


def _numbered(changes: list[Change]) -> list[Change]:
    """Names that were given by themselves, and differ in their number only, are told together."""
    counted = [c for c in changes if c.kind == "renamed" and _stem(c.layer) == _stem(c.slots["second"])]
    if not counted:
        return changes
    names = ", ".join(f"{c.layer} → {c.slots['second']}" for c in counted[:_TOLD])
    more = ", …" if len(counted) > _TOLD else ""
    return [*(c for c in changes if c not in counted), Change("numbered", names + more, {})]


def _stem(name: str) -> str:
    return re.sub(r"_\d+$", "", name.rpartition(" › ")[2])


def _layer(one: Described, other: Described, names: Mapping[str, str], above: tuple[str, ...]) -> list[Change]:
    title = _title(above, one.name)
    found = [] if one.name == other.name else [Change("renamed", title, {"second": other.name})]
    found += _arguments(title, one.arguments, other.arguments)
    expected = tuple(tuple(names.get(source, source) for source in call) for call in one.sources)
    if one.sources and other.sources and expected != other.sources:
        slots = {"first": _calls(one.sources), "second": _calls(other.sources)}
        found.append(Change("inputs", title, slots))
    return found + _layers(one.inside, other.inside, (*above, one.name))


def _arguments(title: str, one: Mapping[str, Any], other: Mapping[str, Any]) -> list[Change]:
    return [
        Change(
            "argument" if title else "model",
            title,
            {"argument": name, "first": shown(one.get(name)), "second": shown(other.get(name))},
        )
        for name in dict.fromkeys((*one, *other))
        if name not in _SILENT and one.get(name) != other.get(name)
    ]


def _weights(
    mine: Sequence[Any],
    theirs: Sequence[Any],
    one: Sequence[Described],
    other: Sequence[Described],
    above: tuple[str, ...],
) -> list[Change]:
    first, second = ({layer.name: layer for layer in layers} for layers in (mine, theirs))
    found: list[Change] = []
    for i, j in paired(one, other)[0]:
        layer, like = first.get(one[i].name), second.get(other[j].name)
        if layer is None or like is None:
            continue  # an operation
        if one[i].inside:
            found += _weights(layer.layers, like.layers, one[i].inside, other[j].inside, (*above, layer.name))
        else:
            found += _apart(_title(above, layer.name), layer.weights, like.weights)
    return found


def _apart(title: str, one: Sequence[Any], other: Sequence[Any]) -> list[Change]:
    """How far the weights of a layer are from those of its like."""
    shapes = [v.shape for v in one], [v.shape for v in other]
    if shapes[0] != shapes[1]:
        return [Change("weights.shapes", title, {"first": _shapes(shapes[0]), "second": _shapes(shapes[1])})]
    if not one:
        return []
    pairs = [(a.value, b.value) for a, b in zip(one, other, strict=True)]
    if all(np.array_equal(a, b, equal_nan=a.dtype.kind == "f") for a, b in pairs):
        return [Change("weights.equal", title, {})]
    flat = [
        np.concatenate([np.ravel(side).astype("float64") for side in column]) for column in zip(*pairs, strict=True)
    ]
    with np.errstate(invalid="ignore"):
        distances = np.abs(flat[0] - flat[1])
    return [Change("weights.apart", title, {"most": float(distances.max()), "mean": float(distances.mean())})]


def paired(one: Sequence[Described], other: Sequence[Described]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Which layers belong together: those of one name and kind, then those of one kind.

    Returns:
        The pairs in order, and those among them that stand across others: the layer has another place.
    """
    standing = _in_order(one, other)
    taken, used = {i for i, _ in standing}, {j for _, j in standing}
    rest = {layer.name: j for j, layer in enumerate(other) if j not in used}
    crossing = [
        (i, rest[layer.name])
        for i, layer in enumerate(one)
        if i not in taken and layer.name in rest and layer.kind == other[rest[layer.name]].kind
    ]
    return sorted([*standing, *crossing]), crossing


def _in_order(one: Sequence[Described], other: Sequence[Described]) -> list[tuple[int, int]]:
    """The pairing with the most in common in which no pair stands across another."""
    start = 0
    while start < min(len(one), len(other)) and _likeness(one[start], other[start]) >= _SAME:
        start += 1
    end = 0
    while end < min(len(one), len(other)) - start and _likeness(one[-1 - end], other[-1 - end]) >= _SAME:
        end += 1
    pairs = [(i, i) for i in range(start)]
    middle = len(one) - end, len(other) - end
    if (middle[0] - start) * (middle[1] - start) <= _MOST:  # of more pairs only those of one name are found
        pairs += _aligned(one, other, start, middle)
    return pairs + [(len(one) - k, len(other) - k) for k in range(end, 0, -1)]


_SAME = 4


def _likeness(one: Described, other: Described) -> int:
    """How much two layers have in common; 0 where they can be no pair."""
    if one.kind != other.kind:
        return 0
    return 1 + (one.arguments == other.arguments) + 3 * (one.name == other.name)


def _aligned(
    one: Sequence[Described], other: Sequence[Described], start: int, middle: tuple[int, int]
) -> list[tuple[int, int]]:
    rows, columns = middle[0] - start, middle[1] - start
    best = [[0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            like = _likeness(one[start + i], other[start + j])
            pair = best[i + 1][j + 1] + like if like else 0
            best[i][j] = max(pair, best[i + 1][j], best[i][j + 1])
    pairs, i, j = [], 0, 0
    while i < rows and j < columns:
        like = _likeness(one[start + i], other[start + j])
        if like and best[i][j] == best[i + 1][j + 1] + like:
            pairs.append((start + i, start + j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def shown(value: Any) -> str:
    """A value of a config in a few characters: objects by class and arguments, as in code."""
    if isinstance(value, Mapping) and isinstance(value.get("class_name"), str):
        config = value.get("config")
        inner = ", ".join(f"{k}={shown(v)}" for k, v in config.items()) if isinstance(config, Mapping) else ""
        if value["class_name"] == "DTypePolicy" and isinstance(config, Mapping):
            return str(config.get("name"))
        return _cut(f"{value['class_name']}({inner})")
    return _cut(str(value) if isinstance(value, str) else repr(value))


def as_html(changes: Sequence[Change]) -> str:
    """The differences as a list; what is equal is told last, in one line."""
    told = [change for change in changes if change.kind != "weights.equal"]
    equal = [change.layer for change in changes if change.kind == "weights.equal"]
    items = [f'<li class="kw-change kw-{c.kind.partition(".")[0]}">{escape(c.words)}</li>' for c in told]
    if equal:
        items.append(f"<li>{escape(t('inspector.change.weights.equal', layer=', '.join(equal)))}</li>")
    return f'<ul class="kw-changes">{"".join(items)}</ul>'


def _title(above: tuple[str, ...], name: str) -> str:
    return " › ".join((*above, name))


def _calls(sources: Sequence[Sequence[str]]) -> str:
    return "; ".join(", ".join(call) for call in sources)


def _shapes(shapes: Sequence[tuple[int, ...]]) -> str:
    return ", ".join(map(str, shapes))


def _cut(text: str, longest: int = 120) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
