"""What all diagnoses together say, causes first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kwidgets.doctor.diagnoses import DIAGNOSES
from kwidgets.doctor.diagnosis import Diagnosis
from kwidgets.doctor.finding import Finding
from kwidgets.doctor.signs import Signs
from kwidgets.i18n import t

SHOWN: Final = 3  # causes at a time: who reads more does not know where to begin
_RANKS: Final = {"alarm": 0, "warning": 1, "hint": 2}


@dataclass(frozen=True)
class Examination:
    """What was found.

    Args:
        causes: what is wrong, the most likely cause first.
        consequences: what follows from it, and will go with it.
        looked_at: names of the diagnoses that had something to look at.
        refused: the engine's words where it refuses the data; else empty.
    """

    causes: tuple[Finding, ...] = ()
    consequences: tuple[Finding, ...] = ()
    looked_at: tuple[str, ...] = ()
    refused: str = ""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything found, causes before what follows from them."""
        return self.causes + self.consequences

    @property
    def names(self) -> list[str]:
        """Names of the diagnoses that found something, in the order of `findings`."""
        return [finding.name for finding in self.findings]

    def __repr__(self) -> str:
        if not self.findings:
            return t("doctor.words.none", count=len(self.looked_at))
        return "\n".join(f"{number}. {finding}" for number, finding in enumerate(self.causes[:SHOWN], 1))


def examination(signs: Signs, diagnoses: Iterable[Diagnosis] = DIAGNOSES) -> Examination:
    """Ask all diagnoses.

    Args:
        signs: what is known.
        diagnoses: whom to ask.
    """
    asked = [diagnosis for diagnosis in diagnoses if diagnosis.can_see(signs)]
    found = [finding for diagnosis in asked for finding in diagnosis.find(signs)]
    found = list({(each.name, each.variant): each for each in reversed(found)}.values())[::-1]  # each but once
    found.sort(key=lambda finding: _RANKS[finding.severity])
    causes = [each for each in found if not any(each.explained_by(other) for other in found)]
    while rest := [each for each in found if each not in _reached(causes, found)]:
        causes.append(rest[0])  # they explain each other: the one that comes first
    consequences = [each for each in found if each not in causes]
    return Examination(
        tuple(sorted(causes, key=found.index)), tuple(consequences), tuple(one.name for one in asked), signs.refused
    )


def _reached(causes: Iterable[Finding], found: Iterable[Finding]) -> list[Finding]:
    """Causes and what follows from them, perhaps by way of others."""
    reached = list(causes)
    while more := [each for each in found if each not in reached and any(each.explained_by(one) for one in reached)]:
        reached += more
    return reached
