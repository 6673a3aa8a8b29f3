"""What a diagnosis says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from kwidgets.i18n import known, t

if TYPE_CHECKING:
    from kwidgets.doctor.cures import Cure

Severity = Literal["alarm", "warning", "hint"]


@dataclass(frozen=True)
class Finding:
    """Something that is wrong, or will be.

    Its texts lie in the room `diagnosis`, at `diagnosis.<name>.` and one of `title`, `evidence`, `cause`, `cure`; a
    variant has texts of its own with `.<variant>` behind, where it needs them.

    Args:
        name: of the diagnosis.
        slots: the evidence in numbers.
        lesson: the lesson that explains it.
        severity: "alarm" (nothing can come of it), "warning" (much is lost), "hint" (worth knowing).
        variant: which kind of it, or empty.
        cure: what helps, or None.
        explains: names of diagnoses that this one may be the cause of.
        despite: names of diagnoses that cannot be the cause of this one, whatever they explain otherwise.
    """

    name: str
    slots: Mapping[str, str | int | float]
    lesson: int
    severity: Severity = "warning"
    variant: str = ""
    cure: Cure | None = field(default=None, compare=False)
    explains: frozenset[str] = frozenset()
    despite: frozenset[str] = frozenset()

    def explained_by(self, other: Finding) -> bool:
        """Whether another finding may be the cause of this one."""
        return self.name in other.explains and other.name not in self.despite

    @property
    def title(self) -> str:
        """What it is called."""
        return t(self._key("title"))

    @property
    def evidence(self) -> str:
        """What was seen, in numbers."""
        return t(self._key("evidence"), **self.slots)

    @property
    def cause(self) -> str:
        """Why that is so."""
        return t(self._key("cause"))

    @property
    def advice(self) -> str:
        """What helps."""
        return t(self._key("cure"))

    def __str__(self) -> str:
        return f"{self.title} {self.evidence}"

    def _key(self, part: str) -> str:
        key = f"diagnosis.{self.name}.{part}"
        return f"{key}.{self.variant}" if self.variant and known(f"{key}.{self.variant}") else key
