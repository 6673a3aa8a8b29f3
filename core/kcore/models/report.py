"""What became of the layers when weights were loaded."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Self


class Reason(str):
    """Why a layer was left as it was: a text, and what it says as values, so that others can say it in other words.

    Args:
        kind: 'absent' (no such layer in the file), 'missing' (one of its arrays is not there), 'count' (another number
            of weights), or 'shape'.
        text: the reason in words.
        facts: what fills the words: ``place``, ``weight``, ``found``, ``wanted``.
    """

    __slots__ = ("facts", "kind")
    kind: str
    facts: dict[str, Any]

    def __new__(cls, kind: str, text: str, **facts: Any) -> Self:
        made = super().__new__(cls, text)
        made.kind, made.facts = kind, facts
        return made

    def __getnewargs_ex__(self) -> tuple[tuple[str, str], dict[str, Any]]:
        return (self.kind, str(self)), self.facts


@dataclass
class LoadReport:
    """Which layers were filled from a file, and which were not and why.

    Args:
        filled: each layer whose weights came from the file, with the place there that they came from.
        skipped: name and reason of each layer with weights that was left as it was.
        unused: names of layers in the file that the model has no place for.
    """

    filled: dict[str, str] = field(default_factory=dict)
    skipped: dict[str, Reason] = field(default_factory=dict)
    unused: list[str] = field(default_factory=list)

    def __repr__(self) -> str:
        text = f"<LoadReport: {_layers(len(self.filled))} filled"
        if self.skipped:
            name, reason = next(iter(self.skipped.items()))
            more = ", ..." if len(self.skipped) > 1 else ""
            text += f"; {len(self.skipped)} skipped ({name}: {reason}{more})"
        return text + (f"; {len(self.unused)} of the file unused>" if self.unused else ">")

    def __str__(self) -> str:
        rows = [(name, f"filled from {place}") for name, place in self.filled.items()]
        rows += [(name, f"skipped: {reason}") for name, reason in self.skipped.items()]
        rows += [(name, "in the file only") for name in self.unused]
        width = max((len(name) for name, _ in rows), default=0)
        return "\n".join(f"{name:<{width}}  {what}" for name, what in rows) or "no layers with weights"


def _layers(count: int) -> str:
    return f"{count} layer{'' if count == 1 else 's'}"
