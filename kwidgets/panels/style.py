"""The look of the panels: one style sheet that uses the theme's variables only."""

from __future__ import annotations

from pathlib import Path

import anywidget
import ipywidgets as widgets


class _Manners(anywidget.AnyWidget):
    """The style sheet of all panels, and the script that keeps a panel's keys from the notebook."""

    _esm = Path(__file__).with_name("panel.js")
    _css = Path(__file__).with_name("panel.css")


def styled(box: widgets.Box, name: str) -> widgets.Box:
    """Give a box the panels' look and manners, and a class name of its own beside `kw-panel`."""
    box.children = (*box.children, _Manners(layout=widgets.Layout(display="none")))
    box.add_class("kw-panel")
    box.add_class(name)
    return box
