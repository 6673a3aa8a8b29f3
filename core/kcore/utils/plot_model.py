"""A picture of a model, drawn by matplotlib; Graphviz is not needed."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from kcore.utils.diagram import Diagram, diagram, model_to_mermaid

ROW, LINE, CHARACTER, GAP = 0.55, 0.19, 0.085, 0.3  # inches


class Picture:
    """What ``plot_model`` returns: a notebook shows it.

    Args:
        png: the picture's bytes.
        path: the file that it was written to, or None.
        words: what it shows, in words.
    """

    def __init__(self, png: bytes, path: str | None, words: str) -> None:
        self.png, self.path, self.words = png, path, words

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {"image/png": self.png, "text/plain": repr(self)}

    def __repr__(self) -> str:
        return f"<Picture of {self.words}>"


def plot_model(
    model: Any,
    to_file: Any = "model.png",
    show_shapes: bool = False,
    show_dtype: bool = False,
    show_layer_names: bool = False,
    rankdir: str = "TB",
    expand_nested: bool = False,
    dpi: int = 200,
    show_layer_activations: bool = False,
    show_trainable: bool = False,
) -> Picture:
    """Draw the layers of a model and what leads from one to the other.

    Args:
        model: a model that has been built.
        to_file: name of the file to write: .png, .svg, .pdf, or .mmd for a Mermaid text; None writes none.
        show_shapes: whether shapes before and after each layer are shown.
        show_dtype: whether element types are shown.
        show_layer_names: whether names are shown.
        rankdir: 'TB' from top to bottom, 'LR' from left to right.
        expand_nested: whether the layers of inner models are drawn.
        dpi: dots per inch of a .png.
        show_layer_activations: whether activations are shown.
        show_trainable: whether frozen layers are told from trained ones.

    Returns:
        A ``Picture``, which a notebook shows.

    Raises:
        ValueError: for a model that has not been built, or another ``rankdir``.
    """
    if rankdir not in ("TB", "LR"):
        raise ValueError(f"rankdir must be 'TB' (top to bottom) or 'LR' (left to right); got {rankdir!r}.")
    options = {
        "show_shapes": show_shapes, "show_dtype": show_dtype, "show_layer_names": show_layer_names,
        "show_layer_activations": show_layer_activations, "show_trainable": show_trainable,
        "expand_nested": expand_nested,
    }  # fmt: skip
    found = diagram(model, **options)
    figure = _figure(found, rankdir)
    path = None if to_file is None else Path(to_file)
    if path is not None and path.suffix == ".mmd":
        path.write_text(model_to_mermaid(model, rankdir, **options) + "\n", encoding="utf-8")
    elif path is not None:
        figure.savefig(path, dpi=dpi)
    png = io.BytesIO()
    figure.savefig(png, format="png", dpi=min(dpi, 100))
    words = f"{model.name}: {len(found.boxes)} layers, {len(found.arrows)} connections"
    return Picture(png.getvalue(), None if path is None else str(path), words)


def _figure(found: Diagram, rankdir: str) -> Any:
    """A matplotlib figure, made without touching what the user has open."""
    from matplotlib.figure import Figure
    from matplotlib.patches import FancyBboxPatch

    rows = found.rows()
    texts = {box.key: box.lines for box in found.boxes}
    sizes = {key: (max(map(len, lines)) * CHARACTER + 0.3, len(lines) * LINE + 0.2) for key, lines in texts.items()}
    flat = rankdir == "TB"
    along = [max((sizes[key][1 if flat else 0] for key in row), default=0) for row in rows]
    across = [sum(sizes[key][0 if flat else 1] + GAP for key in row) for row in rows]
    width, height = max(across, default=1.0), sum(along) + ROW * max(len(rows) - 1, 0)
    figure = Figure(figsize=(width + 0.4, height + 0.4) if flat else (height + 0.4, width + 0.4))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    centres: dict[str, tuple[float, float]] = {}
    start = 0.2
    for row, depth, wide in zip(rows, along, across, strict=True):
        place = 0.2 + (width - wide) / 2
        for key in row:
            own = sizes[key][0 if flat else 1] + GAP
            centres[key] = (place + own / 2, start + depth / 2)
            place += own
        start += depth + ROW
    if not flat:
        centres = {key: (y, x) for key, (x, y) in centres.items()}
    for key, (x, y) in centres.items():
        w, h = sizes[key]
        box = FancyBboxPatch((x - w / 2, y - h / 2), w, h, boxstyle="round,pad=0,rounding_size=0.06",
                             facecolor="white", edgecolor="#444444", zorder=2)  # fmt: skip
        axes.add_patch(box)
        for i, line in enumerate(texts[key]):
            height_of_line = y + (i - (len(texts[key]) - 1) / 2) * LINE
            weight = "bold" if i == 0 else "normal"
            axes.text(x, height_of_line, line, ha="center", va="center", zorder=3, fontsize=9, family="monospace",
                      weight=weight, parse_math=False)  # fmt: skip
    row_of = {key: i for i, row in enumerate(rows) for key in row}
    for source, target in found.arrows:
        tail, head = _ends(centres, sizes, source, target, flat)
        around = "arc3,rad=0.3" if row_of[target] - row_of[source] > 1 else "arc3"  # around what lies between
        look = {"arrowstyle": "-|>", "color": "#444444", "connectionstyle": around}
        axes.annotate("", head, tail, arrowprops=look, zorder=4)
    total = (width + 0.4, height + 0.4) if flat else (height + 0.4, width + 0.4)
    axes.set_xlim(0, total[0])
    axes.set_ylim(total[1], 0)
    return figure


def _ends(
    centres: dict[str, tuple[float, float]], sizes: dict[str, tuple[float, float]], source: str, target: str, flat: bool
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Where an arrow begins and ends: on the rims of the two boxes."""
    (x, y), (u, v) = centres[source], centres[target]
    if flat:
        return (x, y + sizes[source][1] / 2), (u, v - sizes[target][1] / 2)
    return (x + sizes[source][0] / 2, y), (u - sizes[target][0] / 2, v)
