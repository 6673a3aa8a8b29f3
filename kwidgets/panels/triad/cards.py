from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from html import escape
from typing import Any

import ipywidgets as widgets

from kwidgets.forms import Form
from kwidgets.i18n import bind, on_language, t
from kwidgets.panels.triad import sketches
from kwidgets.panels.triad.settings import CARDS, TriadSettings


class Card:
    """One of the three parts: a switch, a drawing, its settings, and what happens without it.

    Args:
        name: "network", "objective" or "optimizer".
        settings: what is chosen.
        show: names of the settings that a learner may change; "switches" stands for the switch.
        changed: called with name and new value of a setting that was changed in the page.

    Attributes:
        widget: the card.
    """

    def __init__(
        self, name: str, settings: TriadSettings, show: Collection[str], changed: Callable[[str, Any], None]
    ) -> None:
        self._name = name
        self._switch_name, *shown = CARDS[name]
        self._settings = settings
        self._problem = ""
        self._facts: dict[str, Any] = {}
        values = {setting: getattr(settings, setting) for setting in shown}
        self._form = Form(TriadSettings, values, only=[setting for setting in shown if setting in show])
        self._form.observe(changed)
        self._switch = widgets.Checkbox(value=self._on, indent=False)
        self._switch.add_class("kw-switch")
        bind(self._switch, "tooltip", f"triad.{name}.switch")
        self._switch.observe(self._switched, "value")
        self._tell = changed
        self._title, self._drawing, self._text = widgets.HTML(), widgets.HTML(), widgets.HTML()
        head = widgets.HBox([self._title, *([self._switch] if "switches" in show else [])])
        head.add_class("kw-top")
        self.widget = widgets.VBox([head, self._text, self._drawing, self._form.widget])
        self.widget.add_class("kw-card")
        self.widget.add_class(f"kw-{name}")
        on_language(self._speak)

    @property
    def _on(self) -> bool:
        return bool(getattr(self._settings, self._switch_name))

    def follow(self, settings: TriadSettings, sizes: Sequence[int], parameters: int, problem: str) -> None:
        """Show other settings.

        Args:
            settings: what is chosen.
            sizes: numbers of inputs and of units of each layer.
            parameters: weights and biases of the model.
            problem: what the engine says about a model with this part missing; empty if nothing.
        """
        self._settings, self._problem = settings, problem
        self._switch.value = self._on
        bind(self._switch, "description", "triad.on" if self._on else "triad.off")
        self._form.set(**{name: getattr(settings, name) for name in self._form.fields})
        (self.widget.remove_class if self._on else self.widget.add_class)("kw-off")
        if self._name == "network":
            self._drawing.value = sketches.network(sizes)
            self._facts = {"sizes": " → ".join(map(str, sizes)), "parameters": parameters}
        elif self._name == "objective":
            self._drawing.value = sketches.loss(settings.loss)
        else:
            self._drawing.value = sketches.steps(settings.learning_rate)
        self._speak()

    def _switched(self, change: Any) -> None:
        if change.new != self._on:
            self._tell(self._switch_name, change.new)

    def _speak(self) -> None:
        name = self._name
        self._title.value = f"<h4>{escape(t(f'triad.{name}.title'))}</h4>"
        if self._on:
            self._text.value = f"<p>{escape(t(f'triad.{name}.text', **self._facts))}</p>"
            return
        said = f"<strong>{escape(t(f'triad.{name}.missing'))}</strong>"
        if self._problem:
            said += f"<details><summary>{escape(t('triad.engine_says'))}</summary>{escape(self._problem)}</details>"
        self._text.value = f'<div role="alert">{said}</div>'
