from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import ipywidgets as widgets

from kcore.callbacks.monitor_callback import better
from kwidgets.forms import Slider
from kwidgets.forms.lists import Dropdown
from kwidgets.i18n import bind
from kwidgets.panels.course import CoursePicture, SessionCourse
from kwidgets.session import RecordedSession
from kwidgets.session.driver import Home

_ERRORS = ("absolute_error", "root_mean_squared_error", "mae")  # in the names of metrics that have the targets' unit


class Curves:
    """The curves of a session's runs, and what chooses how they are drawn.

    Args:
        model: the model.
        metrics: names of what can be shown, the first one at first; None: all that the model measures.
        baseline: value of a simple rule for the first metric beside the loss, or a dict by name; or None.
        unit: unit of the targets.

    Attributes:
        view: the live view.
        widget: the row that chooses, and the view.

    Raises:
        ValueError: for a metric that the model does not measure.
    """

    def __init__(
        self, model: Any, metrics: Sequence[str] | None, baseline: float | Mapping[str, float] | None, unit: str
    ) -> None:
        known = list(model.metrics_names) or ["loss"]
        names = known if metrics is None else [metrics] if isinstance(metrics, str) else list(metrics)
        for name in names:
            if name not in known:
                raise ValueError(f"metrics: {name!r} is not measured. The model measures {', '.join(known)}.")
        self._model, self._unit, self._lines = model, unit, _lines(baseline, known)
        self._course, self._picture = SessionCourse(), CoursePicture(names[0])
        self.view = self._picture.view
        home = Home()
        self._metric = Dropdown(options=names)
        self._metric.style.description_width = "initial"
        bind(self._metric, "description", "watch.metric")
        self._metric.observe(lambda change: home.do(partial(self._choose, change.new)), "value")
        self._smoothing = Slider(0, 0.95, 0.05)
        bind(self._smoothing, "description", "watch.smoothing")
        bind(self._smoothing, "tooltip", "watch.smoothing.tooltip")
        self._smoothing.observe(lambda change: home.do(partial(self._picture.smooth, change.new)), "value")
        label = widgets.Label()
        bind(label, "value", "watch.smoothing")
        row = widgets.HBox([self._metric, label, self._smoothing])
        row.add_class("kw-controls")
        row.add_class("kw-view")
        self.widget = widgets.VBox([row, self.view])
        self._choose(names[0])

    @property
    def diverged(self) -> bool:
        """Whether the newest value is no finite number."""
        return self._picture.diverged

    def follow(self, session: RecordedSession) -> None:
        """Draw what is new."""
        self._course.follow(session, seen=self.view.views > 0)
        self._picture.follow(self._course.tracks, self._course.now)

    def _choose(self, metric: str) -> None:
        title = "live.loss.title" if metric == "loss" else metric
        unit = self._unit if metric.endswith(_ERRORS) else ""
        self._picture.choose(metric, title, unit=unit, highest=better(self._model, metric) > 0)
        self._picture.set_line("baseline", self._lines.get(metric))


def _lines(baseline: float | Mapping[str, float] | None, known: Sequence[str]) -> dict[str, float]:
    if baseline is None:
        return {}
    if isinstance(baseline, Mapping):
        return {name: float(value) for name, value in baseline.items()}
    return {next((name for name in known if name != "loss"), "loss"): float(baseline)}
