from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

from kwidgets.checks.verdict import Verdict
from kwidgets.i18n import known, raw, t
from kwidgets.i18n.catalog import slots_of
from kwidgets.presenting import answer


@dataclass(frozen=True, repr=False)
class Feedback:
    """A verdict in words, in the language shown when it is displayed.

    Args:
        exercise: the exercise's id.
        verdict: what the check found.
        hint: the number of failed tries so far; more than `hints` after the last hint was given.
        hints: how many hints there are.
        best: best points of this exercise so far, 0 to 1.
    """

    exercise: str
    verdict: Verdict
    hint: int
    hints: int
    best: float

    @property
    def passed(self) -> bool:
        """Whether the exercise is solved."""
        return self.verdict.passed

    @property
    def points(self) -> float:
        """Points of this try, 0 to 1."""
        return self.verdict.points

    @property
    def _reason(self) -> str:
        """Key of the sentence that says why: the exercise's own, or one that several exercises share."""
        own = f"{self.exercise}.reason.{self.verdict.reason}"
        shared = f"check.reason.{self.verdict.reason}"
        return shared if known(shared) and not known(own) else own

    def lines(self) -> list[str]:
        """What is said, sentence by sentence: verdict, reason, and after a failed try a hint."""
        key = self.exercise
        verdict = t("check.passed" if self.passed else "check.failed")
        wanted = slots_of(raw(self._reason))  # a judge may know more than a sentence tells
        said = [
            f"{self.exercise} · {t(f'{key}.title')}",
            f"{verdict} ({t('check.points', points=f'{self.points:.2g}')})",
            t(self._reason, **{name: value for name, value in self.verdict.slots.items() if name in wanted}),
        ]
        if not self.passed and self.hints:
            number = min(self.hint, self.hints)
            said.append(f"{t('check.hint', number=number, hints=self.hints)} {t(f'{key}.hint.{number}')}")
            if self.hint > self.hints and known(f"{key}.solution"):
                said.append(f"{t('check.solution')} {t(f'{key}.solution')}")
        return said

    def __repr__(self) -> str:
        return "\n".join(self.lines())

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        title, verdict, reason, *help_ = (escape(line) for line in self.lines())
        sign, colour = ("✓", "success") if self.passed else ("✗", "warn")
        html = (
            f'<div role="status" style="border-left: 6px solid var(--jp-{colour}-color1, currentColor);'
            ' padding: 0.5em 1em; max-width: 44em; line-height: 1.6;">'
            f"<div>{title}</div><div><b>{sign} {verdict}</b></div>"
            f"<div>{reason}</div>" + answer("".join(f"<div>{line}</div>" for line in help_)) + "</div>"
        )
        return {"text/plain": repr(self), "text/html": html}
