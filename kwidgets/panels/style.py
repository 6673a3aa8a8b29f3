"""The look of the panels: one style sheet that uses the theme's variables only."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import ipywidgets as widgets


def styled(box: widgets.Box, name: str) -> widgets.Box:
    """Put the style sheet into a box, and give the box a class name of its own beside `kw-panel`."""
    sheet = widgets.HTML(f"<style>{_sheet()}</style>", layout=widgets.Layout(display="none"))
    box.children = (*box.children, sheet)
    box.add_class("kw-panel")
    box.add_class(name)
    return box


@cache
def _sheet() -> str:
    return Path(__file__).with_name("panel.css").read_text(encoding="utf-8")
