from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

import ipywidgets as widgets

from kwidgets.i18n import t
from kwidgets.panels.button import button
from kwidgets.panels.code_view import CodeView
from kwidgets.panels.doctor.board import put
from kwidgets.panels.doctor.treatment import Treatment


class Record:
    """What was done, the button that takes the last of it back, and the Keras code of all.

    Args:
        undo: called when the last cure is to be taken back.

    Attributes:
        widget: all of it; empty before the first cure.
    """

    def __init__(self, undo: Callable[[], None]) -> None:
        self._done, self._code = widgets.HTML(), CodeView()
        self._undo = button("doctor.undo", undo)
        self._rows = [self._done, self._undo, self._code]
        self.widget = widgets.VBox()
        self.widget.add_class("kw-record")

    def follow(self, treatments: Sequence[Treatment]) -> None:
        """Show what was done."""
        items = "".join(f"<li>{escape(t('doctor.done', advice=each.finding.advice))}</li>" for each in treatments)
        put(self._done, f"<ol>{items}</ol>" if items else "")
        self._code.show(f"{t('doctor.code')}\n{code(treatments)}" if treatments else "")
        self.widget.children = self._rows if treatments else []

    def made(self) -> list[widgets.Widget]:
        """Its widgets, shown or not."""
        return [self.widget, *self._rows]


def code(treatments: Sequence[Treatment]) -> str:
    """The Keras code of cures, in their order."""
    return "\n".join(treatment.code for treatment in treatments)
