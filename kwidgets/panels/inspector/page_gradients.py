from __future__ import annotations

import math
from collections.abc import Callable
from html import escape
from typing import Any

import ipywidgets as widgets

from kwidgets.i18n import number, t
from kwidgets.live import Axis, Bars, Chart
from kwidgets.panels.chooser import Chooser
from kwidgets.panels.inspector.array_picture import ArrayPicture
from kwidgets.panels.inspector.gradients import Gradient, Gradients, gradients
from kwidgets.panels.inspector.matrices import figures
from kwidgets.panels.inspector.page_weights import axes, blocks, said_figures
from kwidgets.panels.inspector.sample import Samples
from kwidgets.panels.menu import Menu

_BATCH = 32


class GradientsPage:
    """The gradient of the loss for the first samples: its size weight by weight, and one weight's in a picture.

    Args:
        model: the model.
        samples: inputs and answers.
        asked: takes a command to carry out between two steps of a training.

    Attributes:
        rows: what the page shows.
    """

    def __init__(self, model: Any, samples: Samples, asked: Callable[[Callable[[], None]], None]) -> None:
        self._model, self._samples = model, samples
        self._found: Gradients | None = None
        self._said = widgets.HTML()
        x = Axis("inspector.axis.layer")
        self._overview = Chart("inspector.gradients.overview", x=x, y=_decades([]), height=280, zoom=False)
        redraw = lambda _: asked(lambda: self._draw(running=False))
        self._weight = Chooser("inspector.weight", redraw)
        self._view = Menu("inspector.gradients.view", ("heatmap", "histogram"), "heatmap", redraw)
        choice = widgets.HBox([self._weight.widget, self._view.widget])
        choice.add_class("kw-row")
        self._figures = widgets.HTML()
        self._picture = ArrayPicture()
        self._pictures = widgets.VBox([self._overview, choice, self._figures, self._picture.widget])
        self._pictures.add_class("kw-page")
        self.rows = [self._said, self._pictures]

    def show(self, *, running: bool) -> None:
        """Bring the page up to date."""
        self._found, words = self._asked()
        self._said.value = "".join(f"<p>{escape(line)}</p>" for line in words)
        self._pictures.layout.display = "none" if self._found is None else ""
        if self._found is None:
            return
        each = self._found.each
        titles = [_title_of(one) for one in each]
        if not running:
            self._weight.offer(titles, min(max(self._weight.number, 0), len(each) - 1))
        sizes = [one.mean for one in each]
        self._overview.show([Bars(sizes, labels=titles)], running=running, y=_decades(sizes))
        self._draw(running=running)

    def made(self) -> list[widgets.Widget]:
        """All widgets of the page, also pictures that are not seen now."""
        return [*self.rows, *self._picture.parts()]

    def still(self) -> bytes | None:
        """The picture as the bytes of a PNG file."""
        return None if self._found is None else self._overview.still()

    def _asked(self) -> tuple[Gradients | None, list[str]]:
        """The gradients, and words about them, or about why there are none."""
        if self._model.compiled is None:
            return None, [t("inspector.gradients.uncompiled")]
        if self._samples.made_up or self._samples.y is None or self._samples.x is None:
            return None, [t("inspector.gradients.no_data")]
        if not self._model.trainable_weights:
            return None, [t("inspector.gradients.frozen")]
        try:
            found = gradients(self._model, *self._samples.batch(_BATCH))
        except Exception as error:  # the learner's loss or layer may raise anything
            return None, [t("inspector.gradients.refused", error=f"{type(error).__name__}: {error}")]
        words = [t("inspector.gradients.loss", samples=found.samples, loss=number(found.loss))]
        unreached = [_title_of(one) for one in found.each if not one.reached]
        return found, words + ([t("inspector.gradients.unreached", names=", ".join(unreached))] if unreached else [])

    @property
    def _one(self) -> Gradient | None:
        if self._found is None or not 0 <= self._weight.number < len(self._found.each):
            return None
        return self._found.each[self._weight.number]

    def _draw(self, *, running: bool) -> None:
        one = self._one
        if one is None:
            return
        self._picture.title = t("inspector.gradients.detail", weight=_title_of(one))
        drawn = None
        if self._view.value == "histogram":
            self._picture.histogram(one.value, running=running)
        else:
            rows, columns = axes(one.part, one.variable)
            drawn = self._picture.heatmap(one.value, rows=rows, columns=columns, running=running)
        said = [said_figures(figures(one.value), one.value.shape), *blocks(drawn)]
        self._figures.value = "".join(f"<p>{escape(line)}</p>" for line in said)


def _decades(sizes: list[float]) -> Axis:
    """A logarithmic axis from a power of ten below the smallest to one above the largest."""
    fine = [size for size in sizes if 0 < size < math.inf] or [0.1, 1.0]
    low, high = math.floor(math.log10(min(fine)) - 0.3), math.ceil(math.log10(max(fine)) + 0.1)
    return Axis("inspector.axis.size", log=True, limits=(10.0**low, 10.0 ** max(high, low + 1)))


def _title_of(one: Gradient) -> str:
    """Layer and weight in a few words."""
    return f"{one.part.title}: {one.variable.name}"
