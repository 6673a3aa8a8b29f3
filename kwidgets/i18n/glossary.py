"""The glossary: what a term of the field is called in Korean, and what to mind."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import NamedTuple


class Term(NamedTuple):
    """A row of the glossary: the English term, the Korean one, and a remark (may be empty)."""

    english: str
    korean: str
    note: str


@functools.cache
def terms() -> dict[str, Term]:
    """All terms by their English name, in the order in which a learner meets them."""
    import yaml

    text = Path(__file__).with_name("glossary.yaml").read_text(encoding="utf-8")
    rows: dict[str, list[str]] = yaml.safe_load(text)
    return {english: Term(english, korean, note) for english, (korean, note) in rows.items()}
