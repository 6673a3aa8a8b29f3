"""Glossary cards in a lesson's prose.

The first use of a term in a lesson is marked `[[weight]]`, or `[[weight|weights]]` where another form of the word is to
be read. It is printed in bold, in Korean with the English term behind it, and a card below the cell says what it means.
"""

from __future__ import annotations

import re

from kwidgets.i18n import Term, terms

_MARK = re.compile(r"\[\[([^\]|]+)(?:\|([^\]]+))?\]\]")
_HEADS = {"ko": "낱말 카드", "en": "Word card"}


def marked(text: str) -> list[str]:
    """The terms that a text marks, in order, as they are written in the marks."""
    return [mark[1] for mark in _MARK.finditer(text)]


def expand(text: str, language: str) -> str:
    """The text with its marks as words in bold, and below it the cards of these terms.

    Raises:
        ValueError: for a term that the glossary does not have.
    """
    found = [find(name) for name in marked(text)]
    if not found:
        return text
    printed = _MARK.sub(lambda mark: _word(find(mark[1]), mark[2], language), text)
    names = " · ".join(_name(term, language) for term in found)
    cards = "\n".join(f"- **{_name(term, language)}**: {term.cards[language]}" for term in found)
    head = f"<summary>{_HEADS[language]}: {names}</summary>"
    return f"{printed}\n\n<details>{head}\n\n{cards}\n\n</details>"


def find(name: str) -> Term:
    """The term of a mark: the English term, or one of the words for it.

    Raises:
        ValueError: if the glossary does not have it.
    """
    for english, term in terms().items():
        if name in (english, *english.split(", "), english.partition(" (")[0]):
            return term
    raise ValueError(f"the glossary has no term {name!r}; its terms stand in kwidgets/i18n/glossary.yaml")


def _name(term: Term, language: str) -> str:
    return term.korean if language == "ko" else term.english


def _word(term: Term, shown: str | None, language: str) -> str:
    plain = term.english.partition(",")[0].partition(" (")[0]
    if language == "en":
        return f"**{shown or plain}**"
    if shown is None and "(" not in term.korean:
        return f"**{term.korean}**({plain})"
    # Two stars after a bracket would not end the bold type before a particle: the bracket stays outside.
    word, bracket, rest = (shown or term.korean).partition("(")
    return f"**{word}**{bracket}{rest}"
