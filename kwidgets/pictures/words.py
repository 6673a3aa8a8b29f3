"""Words of pictures: keys of our texts, or a learner's own words."""

from __future__ import annotations

from collections.abc import Callable

from kwidgets import i18n

Text = str | Callable[[], str]
"""The key of a text, plain words, or a function that gives words in the language shown."""


def said(text: Text, language: str | None = None) -> str:
    """The words of a text.

    Args:
        text: the key of a text, plain words, or a function that gives words in the language shown.
        language: `"ko"` or `"en"`; without it the language shown.
    """
    if callable(text):
        return text()
    if "." in text and " " not in text and i18n.known(text):
        return i18n.text(text, language or i18n.language())
    return text
