"""The tables of the desk: what is in which file, and what becomes of each layer."""

from __future__ import annotations

from collections.abc import Sequence

from kcore.models.summary import bytes_in_words
from kwidgets.i18n import t
from kwidgets.panels.save_desk.contents import Contents
from kwidgets.panels.save_desk.facts import FACTS
from kwidgets.panels.save_desk.loading import Fate
from kwidgets.panels.table import table


def facts_table(found: Sequence[tuple[str, Contents | None]]) -> str:
    """Facts below each other, files side by side; each cell says what was found."""
    head = [t("desk.facts.fact"), *(name for name, _ in found)]
    rows = [[t(f"desk.facts.{fact}"), *(_cell(fact, inside) for _, inside in found)] for fact in FACTS]
    return table(t("desk.facts"), head, rows)


def _cell(name: str, inside: Contents | None) -> str:
    if inside is None:
        return t("desk.facts.refused")
    fact = inside.facts[name]
    return t("desk.facts.yes" if fact.there else "desk.facts.no", what=fact.words)


def fates_table(fates: Sequence[Fate]) -> str:
    """What becomes of each layer, from where it is filled, or why not."""
    head = [t("desk.fates.layer"), t("desk.fates.fate"), t("desk.fates.place")]
    rows = [[fate.layer, t(f"desk.fate.{fate.kind}"), fate.place or fate.why] for fate in fates]
    return table(t("desk.fates"), head, rows)


def size_words(size: int) -> str:
    """A number of bytes as people read it."""
    return bytes_in_words(size).replace(".00 B", " B")
