"""Presenter mode: everything large and in high contrast for a projector, answers hidden until they are asked for."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from kwidgets.bound import Audience
from kwidgets.i18n import t

_presenting = False
_listeners = Audience()


def presenting() -> bool:
    """Whether presenter mode is on."""
    return _presenting


def set_presenter(on: bool) -> None:
    """Switch presenter mode on or off; every panel on the screen follows at once.

    Raises:
        TypeError: for anything but True or False.
    """
    global _presenting  # noqa: PLW0603  (one process stands on one screen)
    if not isinstance(on, bool):
        raise TypeError(f"set_presenter takes True or False; got {on!r}.")
    if on != _presenting:
        _presenting = on
        _listeners.tell()


def on_presenter(callback: Callable[[], None]) -> None:
    """Call a method after each change of presenter mode, for as long as its object lives.

    Raises:
        TypeError: `callback` is not a method. A function or lambda has no object that says how long to keep it.
    """
    _listeners.join(callback)


def answer(html: str) -> str:
    """An answer as HTML: as it is, but in presenter mode folded away behind "Show the answer".

    Args:
        html: the answer; what comes from outside must be escaped already.
    """
    if not _presenting or not html:
        return html
    return f'<details class="kw-answer"><summary>{escape(t("presenter.answer"))}</summary>{html}</details>'
