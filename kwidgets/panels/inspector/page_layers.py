from __future__ import annotations

from html import escape
from typing import Any

import ipywidgets as widgets

from kwidgets.i18n import t
from kwidgets.panels.inspector.counts import count
from kwidgets.panels.inspector.parts import Part, Shape, ends, parts
from kwidgets.panels.table import table

_COLUMNS = ("layer", "sources", "inputs", "outputs", "parameters", "trained")


class LayersPage:
    """The table of the layers: what goes in and out, and how many parameters there are and why.

    Args:
        model: the model.

    Attributes:
        rows: what the page shows.
    """

    def __init__(self, model: Any) -> None:
        self._model = model
        self._text = widgets.HTML()
        self.rows = [self._text]

    def show(self, *, running: bool) -> None:
        """Bring the page up to date. A training changes nothing of it."""
        if not running:
            self._text.value = f"{_around(self._model)}{layer_table(parts(self._model))}{_open_sizes(self._model)}"

    def made(self) -> list[widgets.Widget]:
        """All widgets of the page."""
        return self.rows

    def still(self) -> None:
        """There is no picture: the page is text."""


def layer_table(found: list[Part]) -> str:
    """The table of some layers, as HTML."""
    head = [t(f"inspector.column.{name}") for name in _COLUMNS]
    return table(t("inspector.pages.layers"), head, [_row(part) for part in found], numbers=())


def _row(part: Part) -> list[str]:
    counted = count(part.layer)
    total = f"{counted.total:,}"
    shared = t("inspector.shared", count=len(part.calls)) if len(part.calls) > 1 else ""
    return [
        "\n".join(line for line in (part.title, part.kind, shared) if line),
        _lines(", ".join(call.sources) for call in part.calls),
        _lines(", ".join(map(str, call.inputs)) for call in part.calls) or ("" if part.kind == "InputLayer" else "?"),
        _lines(", ".join(map(str, call.outputs)) for call in part.calls) or "?",
        f"{total}\n= {counted.words}" if counted.words else total,
        _trained(part),
    ]


def _lines(texts: Any) -> str:
    """Each text once, one a line: a shared layer mostly takes and gives the same."""
    return "\n".join(dict.fromkeys(text for text in texts if text))


def _trained(part: Part) -> str:
    if not part.weights:
        return ""
    total = sum(int(v.value.size) for v in part.weights)
    trained = sum(int(v.value.size) for v in part.weights if v.trainable)
    if trained in {0, total}:
        return t("inspector.trained.all" if trained else "inspector.trained.none")
    return t("inspector.trained.some", trained=f"{trained:,}", total=f"{total:,}")


def _around(model: Any) -> str:
    """Inputs and outputs of the model."""
    inputs, outputs = ends(model)
    said = [t("inspector.input", name=name, shape=str(shape)) for name, shape in inputs]
    said += [t("inspector.output", name=name, shape=str(shape)) for name, shape in outputs]
    if not model.built:
        said.append(t("inspector.unbuilt"))
    return "".join(f"<p>{escape(line)}</p>" for line in said)


def _open_sizes(model: Any) -> str:
    """What None means where it stands, with shapes of this model."""
    calls = [call for part in parts(model) for call in part.calls]
    shapes = [shape for call in calls for shape in (*call.inputs, *call.outputs)]
    said = []
    batch = next((shape for shape in shapes if shape and shape[0] is None), None)
    if batch is not None:
        said.append(t("inspector.none.batch", open=str(batch), closed=str(_closed(batch))))
    length = next((shape for shape in shapes if None in shape[1:]), None)
    if length is not None:
        said.append(t("inspector.none.length", open=str(length)))
    if any(not part.calls for part in parts(model)):
        said.append(t("inspector.none.unknown"))
    return "".join(f'<p class="kw-note">{escape(line)}</p>' for line in said)


def _closed(shape: Shape) -> Shape:
    return (32, *shape[1:])
