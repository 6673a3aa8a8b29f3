from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets as widgets

from kwidgets.doctor import Examination, Finding, Signs
from kwidgets.doctor.examination import SHOWN
from kwidgets.forms import give_back
from kwidgets.i18n import bind
from kwidgets.panels.button import button
from kwidgets.panels.doctor import words
from kwidgets.panels.doctor.card import Card


class Board:
    """The cards of the likeliest causes, what follows from them, or that nothing was found.

    Args:
        cure: called with the finding whose button was pressed.
        all_asked: called when all cards are asked for.

    Attributes:
        widget: all of it.
    """

    def __init__(self, cure: Callable[[Finding], None], all_asked: Callable[[], None]) -> None:
        self._cure = cure
        self._cards: dict[tuple[Any, ...], Card] = {}
        self._quiet, self._follows, self._refused = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self._findings, self._rest = widgets.VBox(), widgets.VBox()
        self._findings.add_class("kw-findings")
        self._more = button("doctor.more", all_asked, count=0)
        self._all = False
        rows = [self._refused, self._quiet, self._findings, self._rest, self._follows]
        self.widget = widgets.VBox(rows)

    def made(self) -> list[widgets.Widget]:
        """Its widgets, shown or not."""
        return [self.widget, self._more]

    def open(self) -> None:
        """Show all cards from now on."""
        self._all = True

    def follow(self, found: Examination, signs: Signs | None, can_treat: Callable[[Finding], bool]) -> None:
        """Show what is known now. A card that stays is the same card, with the newest numbers."""
        put(self._refused, words.refused(found.refused))
        put(self._quiet, words.looked(found, signs) if signs is not None and not found.findings else "")
        put(self._follows, words.followed(found))
        case = None if signs is None else signs.case
        shown = found.causes if self._all else found.causes[:SHOWN]
        cards: dict[tuple[Any, ...], Card] = {}
        for finding in shown:
            key = (finding.name, finding.variant, finding.severity, id(case))
            cards[key] = self._cards.get(key) or Card(finding, case, self._cure, curable=can_treat(finding))
            cards[key].follow(finding)
        if list(cards) != list(self._cards):
            self._findings.children = [card.widget for card in cards.values()]
            give_back(card.widget for key, card in self._cards.items() if key not in cards)
        self._cards = cards
        left = len(found.causes) - len(shown)
        if left:
            bind(self._more, "description", "doctor.more", count=left)
        self._rest.children = [self._more] if left else []


def put(widget: widgets.HTML, text: str) -> None:
    """Show a text; what the page has already is not sent again."""
    if widget.value != text:
        widget.value = text
