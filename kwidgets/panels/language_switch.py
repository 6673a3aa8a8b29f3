from __future__ import annotations

from functools import partial

import ipywidgets as widgets

from kwidgets.i18n import language, on_language, set_language
from kwidgets.session.driver import Home

_LANGUAGES = (("한국어", "ko"), ("English", "en"))


class LanguageSwitch:
    """한국어 or English, for everything on the screen.

    Attributes:
        widget: the two buttons.
    """

    def __init__(self) -> None:
        self.widget = widgets.ToggleButtons(options=_LANGUAGES, value=language())
        self.widget.style.button_width = "auto"
        self.widget.add_class("kw-language")
        self.widget.tooltips = [name for name, _ in _LANGUAGES]
        self._home = Home()
        self.widget.observe(lambda change: self._home.do(partial(set_language, change.new)), "value")
        on_language(self._follow)

    def _follow(self) -> None:
        self.widget.value = language()
