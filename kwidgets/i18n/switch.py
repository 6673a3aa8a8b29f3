"""Which language is shown, and everything that must follow when it changes."""

from __future__ import annotations

import os
import weakref
from collections.abc import Callable
from typing import Any, Final

from kwidgets.bound import Audience
from kwidgets.i18n.catalog import LANGUAGES, fill, template

Slot = str | int | float | Callable[[], str | int | float]
_FALLBACK: Final = "en"

_chosen: str | None = None  # by the learner or the lesson
_page: str | None = None  # what the browser prefers
_bound: weakref.WeakKeyDictionary[Any, dict[str, tuple[str, dict[str, Slot]]]] = weakref.WeakKeyDictionary()
_listeners = Audience()


def language() -> str:
    """The language shown now, `"ko"` or `"en"`.

    The first that is known of: what `set_language` was told, the environment variable `KWIDGETS_LANG`, what the
    browser prefers, the environment variable `LANG`, English.
    """
    for wish in (_chosen, _of_tag(os.environ.get("KWIDGETS_LANG")), _page, _of_tag(os.environ.get("LANG"))):
        if wish:
            return wish
    return _FALLBACK


def set_language(name: str) -> None:
    """Show everything in this language from now on; what is on the screen follows at once.

    Raises:
        ValueError: there is no such language.
    """
    global _chosen  # noqa: PLW0603  (one process shows one language)
    if name not in LANGUAGES:
        raise ValueError(f"kwidgets speaks {' and '.join(map(repr, LANGUAGES))}; {name!r} was asked for.")
    before = language()
    _chosen = name
    _follow(before)


def page_prefers(tag: str) -> None:
    """Hear from a page which language its browser prefers, such as `ko-KR`; a choice made by hand stands above it."""
    global _page  # noqa: PLW0603
    before = language()
    _page = _of_tag(tag) or _page
    _follow(before)


def t(key: str, /, **slots: Slot) -> str:
    """The text of a key in the current language.

    Args:
        key: the dotted key of the text in the catalogs.
        slots: what fills the slots of the text; a function is called for its value.

    Raises:
        KeyError: no text has the key; the message names the nearest one.
        TypeError: a slot of the text is not given, or a given one is not in the text.
    """
    return text(key, language(), **slots)


def text(key: str, name: str, /, **slots: Slot) -> str:
    """The text of a key in a given language, `"ko"` or `"en"`, whatever is shown now; else as `t`."""
    return fill(key, name, {slot: value() if callable(value) else value for slot, value in slots.items()})


def raw(key: str) -> str:
    """The text of a key in the current language with its slots unfilled, for a script in the page to fill."""
    return template(key, language())


def bind(widget: Any, trait: str, key: str, /, **slots: Slot) -> None:
    """Keep a trait of a widget at the text of a key, now and after each change of language.

    The widget is not kept alive by this. Binding the same trait again replaces the key; a slot given as a function
    is called anew at each change of language (so that a slot can be a text itself).

    Raises:
        AttributeError: the widget has no such trait.
        KeyError, TypeError: as `t`.
    """
    if not widget.has_trait(trait):
        raise AttributeError(f"{type(widget).__name__} has no trait {trait!r} to bind {key!r} to.")
    setattr(widget, trait, t(key, **slots))
    _bound.setdefault(widget, {})[trait] = (key, slots)


def on_language(callback: Callable[[], None]) -> None:
    """Call a method after each change of language, for as long as its object lives.

    Raises:
        TypeError: `callback` is not a method. A function or lambda has no object that says how long to keep it.
    """
    _listeners.join(callback)


def _of_tag(tag: str | None) -> str | None:
    """The language of a tag such as `ko-KR`, `ko_KR.UTF-8` or `en`, if we speak it."""
    name = (tag or "")[:2].lower()
    return name if name in LANGUAGES else None


def _follow(before: str) -> None:
    """Bring everything on the screen to the current language, if it is another than before."""
    if language() == before:
        return
    for widget, traits in list(_bound.items()):
        for trait, (key, slots) in traits.items():
            setattr(widget, trait, t(key, **slots))
    _listeners.tell()
