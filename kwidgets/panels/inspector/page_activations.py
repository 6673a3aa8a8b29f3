from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import ipywidgets as widgets
import numpy as np

from kwidgets.i18n import t
from kwidgets.live import Tiles
from kwidgets.panels.chooser import Chooser
from kwidgets.panels.inspector.activations import Activation, activations
from kwidgets.panels.inspector.array_picture import ArrayPicture
from kwidgets.panels.inspector.matrices import figures, maps, thumbnail
from kwidgets.panels.inspector.page_weights import said_figures
from kwidgets.panels.inspector.sample import Samples
from kwidgets.panels.inspector.sample_box import SampleBox

_MOST = 64  # layers in the overview


class ActivationsPage:
    """What comes out of each layer for one sample: all layers in small pictures, one of them large.

    Args:
        model: the model.
        samples: the samples.
        box: chooses among them.
        asked: takes a command to carry out between two steps of a training.

    Attributes:
        rows: what the page shows.
    """

    def __init__(
        self, model: Any, samples: Samples, box: SampleBox, asked: Callable[[Callable[[], None]], None]
    ) -> None:
        self._model, self._samples, self._box = model, samples, box
        self._found: list[Activation] = []
        self._overview = Tiles("inspector.activations.overview", columns=8)
        self._overview.on_select(lambda number: asked(lambda: self._choose(number)))
        self._layer = Chooser("inspector.layer", lambda number: asked(lambda: self._choose(number)))
        self._figures, self._note = widgets.HTML(), widgets.HTML()
        self._picture = ArrayPicture()
        choice = widgets.HBox([self._layer.widget, box.widget])
        choice.add_class("kw-row")
        self.rows = [choice, self._overview, self._figures, self._picture.widget, self._note]

    def show(self, *, running: bool) -> None:
        """Bring the page up to date."""
        chosen = self._samples.chosen
        self._found, error = [], ""
        if chosen is not None:
            try:
                self._found = activations(self._model, chosen)
            except Exception as raised:  # a layer of the learner's may raise anything
                error = t("inspector.sample.refused", error=f"{type(raised).__name__}: {raised}")
        note = error or t("inspector.activations.note")
        self._note.value = f'<p class="kw-note">{escape(note)}</p>'
        number = min(max(self._layer.number, 0), max(len(self._found) - 1, 0))
        if not running:
            self._layer.offer([found.title for found in self._found], number)
        shown = self._found[:_MOST]
        if shown:
            pictures, captions = [thumbnail(a.value) for a in shown], [a.title for a in shown]
            self._overview.show(
                np.stack(pictures), captions, scale="diverging", common=False, selected=number, running=running
            )
        self._draw(number, running=running)

    def made(self) -> list[widgets.Widget]:
        """All widgets of the page, also pictures that are not seen now."""
        return [*self.rows, *self._picture.parts()]

    def still(self) -> bytes | None:
        """The picture as the bytes of a PNG file."""
        return self._overview.still() if self._found else None

    def _choose(self, number: int) -> None:
        if 0 <= number < len(self._found):
            self._layer.offer([found.title for found in self._found], number)
            self.show(running=False)

    def _draw(self, number: int, *, running: bool) -> None:
        if not self._found:
            self._figures.value = ""
            return
        value = self._found[number].value
        self._picture.title = t("inspector.activations.detail", layer=self._found[number].title)
        self._figures.value = f"<p>{escape(said_figures(figures(value), value.shape))}</p>"
        images = maps(value) if value.ndim > 2 else None
        if images is not None:
            self._picture.images(images, running=running)
        else:
            rows, columns = ("inspector.axis.steps", "inspector.axis.units") if value.ndim == 2 else ("", "")
            self._picture.output(value, rows=rows, columns=columns, running=running)
