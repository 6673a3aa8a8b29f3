"""The look of the panels: one style sheet that uses the theme's variables only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
import ipywidgets as widgets

from kwidgets import theme
from kwidgets.presenting import on_presenter, presenting, set_presenter
from kwidgets.session.driver import Home

_SHEET = Path(__file__).with_name("panel.css")
_COLOURS = "".join(f"--kw-{name}: {value};" for name, value in theme.LOOKS.items())


class _Manners(anywidget.AnyWidget):
    """The style sheet of all panels, and the script that minds a panel's keys."""

    # A text: anywidget keeps every widget whose script is given as a path.
    _esm = Path(__file__).with_name("panel.js").read_text(encoding="utf-8")
    _css = ""

    def __init__(self, box: widgets.Box, sheet: Path | None) -> None:
        sheets = [path.read_text(encoding="utf-8") for path in (_SHEET, sheet) if path is not None]
        self._css = "\n".join([f".kw-panel {{ {_COLOURS} }}", *sheets])
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


def styled(box: widgets.Box, name: str, sheet: Path | None = None) -> widgets.Box:
    """Give a box the panels' look and manners, and a class name of its own beside `kw-panel`.

    Args:
        box: the panel.
        name: the class name.
        sheet: a style sheet of its own, which stands after that of all panels.
    """
    box.children = (*box.children, _Manners(box, sheet))
    box.add_class("kw-panel")
    box.add_class(name)
    return box
