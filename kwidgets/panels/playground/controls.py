from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import ipywidgets as widgets

from kwidgets.forms import Form
from kwidgets.i18n import bind
from kwidgets.panels.menu import Menu
from kwidgets.panels.playground.points import MAKERS
from kwidgets.panels.playground.settings import PlaygroundSettings

_OF_DATA = ("noise", "train_share", "seed")
_OF_TRAINING = ("activation", "optimizer", "learning_rate", "batch_size", "regularizer", "rate", "dropout")


class Controls:
    """The settings that are chosen from lists and typed.

    Args:
        settings: what is chosen.
        changed: called with the name of a setting and its new value.

    Attributes:
        data: the controls of the data.
        training: the controls of network and training.
    """

    def __init__(self, settings: PlaygroundSettings, changed: Callable[[str, Any], None]) -> None:
        self._problem = Menu("playground.problem", tuple(MAKERS), settings.problem, partial(changed, "problem"))
        sets = tuple(MAKERS[settings.problem])
        self._data = Menu("playground.data", sets, settings.data, partial(changed, "data"))
        self._forms = []
        for names in (_OF_DATA, _OF_TRAINING):
            form = Form(PlaygroundSettings, {name: getattr(settings, name) for name in names}, only=names)
            form.observe(changed)
            self._forms.append(form)
        of_data, of_training = (form.widget for form in self._forms)
        self.data = widgets.VBox([self._problem.widget, self._data.widget, of_data])
        self.training = widgets.VBox([of_training])
        for box in (self.data, self.training):
            box.add_class("kw-settings")

    def follow(self, settings: PlaygroundSettings) -> None:
        """Show other settings."""
        self._problem.set(settings.problem)
        self._data.set(settings.data, tuple(MAKERS[settings.problem]))
        for form in self._forms:
            form.set(**{name: getattr(settings, name) for name in form.fields})


def check_box(key: str, changed: Callable[[bool], None]) -> widgets.Checkbox:
    """A check box with a word and a tooltip that follow the language.

    Args:
        key: key of its word; that of its tooltip is `<key>.tooltip`.
        changed: called with whether it is on.
    """
    made = widgets.Checkbox(indent=False)
    bind(made, "description", key)
    bind(made, "tooltip", f"{key}.tooltip")
    made.observe(lambda change: changed(bool(change.new)), "value")
    return made
