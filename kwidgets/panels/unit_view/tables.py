"""Arrays as tables of numbers: HTML as text, with everything from outside escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np

from kcore.autodiff import Array
from kwidgets.i18n import number

ROWS, COLUMNS = 6, 7  # that are shown; of longer arrays the first ones and the last


def shape_of(array: Array | Sequence[int]) -> str:
    """A shape in brackets, such as `(4, 3)`."""
    sizes = array.shape if isinstance(array, np.ndarray) else tuple(array)
    return f"({', '.join(map(str, sizes))}{',' * (len(sizes) == 1)})"


def matrix(name: str, array: Array, *, lit: Sequence[int] = (), look: str = "") -> str:
    """A table of an array's numbers under its name and shape.

    Args:
        name: what stands above it.
        array: numbers of any shape; of more than two axes the first place of the middle ones is shown.
        lit: columns that stand out.
        look: a further class of the table.
    """
    flat = _flat(array)
    rows, columns = _shown(flat.shape[0], ROWS), _shown(flat.shape[1], COLUMNS)
    top = float(np.abs(flat[np.isfinite(flat)]).max(initial=0.0)) or 1.0
    lines = []
    for row in rows:
        cells = [_cell(None if row is None or column is None else float(flat[row, column]), top, column in lit)
                 for column in columns]  # fmt: skip
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return (
        f'<table class="kw-matrix {look}"><caption>{escape(name)} <span>{shape_of(array)}</span></caption>'
        f"<tbody>{''.join(lines)}</tbody></table>"
    )


def sign(text: str) -> str:
    """What stands between two tables, such as × or =."""
    return f'<span class="kw-sign">{escape(text)}</span>'


def row(*parts: str) -> str:
    """Tables and signs side by side."""
    return f'<div class="kw-formula">{"".join(part for part in parts if part)}</div>'


def _cell(value: float | None, top: float, lit: bool) -> str:
    if value is None:
        return "<td>…</td>"
    share = min(abs(value) / top, 1.0) if np.isfinite(value) else 0.0
    look = ("kw-below" if value < 0 else "kw-above") + (" kw-lit" if lit else "")
    return f'<td class="{look}" style="--share: {share:.2f}">{number(value)}</td>'


def _flat(array: Array) -> Array:
    """Any array as one of two axes."""
    if array.ndim == 0:
        return array.reshape(1, 1)
    while array.ndim > 2:
        array = array[:, 0] if array.shape[1] else array.reshape(len(array), -1)
    return array if array.ndim == 2 else array[None]


def _shown(size: int, most: int) -> list[int | None]:
    """The numbers of the rows or columns that are shown, None for a gap."""
    if size <= most:
        return list(range(size))
    return [*range(most - 2), None, size - 1]
