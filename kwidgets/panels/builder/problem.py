from __future__ import annotations

from html import escape
from typing import Protocol

import ipywidgets as widgets

from kwidgets.i18n import on_language


class Explained(Protocol):
    """An error that says why in the language shown."""

    @property
    def words(self) -> str:
        """Why."""


class Problem:
    """A line that says why something was refused; empty while nothing was.

    Attributes:
        widget: the line.
    """

    def __init__(self) -> None:
        self.widget = widgets.HTML()
        self.widget.add_class("kw-message")
        self._error: Explained | None = None
        on_language(self._speak)

    def say(self, error: Explained | None) -> None:
        """Show why, or nothing."""
        self._error = error
        self._speak()

    def _speak(self) -> None:
        self.widget.value = "" if self._error is None else f'<span role="alert">{escape(self._error.words)}</span>'
