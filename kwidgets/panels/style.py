"""The look of the panels: one style sheet that uses the theme's variables only.

A page keeps one style sheet of each widget class, the one that came last. So every panel brings the sheets of all.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets as widgets

from kwidgets import theme
from kwidgets.presenting import on_presenter, presenting, set_presenter
from kwidgets.session.driver import Home

_sheets = [Path(__file__).with_name("panel.css")]
_COLOURS = "".join(f"--kw-{name}: {value};" for name, value in theme.LOOKS.items())


class _Manners(anywidget.AnyWidget):
    """The style sheet of all panels, and the script that minds a panel's keys."""

    # A text: anywidget keeps every widget whose script is given as a path.
    _esm = Path(__file__).with_name("panel.js").read_text(encoding="utf-8")
    _css = ""

    def __init__(self, box: widgets.Box) -> None:
        self._css = "\n".join([f".kw-panel {{ {_COLOURS} }}", *map(_read, _sheets)])
        super().__init__(layout=widgets.Layout(display="none"))
        self._box = box
        self._home = Home()
        self._present()
        on_presenter(self._present)
        self.on_msg(self._hear)

    def _present(self) -> None:
        (self._box.add_class if presenting() else self._box.remove_class)("kw-presenter")

    def _hear(self, _: object, content: dict[str, Any], __: object) -> None:
        if content.get("kind") == "presenter":
            self._home.do(lambda: set_presenter(not presenting()))


def add_sheet(sheet: Path) -> None:
    """Bring a style sheet along with every panel from now on, behind those before it.

    Args:
        sheet: its rules begin with the class name of the panels that they are for.
    """
    if sheet not in _sheets:
        _sheets.append(sheet)


def styled(box: widgets.Box, name: str) -> widgets.Box:
    """Give a box the panels' look and manners, and a class name of its own beside `kw-panel`.

    Args:
        box: the panel.
        name: the class name.
    """
    box.children = (*box.children, _Manners(box))
    box.add_class("kw-panel")
    box.add_class(name)
    return box


@cache
def _read(sheet: Path) -> str:
    return sheet.read_text(encoding="utf-8")
