from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from html import escape
from pathlib import Path
from typing import Any, ClassVar

import ipywidgets as widgets

from kwidgets.forms import give_back
from kwidgets.i18n import on_language, set_language, t
from kwidgets.panels.language_switch import LanguageSwitch
from kwidgets.panels.presenter_switch import PresenterSwitch
from kwidgets.panels.says import Says
from kwidgets.panels.style import add_sheet, styled
from kwidgets.session import ReplacedError, claim, session_of
from kwidgets.session.driver import Home


class Panel:
    """What every panel is: a title, rows of widgets, a line that says what happened, words and a still picture.

    A subclass names its `ROOM`, perhaps a `SHEET` of styles for `.kw-<room>`, makes its widgets, and ends its
    constructor with `_lay_out(rows)`. What the page asks for goes through `_do`, because a callback may come from any
    thread. The room of texts holds `<room>.title`.

    Args:
        language: "ko" or "en" for everything on the screen; None: as it is.

    Attributes:
        widget: what is shown; there once the subclass has called `_lay_out`.
    """

    ROOM: ClassVar[str]
    SHEET: ClassVar[Path | None] = None

    widget: widgets.Box

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.SHEET is not None:
            add_sheet(cls.SHEET)

    def __init__(self, *, language: str | None = None) -> None:
        if language is not None:
            set_language(language)
        self._home = Home()
        self._closed = False
        self._says = Says()
        self._heading = widgets.HTML()
        self._presenter_switch, self._language_switch = PresenterSwitch(), LanguageSwitch()

    def still(self) -> bytes | None:
        """The picture as the bytes of a PNG file, for files and pages that run no kernel; None where there is none."""
        return None

    def close(self) -> None:
        """End for good: a newer run of the cell has taken over. Closing twice does nothing."""
        if not self._closed:
            self._closed = True
            self._rest()
            self._says.say("panel.replaced")
            shown, last = self.widget.children, (self._says.widget, self.widget.children[-1])  # the style is the last
            self.widget.children = last
            give_back(widget for widget in shown if widget not in last)

    def __repr__(self) -> str:
        return f"{type(self).__name__}: {self._words()}"

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        bundle = {**self.widget._repr_mimebundle_(**kwargs), "text/plain": repr(self)}
        picture = self.still()
        return bundle if picture is None else {**bundle, "image/png": picture}

    def _words(self) -> str:
        """What the panel shows, in one line of words that is the same in every run."""
        raise NotImplementedError

    def _rest(self) -> None:
        """Stop what is at work and take no more clicks; called once, by `close`."""

    def _lay_out(self, rows: Sequence[widgets.Widget], *, switch: bool = True, says_after: int = 0) -> None:
        """Put the panel together: its title, then the rows.

        Args:
            rows: one below the other.
            switch: whether the language and presenter mode can be switched in the panel.
            says_after: below how many of the rows the line that says what happened stands.
        """
        switches = widgets.HBox([self._presenter_switch.widget, self._language_switch.widget])
        switches.add_class("kw-switches")
        head = widgets.HBox([self._heading, *([switches] if switch else [])])
        head.add_class("kw-top")
        above, below = list(rows[:says_after]), list(rows[says_after:])
        self.widget = styled(widgets.VBox([head, *above, self._says.widget, *below]), f"kw-{self.ROOM}")
        self._speak_title()
        on_language(self._speak_title)
        claim(self)

    def _do(self, command: Callable[[], None]) -> None:
        """Carry out a command in the thread in which the panel was made; what it raises is said in the panel."""
        if not self._closed:
            self._home.do(lambda: self._dare(command))

    def _do_between_steps(self, model: Any, command: Callable[[], None]) -> None:
        """As `_do`, and between two steps of a training where one is at work on a model."""
        session = session_of(model)
        if session is not None and not self._closed:
            with suppress(ReplacedError):
                session.do(lambda: self._dare(command))
                return
        Panel._do(self, command)

    def _dare(self, command: Callable[[], None]) -> None:
        try:
            command()
        except Exception as error:
            self._says.say("panel.error", error)
        else:
            if self._says.key == "panel.error":
                self._says.say("")

    def _speak_title(self) -> None:
        self._heading.value = f"<h3>{escape(t(f'{self.ROOM}.title'))}</h3>"
