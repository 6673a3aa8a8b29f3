from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape

import ipywidgets as widgets

from kwidgets.i18n import Slot, on_language, t


class Says:
    """The line that says what has happened, and what lies behind it.

    Attributes:
        widget: the line.
        key: key of the text shown; empty for none.
    """

    def __init__(self) -> None:
        self.widget = widgets.HTML()
        self.widget.add_class("kw-says")
        self.key = ""
        self._slots: dict[str, Slot] = {}
        self._error: BaseException | None = None
        on_language(self._speak)

    def say(self, key: str, error: BaseException | None = None, **slots: Slot) -> None:
        """Show another text.

        Args:
            key: its key; empty for none.
            error: what the learner may unfold below it.
            **slots: what fills the slots of the text.
        """
        self.key, self._error, self._slots = key, error, slots
        self._speak()

    @contextmanager
    def meanwhile(self, key: str) -> Iterator[None]:
        """Show a text within the block, unless something else is said there."""
        self.say(key)
        try:
            yield
        finally:
            if self.key == key:
                self.say("")

    def _speak(self) -> None:
        said = escape(t(self.key, **self._slots)) if self.key else ""
        if self._error is not None:
            trace = "".join(traceback.format_exception(self._error))
            said += f"<details><summary>{escape(f'{type(self._error).__name__}: {self._error}')}</summary>"
            said += f"<pre>{escape(trace)}</pre></details>"
        self.widget.value = f'<div role="status">{said}</div>'
