"""The table that ``model.summary()`` prints."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kcore import tree
from kcore.symbolic import KerasTensor, Operation

LENGTH = 76  # usual width of the table
# where the columns end, as shares of the width: (connections shown, trainable shown)
ENDS = {
    (False, False): (0.447, 0.782, 1.0),
    (False, True): (0.397, 0.713, 0.883, 1.0),
    (True, False): (0.295, 0.555, 0.72, 1.0),
    (True, True): (0.2635, 0.497, 0.657, 0.883, 1.0),
}


def bytes_in_words(count: float) -> str:
    """A number of bytes as Keras writes it: '836.00 B', '1.21 KB'."""
    for unit in ("B", "KB", "MB", "GB"):
        if count < 1024 or unit == "GB":
            return f"{count:.2f} {unit}"
        count /= 1024
    return ""


def render(
    model: Any,
    line_length: int | None = None,
    positions: list[float] | None = None,
    expand_nested: bool = False,
    show_trainable: bool = False,
    layer_range: Any = None,
) -> str:
    """The table as text. Arguments: see ``Model.summary``."""
    connected = getattr(model, "graph", None) is not None and not hasattr(model, "add") and not model.graph.is_line
    parts = model.operations if connected else model.layers
    numbers = model.graph.numbers if connected else {}
    headings = ["Layer (type)", "Output Shape", "Param #"]
    headings += ["Connected to"] * connected + ["Trainable"] * show_trainable
    rows = [
        _row(layer, depth, numbers if connected else None, show_trainable)
        for layer, depth in _shown(model, parts, expand_nested, layer_range)
    ]
    ends = ENDS[connected, show_trainable] if positions is None else positions
    if len(ends) != len(headings):
        raise ValueError(f"positions must hold {len(headings)} numbers, one for each column; got {positions!r}.")
    widths = _widths(ends, line_length or LENGTH)
    head, mid, sep, end = ("┏┳┓━", "┡╇┩━", "├┼┤─", "└┴┘─")
    aligned: dict[int, Callable[..., str]] = {2: str.rjust} | (
        {len(headings) - 1: str.center} if show_trainable else {}
    )
    lines = [f'Model: "{model.name}"', _rule(head, widths)]
    lines += _cells(headings, widths, "┃", aligned)
    lines.append(_rule(mid, widths))
    for i, row in enumerate(rows):
        lines += ([_rule(sep, widths)] if i else []) + _cells(row, widths, "│", aligned)
    lines.append(_rule(end, widths))
    return "\n".join(lines + _totals(model)) + "\n"


def _shown(model: Any, layers: list[Any], expand: bool, layer_range: Any, depth: int = 0) -> list[tuple[Any, int]]:
    if layer_range is not None:
        first, last = (
            next((i for i, layer in found if re.match(pattern, layer.name)), None)
            for pattern, found in zip(
                layer_range, (list(enumerate(layers)), list(enumerate(layers))[::-1]), strict=True
            )
        )
        if first is None or last is None:
            raise ValueError(f"layer_range={layer_range!r} names no layer of {model.name!r}: "
                             f"{', '.join(layer.name for layer in layers)}.")  # fmt: skip
        layers = layers[first : last + 1]
    shown = []
    for layer in layers:
        shown.append((layer, depth))
        if expand and getattr(layer, "layers", None):
            shown += _shown(layer, layer.layers, expand, None, depth + 1)
    return shown


def _row(layer: Any, depth: int, numbers: dict[int, int] | None, show_trainable: bool) -> list[str]:
    name = (
        "".join(word.capitalize() for word in layer.primitive.name.split("_"))
        if isinstance(layer, Operation)
        else type(layer).__name__
    )
    row = ["   " * depth + "└ " * bool(depth) + f"{layer.name} ({name})", _shape(layer), _count(layer)]
    if numbers is not None:
        calls = [node for node in layer.nodes if id(node) in numbers]
        sources = [_source(place, numbers) for node in calls for place in node.inputs]
        row.append(", ".join(sources) or "-")
    if show_trainable:
        weights = getattr(layer, "weights", [])
        row.append("-" if not weights else "Y" if layer.trainable else "N")
    return row


def _source(place: KerasTensor, numbers: dict[int, int]) -> str:
    """Where a place comes from: layer, call, result."""
    if place.node is None:
        return place.name
    return f"{place.node.operation.name}[{numbers.get(id(place.node), 0)}][{place.index}]"


def _shape(layer: Any) -> str:
    if layer.nodes:
        shapes = [place.shape for place in tree.flatten(layer.nodes[0].outputs)]
        return str(shapes[0] if len(shapes) == 1 else shapes)
    known = layer.build_config or {}
    if not layer.built or known.get("input_shape") is None:
        return "?"
    return str(layer.compute_output_shape(known["input_shape"]))


def _count(layer: Any) -> str:
    if isinstance(layer, Operation):
        return "0"
    return f"{layer.count_params():,}" if layer.built else "0 (unbuilt)"


def _widths(ends: Sequence[float], length: int) -> list[int]:
    places = [round(end * length) if end <= 1 else round(end) for end in ends]
    places[-1] -= 1
    return [max(2, end - start - 3) for start, end in zip([0, *places], places, strict=False)]


def _rule(marks: str, widths: list[int]) -> str:
    left, cross, right, line = tuple(marks)
    return left + cross.join(line * (w + 2) for w in widths) + right


def _cells(row: list[str], widths: list[int], bar: str, aligned: Mapping[int, Callable[..., str]]) -> list[str]:
    columns = [_wrapped(text, width) for text, width in zip(row, widths, strict=True)]
    lines = []
    for i in range(max(map(len, columns))):
        texts = [column[i] if i < len(column) else "" for column in columns]
        padded = [
            aligned.get(j, str.ljust)(text, width) for j, (text, width) in enumerate(zip(texts, widths, strict=True))
        ]
        lines.append(bar + bar.join(f" {text} " for text in padded) + bar)
    return lines


def _wrapped(text: str, width: int) -> list[str]:
    """Lines of at most ``width`` characters; a word that is longer ends in '…'."""
    indent = text[: len(text) - len(text.lstrip())]
    lines = textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False, initial_indent="",
                          drop_whitespace=True) or [""]  # fmt: skip
    lines[0] = indent + lines[0].lstrip() if indent and not lines[0].startswith(indent) else lines[0]
    return [line if len(line) <= width else line[: width - 1] + "…" for line in lines]


def _totals(model: Any) -> list[str]:
    weights = model.weights
    optimizer: Any = getattr(model, "optimizer", None)
    state = optimizer.variables if getattr(optimizer, "built", False) else []  # as Keras: from the first step on
    groups = {
        "Total": [*weights, *state],
        "Trainable": [v for v in weights if v.trainable],
        "Non-trainable": [v for v in weights if not v.trainable],
    } | ({"Optimizer": state} if state else {})
    lines = []
    for name, variables in groups.items():
        count = sum(v.value.size for v in variables)
        lines.append(f" {name} params: {count:,} ({bytes_in_words(sum(v.value.nbytes for v in variables))})")
    return lines
