"""Tables as HTML: everything in them is text, and on narrow screens a row becomes a small list."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from html import escape


def table(caption: str, head: Sequence[str], rows: Sequence[Sequence[str]], *, numbers: Collection[int] = ()) -> str:
    """A table.

    Args:
        caption: what it is, for screen readers.
        head: names of the columns.
        rows: the cells; a line end in a cell begins a new line. The first of a row is its name, below which further
            lines stand smaller.
        numbers: columns of numbers, which stand at the right.
    """
    body = "".join(_row(head, row, numbers) for row in rows)
    names = "".join(_cell("th", name, i in numbers, ' role="columnheader" scope="col"') for i, name in enumerate(head))
    return (
        f'<div class="kw-records"><table role="table"><caption>{escape(caption)}</caption>'
        f'<thead><tr role="row">{names}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _row(head: Sequence[str], row: Sequence[str], numbers: Collection[int]) -> str:
    name, line, more = row[0].partition("\n")
    below = f"{line}<small>{escape(more)}</small>" if more else ""
    right = ' class="kw-number"' if 0 in numbers else ""
    first = f'<th{right} role="rowheader" scope="row">{escape(name)}{below}</th>'
    rest = [
        _cell("td", text, number=i in numbers, more=f' role="cell" data-name="{escape(name)}"')
        for i, (name, text) in enumerate(zip(head, row, strict=True))
        if i
    ]
    return f'<tr role="row">{first}{"".join(rest)}</tr>'


def _cell(tag: str, text: str, number: bool, more: str) -> str:
    right = ' class="kw-number"' if number else ""
    return f"<{tag}{right}{more}>{escape(text)}</{tag}>"
