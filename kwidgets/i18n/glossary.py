"""The glossary: what a term of the field is called in Korean, what it means, and what an author minds."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import NamedTuple


class Term(NamedTuple):
    """A row of the glossary.

    Attributes:
        english: the English term; several words for the same are separated by commas, the usual one first.
        korean: the Korean term.
        cards: what it means, in a sentence or two, by language.
        note: a remark for authors; may be empty.
    """

    english: str
    korean: str
    cards: dict[str, str]
    note: str


@functools.cache
def terms() -> dict[str, Term]:
    """All terms by their English name, in the order in which a learner meets them."""
    import yaml

    text = Path(__file__).with_name("glossary.yaml").read_text(encoding="utf-8")
    rows: dict[str, dict[str, str]] = yaml.safe_load(text)
    return {
        english: Term(english, row["korean"], {name: row[name] for name in ("ko", "en")}, row.get("note", ""))
        for english, row in rows.items()
    }
