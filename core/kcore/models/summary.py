"""The table that ``model.summary()`` prints."""

from __future__ import annotations

import re
import textwrap
from typing import Any

from kcore import tree

WIDTHS = (31, 22, 13)  # text widths of the columns at the usual width of 74


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
    headings = ["Layer (type)", "Output Shape", "Param #"] + (["Trainable"] if show_trainable else [])
    rows = [
        _row(layer, depth, show_trainable) for layer, depth in _shown(model, model.layers, expand_nested, layer_range)
    ]
    widths = _widths(line_length, positions, show_trainable)
    head, mid, sep, end = ("┏┳┓━", "┡╇┩━", "├┼┤─", "└┴┘─")
    lines = [f'Model: "{model.name}"', _rule(head, widths)]
    lines += _cells(headings, widths, "┃")
    lines.append(_rule(mid, widths))
    for i, row in enumerate(rows):
        lines += ([_rule(sep, widths)] if i else []) + _cells(row, widths, "│")
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


def _row(layer: Any, depth: int, show_trainable: bool) -> list[str]:
    shape = "?" if not layer.nodes else str(tree.map_structure(lambda place: place.shape, layer.nodes[0].outputs))
    count = f"{layer.count_params():,}" if layer.built else "0 (unbuilt)"
    indent = "    └ " * depth
    trainable = ["-" if not layer.weights else "Y" if layer.trainable else "N"] if show_trainable else []
    return [f"{indent}{layer.name} ({type(layer).__name__})", shape, count, *trainable]


def _widths(line_length: int | None, positions: list[float] | None, show_trainable: bool) -> list[int]:
    columns = 4 if show_trainable else 3
    if positions is None:
        positions = [0.36, 0.66, 0.84, 1.0] if show_trainable else [0.45, 0.78, 1.0]
        if line_length is None and not show_trainable:
            return list(WIDTHS)
    if len(positions) != columns:
        raise ValueError(f"positions must hold {columns} numbers, one for each column; got {positions!r}.")
    total = line_length or 80
    ends = [round(p * total) if p <= 1 else round(p) for p in positions]
    return [max(4, end - start - 3) for start, end in zip([0, *ends], ends, strict=False)]


def _rule(marks: str, widths: list[int]) -> str:
    left, cross, right, line = tuple(marks)
    return left + cross.join(line * (w + 2) for w in widths) + right


def _cells(row: list[str], widths: list[int], bar: str) -> list[str]:
    columns = [textwrap.wrap(text, width) or [""] for text, width in zip(row, widths, strict=True)]
    lines = []
    for i in range(max(map(len, columns))):
        texts = [column[i] if i < len(column) else "" for column in columns]
        padded = [
            t.rjust(w) if j == 2 else t.center(w) if j == 3 else t.ljust(w)
            for j, (t, w) in enumerate(zip(texts, widths, strict=True))
        ]
        lines.append(bar + bar.join(f" {text} " for text in padded) + bar)
    return lines


def _totals(model: Any) -> list[str]:
    weights = model.weights
    groups = {
        "Total": weights,
        "Trainable": [v for v in weights if v.trainable],
        "Non-trainable": [v for v in weights if not v.trainable],
    }
    lines = []
    for name, variables in groups.items():
        count = sum(v.value.size for v in variables)
        lines.append(f" {name} params: {count:,} ({bytes_in_words(sum(v.value.nbytes for v in variables))})")
    return lines
