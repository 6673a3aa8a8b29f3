from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Final

import ipywidgets as widgets
import numpy as np

from kwidgets.forms.lists import ToggleButtons
from kwidgets.i18n import bind, on_language, t
from kwidgets.live import Axis, Chart, Map, Points
from kwidgets.panels.watch.look import Look
from kwidgets.panels.watch.problem import Problem

_CELLS: Final = 50  # in each direction
_MOST: Final = 400  # points that are drawn
_MARGIN: Final = 0.15  # of the width of the data, around them


class Boundary(Look):
    """What the model answers everywhere in the plane of its two features, and the training set on it.

    Args:
        problem: what the model learns.
        features: names of the two features.
        add: called with `x` of shape `(1, 2)` and the class when a learner puts a point of their own into the picture.
    """

    NAME: ClassVar[str] = "boundary"

    def __init__(self, problem: Problem, features: Sequence[str], add: Callable[[Any, int], None]) -> None:
        super().__init__(problem)
        self._add = add
        names = [*features, "x₁", "x₂"][: 2 if features else 4][-2:]
        self._chart = Chart("watch.boundary.title", x=Axis(names[0]), y=Axis(names[1]), height=380)
        self._choice = ToggleButtons(options=[(name, i) for i, name in enumerate(problem.names)])
        self._choice.style.button_width = "auto"
        self._choice.add_class("kw-choice")
        self._hint = widgets.HTML()
        self._hint.add_class("kw-note")
        self.pictures = [self._chart]
        self.rows = [self._chart]
        if problem.names:
            bind(self._choice, "description", "watch.boundary.class")
            self._choice.style.description_width = "initial"
            self.rows = [self._chart, self._choice, self._hint]
            self._chart.on_click(self._clicked)
        self._speak()
        on_language(self._speak)

    @classmethod
    def why_not(cls, problem: Problem, /) -> str:
        return "" if problem.features == 2 and problem.kind != "other" else "watch.boundary.why_not"

    def look(self, session: Any) -> None:
        train: Any = session.loop.samples  # with the points that a learner has added
        x = np.asarray(train.x)
        (x0, y0), (x1, y1) = _ends(x)
        across, up = _centres(x0, x1), _centres(y0, y1)
        grid = np.stack(np.meshgrid(across, up), axis=-1).reshape(-1, 2).astype(x.dtype)
        answer = self.problem.answers(session.model, grid)
        extent = (x0, x1, y0, y1)
        chosen = np.linspace(0, len(x) - 1, min(len(x), _MOST)).astype(int)
        # The newest points, a learner's own among them, are always there.
        chosen = np.union1d(chosen, np.arange(max(0, len(x) - _MOST // 4), len(x)))
        labels = self.problem.labels(train)[chosen]
        px, py = x[chosen].T
        kind, names = self.problem.kind, self.problem.names
        if kind == "regression":
            low, high = float(labels[:, 0].min()), float(labels[:, 0].max())
            ends: Any = {"low": low, "high": high} if low < high else {}
            layers: list[Any] = [
                Map(_square(answer[:, 0]), extent, "sequential", label="watch.answer", smooth=True, **ends),
                Points(px, py, values=labels[:, 0], scale="sequential", label="watch.truth", **ends),
            ]
        elif kind == "binary":
            first = _square(answer[:, 0])
            layers = [
                Map(
                    first,
                    extent,
                    "boundary",
                    0,
                    1,
                    label=lambda: t("watch.boundary.share", name=names[0]),
                    smooth=True,
                ),
                Points(px, py, groups=labels, labels=names, label="watch.truth"),
            ]
        else:
            layers = [
                Map(
                    _square(answer.argmax(axis=1)), extent, "classes", labels=names, label="watch.answer", legend=False
                ),
                Points(px, py, groups=labels, labels=names, label="watch.truth"),
            ]
        self._chart.show(layers, running=session.running)

    def _clicked(self, x: float, y: float) -> None:
        self._add(np.array([[x, y]]), int(self._choice.value))

    def _speak(self) -> None:
        self._hint.value = t("watch.boundary.hint")


def _ends(x: Any) -> Any:
    low, high = x.min(axis=0), x.max(axis=0)
    margin = _MARGIN * np.where(high > low, high - low, 1)
    return (low - margin).tolist(), (high + margin).tolist()


def _centres(low: float, high: float) -> Any:
    edges = np.linspace(low, high, _CELLS + 1)
    return (edges[1:] + edges[:-1]) / 2


def _square(values: Any) -> Any:
    return values.reshape(_CELLS, _CELLS)
