from __future__ import annotations

from typing import Any, ClassVar

import ipywidgets as widgets
import numpy as np

from kwidgets.i18n import number, on_language, t
from kwidgets.live import Axis, Chart, Map
from kwidgets.panels.watch.look import Look
from kwidgets.panels.watch.problem import Problem


class Confusion(Look):
    """How often which class was taken for which.

    Args:
        problem: what the model learns.
    """

    NAME: ClassVar[str] = "confusion"

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        names = problem.names
        self._chart = Chart(
            "watch.confusion.title", zoom=False, height=60 + min(420, max(170, 30 * len(names))),
            x=Axis("watch.confusion.answer", categories=names),
            y=Axis("watch.confusion.truth", categories=names, reverse=True),
        )  # fmt: skip
        self._said = widgets.HTML()
        self._right: tuple[int, int] | None = None
        self.pictures = [self._chart]
        self.rows = [self._chart, self._said]
        on_language(self._speak)

    @classmethod
    def why_not(cls, problem: Problem, /) -> str:
        return "" if problem.kind in {"binary", "classes"} else "watch.confusion.why_not"

    def look(self, session: Any) -> None:
        seen = self.problem.looked_at
        truth = self.problem.labels(seen)
        answer = self.problem.answers(session.model, seen.x).argmax(axis=1)
        matrix = confusion(truth, answer, len(self.problem.names))
        self._right = int(np.trace(matrix)), len(truth)
        self._chart.show(
            [Map(matrix, scale="sequential", low=0, label="watch.confusion.count", numbers=True, legend=False)],
            running=session.running,
        )
        self._speak()

    def _speak(self) -> None:
        if self._right is not None:
            right, count = self._right
            where = "validation" if self.problem.validated else "training"
            share = number(100 * right / count, "%")
            self._said.value = t(f"watch.confusion.{where}", right=right, count=count, share=share)


def confusion(truth: Any, answer: Any, classes: int) -> Any:
    """How often which class was taken for which.

    Args:
        truth: class numbers, shape `(samples,)`.
        answer: class numbers, shape `(samples,)`.
        classes: how many classes there are.

    Returns:
        Array of shape `(classes, classes)`: row the truth, column the answer.
    """
    return np.bincount(truth * classes + answer, minlength=classes * classes).reshape(classes, classes)
