"""The three drawings on the cards: a network, the shape of a loss, the length of a step. SVG as text."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

_WIDTH, _HEIGHT, _MOST = 220, 84, 7


def network(sizes: Sequence[int]) -> str:
    """Columns of circles joined by lines.

    Args:
        sizes: numbers of inputs, of units of each layer; more than seven are drawn as seven with dots.
    """
    columns = []
    for number, size in enumerate(sizes):
        x = 14 + (_WIDTH - 28) * (number / max(len(sizes) - 1, 1))
        shown = min(size, _MOST)
        gap = min(12.0, (_HEIGHT - 16) / max(shown, 1))
        top = _HEIGHT / 2 - gap * (shown - 1) / 2
        columns.append([(x, top + gap * row) for row in range(shown)])
    lines = [
        f'<line x1="{x1:.0f}" y1="{y1:.1f}" x2="{x2:.0f}" y2="{y2:.1f}"/>'
        for left, right in itertools.pairwise(columns)
        for x1, y1 in left
        for x2, y2 in right
    ]
    dots = []
    for size, column in zip(sizes, columns, strict=True):
        for row, (x, y) in enumerate(column):
            if size > _MOST and row == _MOST // 2:
                dots.append(f'<text x="{x:.0f}" y="{y + 4:.1f}" text-anchor="middle" font-size="12">⋮</text>')
            else:
                dots.append(f'<circle cx="{x:.0f}" cy="{y:.1f}" r="4"/>')
    return _svg(f'<g class="kw-thin">{"".join(lines)}</g><g class="kw-fill">{"".join(dots)}</g>')


def loss(name: str) -> str:
    """How large the loss is (upwards) for each error (sideways): a bowl or a wedge."""
    middle, floor = _WIDTH / 2, _HEIGHT - 12
    bend = 2 if name == "mean_squared_error" else 1
    errors = [-1 + step / 20 for step in range(41)]
    points = " ".join(f"{middle + 80 * e:.1f},{floor - 62 * abs(e) ** bend:.1f}" for e in errors)
    axes = f'<path class="kw-thin" d="M14 {floor} H{_WIDTH - 14} M{middle} 8 V{floor}"/>'
    return _svg(f'{axes}<polyline class="kw-bold" points="{points}"/>')


def steps(learning_rate: float) -> str:
    """A slope and one step down it, the longer the larger the learning rate."""
    length = 18 + 26 * min(max((math.log10(learning_rate) + 5) / 6, 0.0), 1.0) * 4

    def height(x: float) -> float:
        return 12 + 60 * (1 - ((x - 190) / 176) ** 2)

    start = 24.0
    slope = " ".join(f"{x},{height(x):.1f}" for x in range(14, 208, 4))
    end = start + length
    y1, y2 = height(start) - 8, height(end) - 8
    step = f"M{start} {y1:.1f} Q{(start + end) / 2:.1f} {y1 - 14:.1f} {end:.1f} {y2:.1f}"
    return _svg(
        f'<polyline class="kw-thin" points="{slope}"/><path class="kw-bold" d="{step}"/>'
        f'<g class="kw-fill"><circle cx="{start}" cy="{y1:.1f}" r="4"/>'
        f'<circle cx="{end:.1f}" cy="{y2:.1f}" r="6"/></g>'
    )


def _svg(content: str) -> str:
    # The words beside a drawing say the same, so screen readers skip it.
    return f'<svg class="kw-sketch" viewBox="0 0 {_WIDTH} {_HEIGHT}" aria-hidden="true">{content}</svg>'
