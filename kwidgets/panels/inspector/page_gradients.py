from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import ipywidgets as widgets

from kwidgets.i18n import number, t
from kwidgets.live import Axis, Bars, Chart
from kwidgets.panels.inspector.array_picture import ArrayPicture
from kwidgets.panels.inspector.chooser import Chooser
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
        x, y = Axis("inspector.axis.layer"), Axis("inspector.axis.size", log=True, switch=True)
        self._overview = Chart("inspector.gradients.overview", x=x, y=y, height=280, zoom=False)
        redraw = lambda _: asked(lambda: self._draw(running=False))  # noqa: E731 - said twice
        self._weight = Chooser("inspector.weight", redraw)
        self._view = Menu("inspector.gradients.view", ("heatmap", "histogram"), "heatmap", redraw)
        choice = widgets.HBox([self._weight.widget, self._view.widget])
        choice.add_class("kw-row")
        self._figures = widgets.HTML()
        self._picture = ArrayPicture(self._title)
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
        self._overview.show([Bars([one.mean for one in each], labels=titles)], running=running)
        self._draw(running=running)

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

    def _title(self) -> str:
        one = self._one
        return "" if one is None else t("inspector.gradients.detail", weight=_title_of(one))

    @property
    def _one(self) -> Gradient | None:
        if self._found is None or not 0 <= self._weight.number < len(self._found.each):
            return None
        return self._found.each[self._weight.number]

    def _draw(self, *, running: bool) -> None:
        one = self._one
        if one is None:
            return
        drawn = None
        if self._view.value == "histogram":
            self._picture.histogram(one.value, running=running)
        else:
            rows, columns = axes(one.part, one.variable)
            drawn = self._picture.heatmap(one.value, rows=rows, columns=columns, running=running)
        if not running:
            self._picture.retitle(self._title)
        said = [said_figures(figures(one.value), one.value.shape), *blocks(drawn)]
        self._figures.value = "".join(f"<p>{escape(line)}</p>" for line in said)


def _title_of(one: Gradient) -> str:
    """Layer and weight in a few words."""
    return f"{one.part.title}: {one.variable.name}"
