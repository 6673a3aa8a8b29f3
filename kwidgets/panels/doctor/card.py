from __future__ import annotations

from collections.abc import Callable
from html import escape

import ipywidgets as widgets

from kwidgets.doctor import Case, Finding
from kwidgets.i18n import on_language, t
from kwidgets.panels.button import button
from kwidgets.panels.doctor.icons import icon
from kwidgets.presenting import answer, on_presenter, presenting


class Card:
    """A finding: what was seen, why it is so, what helps, and a button that does it.

    Args:
        finding: the finding.
        case: what is trained, for the code of the cure.
        curable: whether the button can do anything.
        cure: called at a press.

    Attributes:
        widget: the card.
    """

    def __init__(self, finding: Finding, case: Case | None, cure: Callable[[Finding], None], *, curable: bool) -> None:
        self._finding = finding
        self._code = _code(finding, case) if curable else ""
        self._head, self._why = widgets.HTML(), widgets.HTML()
        self._button = button("doctor.cure", lambda: cure(self._finding))
        self._button.add_class("kw-cure")
        rows = [self._head, self._why, *([self._button] if self._code else [])]
        self.widget = widgets.VBox(rows)
        self.widget.add_class("kw-finding")
        self.widget.add_class(f"kw-{finding.severity}")
        self._speak()
        on_language(self._speak)
        on_presenter(self._speak)

    def follow(self, finding: Finding) -> None:
        """Show the newest numbers of the same finding. What is unfolded stays so."""
        if finding != self._finding:
            self._finding = finding
            self._speak_head()

    def _speak(self) -> None:
        self._speak_head()
        finding = self._finding
        cause = f"<p>{escape(finding.cause)}</p>"
        why = f"<details><summary>{escape(t('doctor.why'))}</summary>{cause}</details>"
        advice = f'<p class="kw-advice">{escape(finding.advice)}</p>'
        code = (
            f"<details><summary>{escape(t('doctor.in_keras'))}</summary><pre>{escape(self._code)}</pre></details>"
            if self._code
            else ""
        )
        name = f"<h4>{escape(finding.title)}</h4>" if presenting() else ""
        lesson = f'<p class="kw-lesson">{escape(t("doctor.lesson", number=finding.lesson))}</p>'
        self._why.value = f"{answer(f'{name}{why}{advice}{code}')}{lesson}"

    def _speak_head(self) -> None:
        finding = self._finding
        title = t("doctor.question") if presenting() else finding.title
        self._head.value = (
            f'<div class="kw-finding-head">{icon(finding.severity)}<div><h4>{escape(title)}</h4>'
            f"<p>{escape(finding.evidence)}</p></div></div>"
        )


def _code(finding: Finding, case: Case | None) -> str:
    """The Keras code of the cure; empty where there is none, or nothing that it could change."""
    if finding.cure is None or case is None:
        return ""
    try:
        return finding.cure.code(case)
    except (ValueError, TypeError, AttributeError):  # a model class of a learner's own cannot be written down anew
        return ""
