"""Drawings that say how bad a finding is: form and colour both."""

from __future__ import annotations

from html import escape
from typing import Final

from kwidgets.i18n import t

_FORMS: Final = {
    "alarm": '<path d="M7 1.5h6L18.5 7v6L13 18.5H7L1.5 13V7zM10 5.5v5.5M10 14v.5"/>',
    "warning": '<path d="M10 2 18.5 17.5h-17zM10 8v4.5M10 15v.2"/>',
    "hint": '<circle cx="10" cy="10" r="8"/><path d="M10 9.5V14M10 6v.2"/>',
    "healthy": '<circle cx="10" cy="10" r="8"/><path d="M6 10.5 9 13.5 14.5 7"/>',
}


def icon(severity: str) -> str:
    """A drawing as SVG, with the word that it stands for; "healthy" stands beside words that say so."""
    name = f' role="img" aria-label="{escape(t(f"doctor.severity.{severity}"))}"' if severity != "healthy" else ""
    hidden = "" if name else ' aria-hidden="true"'
    return f'<svg class="kw-sign kw-{severity}" viewBox="0 0 20 20"{name}{hidden}>{_FORMS[severity]}</svg>'
