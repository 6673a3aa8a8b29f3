from __future__ import annotations

from collections.abc import Callable
from html import escape
from math import prod
from typing import Any

import ipywidgets as widgets

from kwidgets.i18n import bind, number, t
from kwidgets.panels.chooser import Chooser
from kwidgets.panels.inspector.array_picture import ArrayPicture
from kwidgets.panels.inspector.matrices import Figures, Matrix, channels, figures, filters, index_at, place_of
from kwidgets.panels.inspector.parts import Part, kind_of, parts
from kwidgets.panels.inspector.prediction import Prediction
from kwidgets.panels.inspector.sample import Samples
from kwidgets.panels.inspector.sample_box import SampleBox
from kwidgets.panels.inspector.weight_editor import WeightEditor
from kwidgets.panels.menu import Menu

Ask = Callable[[Callable[[], None]], None]
_VIEWS = ("heatmap", "histogram", "images")


class WeightsPage:
    """The weights of a layer as heatmap, histogram or images; one of them set by hand, and what the model answers then.

    Args:
        model: the model.
        samples: what the model is asked about.
        box: chooses among them.
        asked: takes a command to carry out between two steps of a training.

    Attributes:
        rows: what the page shows.
    """

    def __init__(self, model: Any, samples: Samples, box: SampleBox, asked: Ask) -> None:
        self._model, self._asked = model, asked
        self._parts: list[Part] = []
        self._layer = Chooser("inspector.layer", lambda _: asked(self._layer_chosen))
        self._weight = Chooser("inspector.weight", lambda _: asked(self._redraw))
        self._view = Menu("inspector.view", _VIEWS, "heatmap", lambda _: asked(self._redraw))
        self._channel = widgets.BoundedIntText(0, min=0, max=0)
        self._channel.style.description_width = "initial"
        bind(self._channel, "description", "inspector.channel")
        bind(self._channel, "tooltip", "inspector.channel.tooltip")
        self._channel.observe(lambda _: asked(self._redraw), "value")
        self._choice = widgets.HBox([self._layer.widget, self._weight.widget, self._view.widget])
        self._choice.add_class("kw-row")
        self._figures = widgets.HTML()
        self._picture = ArrayPicture(self._picked)
        self._prediction = Prediction(model, samples)
        self._editor = WeightEditor(model, asked, self._redraw, self._prediction.hold)
        self.rows = [
            self._choice, self._figures, self._picture.widget, self._editor.widget, box.widget, *self._prediction.rows
        ]  # fmt: skip

    def show(self, *, running: bool) -> None:
        """Bring the page up to date."""
        if not running:
            self._parts = [part for part in parts(self._model) if part.weights]
            self._layer.offer([part.title for part in self._parts], max(self._layer.number, 0))
            self._offer_weights(max(self._weight.number, 0))
        self._draw(running=running)
        self._prediction.show(edited=bool(self._editor.edits), running=running)

    def made(self) -> list[widgets.Widget]:
        """All widgets of the page, also pictures that are not seen now."""
        return [*self.rows, *self._picture.parts()]

    def still(self) -> bytes | None:
        """The picture as the bytes of a PNG file."""
        return self._picture.still()

    @property
    def _variable(self) -> Any:
        part = self._part
        return None if part is None else part.weights[self._weight.number]

    @property
    def _part(self) -> Part | None:
        return self._parts[self._layer.number] if 0 <= self._layer.number < len(self._parts) else None

    def _layer_chosen(self) -> None:
        self._offer_weights(0)
        self._redraw()

    def _offer_weights(self, chosen: int) -> None:
        part = self._part
        names = [] if part is None else _names(part)
        self._weight.offer(names, min(chosen, max(len(names) - 1, 0)))

    def _redraw(self) -> None:
        self._draw(running=False)

    def _picked(self, row: int, column: int) -> None:
        self._asked(lambda: self._go(row, column))

    def _go(self, row: int, column: int) -> None:
        shape = self._variable.shape
        width = shape[-1] if shape else 1
        if 0 <= column < width and 0 <= row < prod(shape) // max(width, 1):
            self._editor.go(index_at(shape, row, column))

    def _draw(self, *, running: bool) -> None:
        part, variable = self._part, None if self._part is None else self._variable
        for widget in (self._choice, self._picture.widget, self._editor.widget):
            widget.layout.display = "none" if variable is None else None
        if part is None or variable is None:
            key = "inspector.weights.none" if self._model.built else "inspector.unbuilt"
            self._figures.value = f"<p>{escape(t(key))}</p>"
            return
        self._editor.edit(variable)
        self._picture.title = f"{part.title}: {variable.name}"
        notes = [] if running else [""]
        view, value = self._view.value, variable.value
        drawn: Matrix | None = None
        before = _before(part)
        several = channels(part.layer, variable, before) if view == "images" else 1
        self._offer_channels(several)
        if view == "images":
            found = filters(part.layer, variable, before, min(self._channel.value, several - 1))
            if found is None:
                notes = [t("inspector.images.none")]
                drawn = self._heatmap(part, variable, running=running)
            else:
                self._picture.images(found, running=running)
                left_out = found.total > len(found.pictures)
                shown = {"shown": len(found.pictures), "total": found.total}
                notes = [t("inspector.images.more", **shown)] if left_out else []
        elif view == "histogram":
            self._picture.histogram(value, running=running)
        else:
            drawn = self._heatmap(part, variable, running=running)
        said = [said_figures(figures(value), value.shape), *filter(None, notes), *blocks(drawn)]
        self._figures.value = "".join(f"<p>{escape(line)}</p>" for line in said)
        self._editor.show(running=running)

    def _heatmap(self, part: Part, variable: Any, *, running: bool) -> Matrix:
        cell = place_of(variable.shape, self._editor.index)
        rows, columns = axes(part, variable)
        return self._picture.heatmap(variable.value, rows=rows, columns=columns, cell=cell, running=running)

    def _offer_channels(self, count: int) -> None:
        self._channel.max = max(count - 1, 0)
        wanted = [self._layer.widget, self._weight.widget, self._view.widget]
        wanted += [self._channel] if count > 1 else []
        if len(wanted) != len(self._choice.children):
            self._choice.children = wanted


