from __future__ import annotations

import time
from typing import Any, ClassVar, Final

import ipywidgets as widgets
import numpy as np

from kwidgets.forms.lists import Dropdown
from kwidgets.i18n import bind
from kwidgets.live import Axis, Band, Bars, Chart, Line, Mark
from kwidgets.panels.menu import Menu
from kwidgets.panels.watch.distributions import Layers, bars, spread
from kwidgets.panels.watch.look import Look
from kwidgets.panels.watch.problem import Problem
from kwidgets.session.driver import Home

_BUDGET: Final = 0.03  # seconds for the moments of the past in one look


class Histograms(Look):
    """How the weights, answers or gradients of a layer are spread: now, and at every recorded moment before.

    Args:
        problem: what the model learns.
        session: the session, whose model is looked at.
    """

    NAME: ClassVar[str] = "histograms"

    def __init__(self, problem: Problem, session: Any) -> None:
        super().__init__(problem)
        self._session = session
        self._layers = Layers(session.model, problem.seen)
        self._spreads: dict[Any, dict[int, Any]] = {}
        self._course = Chart("watch.histograms.course", x=Axis("live.loss.axis"), height=230)
        self._now = Chart("watch.histograms.now", y=Axis("watch.histograms.share", unit="%"), height=230, zoom=False)
        whats = self._layers.whats or ("weights",)
        self._what = Menu("watch.histograms.what", whats, whats[0], lambda _: self._home.do(self._other))
        self._layer = Dropdown(options=self._layers.names(whats[0]))
        self._layer.style.description_width = "initial"
        bind(self._layer, "description", "watch.histograms.layer")
        self._home = Home()
        self._layer.observe(lambda _: self._home.do(self._again), "value")
        row = widgets.HBox([self._what.widget, self._layer])
        row.add_class("kw-controls")
        self.pictures = [self._course, self._now]
        self.rows = [row, self._course, self._now]

    @property
    def wants_more(self) -> bool:
        """Whether moments of the past are still to be looked at."""
        return bool(self._missing())

    def look(self, session: Any) -> None:
        if self._layer.value is None:
            return
        name, model = str(self._layer.value), session.model
        known = self._known()
        values = self._layers.values(self._what.value, name)  # type: ignore[arg-type]  # one of what was offered
        place, step = session.shown
        known[step] = spread(values)
        if missing := self._missing():
            present, end = model.snapshot(), time.perf_counter() + _BUDGET
            try:
                for kept in missing:
                    model.rewind(kept.moment.model)
                    known[kept.step] = spread(self._layers.values(self._what.value, name))  # type: ignore[arg-type]
                    if time.perf_counter() > end:
                        break
            finally:
                model.rewind(present)
        self._show(session, place, step, known, values)

    def _show(self, session: Any, place: float, step: int, known: dict[int, Any], values: Any) -> None:
        places = {at: where for where, at in session.recorded}
        places[step] = place
        steps = sorted(at for at in known if at in places)
        x = np.array([places[at] for at in steps])
        lines = np.array([known[at] for at in steps]).T
        layers: list[Any] = [
            Band(x, lines[0], lines[6], label="watch.histograms.all"),
            Band(x, lines[1], lines[5]),
            Band(x, lines[2], lines[4]),
            Line(x, lines[3], label="watch.histograms.middle"),
        ]
        if session.looking_back:
            layers.append(Mark("vertical", place, "course.here", look="guess"))
        self._course.show(layers, running=session.running)
        heights, edges = bars(values)
        self._now.show([Bars(heights, edges=edges, label="watch.histograms.values")], running=session.running)

    def _known(self) -> dict[int, Any]:
        run = self._session.current
        self._spreads = {key: value for key, value in self._spreads.items() if key[0] in self._session.runs}
        return self._spreads.setdefault((run, run.cuts, self._what.value, self._layer.value), {})

    def _missing(self) -> list[Any]:
        known = self._known()
        return [kept for kept in self._session.current.recording if kept.step not in known]

    def _other(self) -> None:
        name, names = self._layer.value, self._layers.names(self._what.value)  # type: ignore[arg-type]
        self._layer.options = names
        self._layer.value = name if name in names else names[0]
        self._again()

    def _again(self) -> None:
        if self._session.closed:
            return
        self.look(self._session)
