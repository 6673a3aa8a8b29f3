from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape
from typing import Any

import ipywidgets as widgets

from kwidgets.i18n import bind, t
from kwidgets.panels.inspector.sample import Samples


class SampleBox:
    """Chooses the sample that the model is looked at with, and says where it comes from.

    Args:
        samples: the samples.
        asked: takes a command to carry out; called when another sample was chosen in the page.
        changed: called after that.

    Attributes:
        widget: the box; it may stand in several places.
    """

    def __init__(
        self, samples: Samples, asked: Callable[[Callable[[], None]], None], changed: Callable[[], None]
    ) -> None:
        self._samples, self._asked, self._changed = samples, asked, changed
        self._number = widgets.BoundedIntText(0, min=0, max=max(samples.total - 1, 0))
        self._number.style.description_width = "initial"
        bind(self._number, "description", "inspector.sample")
        bind(self._number, "tooltip", "inspector.sample.tooltip")
        self._number.value = samples.number
        self._number.observe(self._told, "value")
        self._said = widgets.HTML()
        by_number = samples.total > 1
        self.widget = widgets.HBox([*([self._number] if by_number else []), self._said])
        self.widget.add_class("kw-row")
        self.show()

    def show(self) -> None:
        """Say where the sample comes from, in the language shown."""
        samples = self._samples
        if samples.problem:
            said = t("inspector.sample.refused", error=samples.problem)
            self._said.value = f'<p class="kw-note">{escape(said)}</p>'
            return
        key = (
            "missing" if samples.chosen is None else "given" if samples.given else "made_up" if samples.made_up else ""
        )
        self._said.value = f'<p class="kw-note">{escape(t(f"inspector.sample.{key}"))}</p>' if key else ""

    def _told(self, change: Any) -> None:
        self._asked(partial(self._choose, int(change.new)))

    def _choose(self, number: int) -> None:
        self._samples.choose(number)
        self.show()
        self._changed()
