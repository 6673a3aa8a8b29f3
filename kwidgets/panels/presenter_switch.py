from __future__ import annotations

from functools import partial

import ipywidgets as widgets

from kwidgets.i18n import bind
from kwidgets.presenting import on_presenter, presenting, set_presenter
from kwidgets.session.driver import Home


class PresenterSwitch:
    """A button that makes everything large for a projector, and back.

    Attributes:
        widget: the button.
    """

    def __init__(self) -> None:
        self.widget = widgets.ToggleButton(value=presenting())
        self.widget.add_class("kw-presenting")
        bind(self.widget, "description", "presenter.switch")
        bind(self.widget, "tooltip", "presenter.switch.tooltip")
        home = Home()
        self.widget.observe(lambda change: home.do(partial(set_presenter, change.new)), "value")
        on_presenter(self._follow)

    def _follow(self) -> None:
        self.widget.value = presenting()
