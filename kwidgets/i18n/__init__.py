"""Every visible text in Korean and English, and the language it is shown in."""

from __future__ import annotations

from kwidgets.i18n.catalog import LANGUAGES, add_catalog, keys, known
from kwidgets.i18n.glossary import Term, terms
from kwidgets.i18n.numbers import number
from kwidgets.i18n.particles import particle
from kwidgets.i18n.switch import Slot, bind, language, on_language, page_prefers, raw, set_language, t, text

__all__ = [
    "LANGUAGES",
    "Slot",
    "Term",
    "add_catalog",
    "bind",
    "keys",
    "known",
    "language",
    "number",
    "on_language",
    "page_prefers",
    "particle",
    "raw",
    "set_language",
    "t",
    "terms",
    "text",
]
