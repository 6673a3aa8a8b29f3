from __future__ import annotations

from html import escape
from typing import Any, ClassVar, Final

import ipywidgets as widgets
import numpy as np

from kwidgets.i18n import number, on_language, t
from kwidgets.live import Axis, Chart, Line, Points
from kwidgets.panels.watch.look import Look
from kwidgets.panels.watch.problem import Problem

_MOST: Final = 300  # points that are drawn


class Scatter(Look):
    """Prediction against truth: the closer to the diagonal, the better.

    Args:
        problem: what the model learns.
        unit: unit of the targets.
    """

    NAME: ClassVar[str] = "scatter"

    def __init__(self, problem: Problem, unit: str) -> None:
        super().__init__(problem)
        self._unit = unit
        self._chart = Chart(
            "watch.scatter.title", x=Axis("watch.truth", unit=unit), y=Axis("watch.answer", unit=unit), equal=True,
            height=380,
        )  # fmt: skip
        self._said = widgets.HTML()
        self._facts: tuple[float, int] | None = None
        self.pictures = [self._chart]
        self.rows = [self._chart, self._said]
        on_language(self._speak)

    @classmethod
    def why_not(cls, problem: Problem, /) -> str:
        return "" if problem.kind == "regression" else "watch.scatter.why_not"

    def look(self, session: Any) -> None:
        seen = self.problem.looked_at
        truth = self.problem.labels(seen)
        answer = self.problem.answers(session.model, seen.x)
        answer = np.broadcast_to(answer, truth.shape) if answer.shape[1] == 1 else answer
        with np.errstate(invalid="ignore", over="ignore"):
            self._facts = float(np.abs(truth - answer, dtype="float64").mean()), len(truth)
        chosen = np.linspace(0, len(truth) - 1, min(len(truth), _MOST)).astype(int)
        outputs = truth.shape[1]
        groups = np.tile(np.arange(outputs), len(chosen))
        ends = [float(truth.min()), float(truth.max())]
        many = {"groups": groups, "labels": [str(i) for i in range(outputs)]} if outputs > 1 else {"look": "a"}
        points = Points(truth[chosen].ravel(), answer[chosen].ravel(), size=7, label="watch.scatter.sample", **many)
        self._chart.show([Line(ends, ends, look="baseline", label="watch.scatter.perfect"), points],
                         running=session.running)  # fmt: skip
        self._speak()

    def _speak(self) -> None:
        if self._facts is not None:
            error, count = self._facts
            where = "validation" if self.problem.validated else "training"
            words = t(f"watch.scatter.{where}", error=number(error, self._unit), count=count)
            self._said.value = escape(words)
