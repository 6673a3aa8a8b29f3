from __future__ import annotations

from html import escape
from typing import Any, ClassVar

import ipywidgets as widgets
import numpy as np

from kwidgets.i18n import bind, number, on_language, t
from kwidgets.live import Axis, Bars, Chart
from kwidgets.panels.watch.look import Look
from kwidgets.panels.watch.problem import Problem
from kwidgets.session.driver import Home


class Probabilities(Look):
    """How sure the model is of each class, for a sample that is chosen.

    Args:
        problem: what the model learns.
    """

    NAME: ClassVar[str] = "probabilities"

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        seen = problem.looked_at
        self._chart = Chart(
            "watch.probabilities.title", x=Axis("watch.probabilities.class"),
            y=Axis("watch.probabilities.share", limits=(0, 1)), zoom=False,
        )  # fmt: skip
        self._number = widgets.BoundedIntText(value=0, min=0, max=seen.number - 1)
        self._number.style.description_width = "initial"
        bind(self._number, "description", "watch.probabilities.sample")
        bind(self._number, "tooltip", "watch.probabilities.sample.tooltip", last=seen.number - 1)
        self._said = widgets.HTML()
        self._session: Any = None
        self._facts: tuple[str, str, float] | None = None
        home = Home()
        self._number.observe(lambda _: home.do(self._again), "value")
        row = widgets.HBox([self._number, self._said])
        row.add_class("kw-row")
        self.pictures = [self._chart]
        self.rows = [self._chart, row]
        on_language(self._speak)

    @classmethod
    def why_not(cls, problem: Problem, /) -> str:
        return "" if problem.kind in {"binary", "classes"} else "watch.confusion.why_not"

    def look(self, session: Any) -> None:
        self._session = session
        seen = self.problem.looked_at
        one = seen.part(slice(int(self._number.value), int(self._number.value) + 1))
        shares = self.problem.answers(session.model, one.x)[0]
        names, truth = self.problem.names, int(self.problem.labels(one)[0])
        right = np.arange(len(names)) == truth
        heights = np.stack([np.where(right, shares, 0), np.where(right, 0, shares)])
        bars = Bars(heights, labels=names, names=["watch.probabilities.right", "watch.probabilities.wrong"],
                    looks=["guess", "validation"])  # fmt: skip
        self._chart.show([bars], running=session.running)
        most = int(np.argmax(shares))
        self._facts = names[truth], names[most], float(shares[most])
        self._speak()

    def _again(self) -> None:
        if self._session is not None:
            self.look(self._session)

    def _speak(self) -> None:
        if self._facts is not None:
            truth, answer, share = self._facts
            percent = number(100 * share, "%")
            if truth == answer:
                words = t("watch.probabilities.hit", truth=truth, share=percent)
            else:
                words = t("watch.probabilities.missed", truth=truth, answer=answer, share=percent)
            self._said.value = escape(words)