def _names(part: Part) -> list[str]:
    """Names of the weights of a layer; where two are the same, with those of the layers inside it."""
    names = [v.name for v in part.weights]
    return [n if names.count(n) == 1 else v.path for n, v in zip(names, part.weights, strict=True)]


def _before(part: Part) -> tuple[int | None, ...] | None:
    """Shape of the picture that stood before a Flatten in front of a layer; None where there is none."""
    for node in part.layer.nodes:
        source = node.inputs[0].node if node.inputs else None
        if source is not None and kind_of(source.operation) in {"Flatten", "Reshape"} and source.inputs:
            return tuple(source.inputs[0].shape[1:])
    return None


def axes(part: Part, variable: Any) -> tuple[str, str]:
    """Keys of what the rows and columns of a weight's matrix are."""
    if variable.value.ndim < 2:
        return "", "inspector.axis.number"
    kinds = {kind.__name__ for kind in type(part.layer).__mro__}
    if "Dense" in kinds:
        return "inspector.axis.inputs", "inspector.axis.units"
    if "Embedding" in kinds:
        return "inspector.axis.words", "inspector.axis.number"
    if "Conv" in kinds:
        return "inspector.axis.window", "inspector.axis.filters"
    return "inspector.axis.rest", "inspector.axis.last"


def said_figures(found: Figures, shape: tuple[int, ...]) -> str:
    """A few figures of an array in a line of the language shown."""
    words = t(
        "inspector.figures",
        shape=str(shape),
        size=f"{found.size:,}",
        low=number(found.low),
        high=number(found.high),
        mean=number(found.mean),
        deviation=number(found.deviation),
    )
    more = [t("inspector.figures.zeros", percent=100 * found.zeros)] if found.zeros else []
    more += [t("inspector.figures.odd", odd=found.odd)] if found.odd else []
    return " ".join([words, *more])


def blocks(drawn: Matrix | None) -> list[str]:
    """That cells are means, where they are."""
    if drawn is None or drawn.block == (1, 1):
        return []
    return [t("inspector.figures.block", rows=drawn.block[0], columns=drawn.block[1])]
