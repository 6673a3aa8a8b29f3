from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import numpy as np

from kwidgets.live import Course, CourseView, Curve, Line, Mark, Progress, Row
from kwidgets.live.course_view import row
from kwidgets.panels.course.run_curves import RunCurves, smoothed
from kwidgets.pictures.layer import Layer
from kwidgets.pictures.loss import epochs_axis
from kwidgets.pictures.thin import thinned
from kwidgets.pictures.words import Text
from kwidgets.session import Reading

_POINTS: Final = 600  # of all curves together: a frame stays small
_LOOKS: Final = ("b", "c", "d", "e", "f")  # of the runs beside the one that is at work


@dataclass(eq=False)
class Track:
    """What a picture asks of a run.

    Args:
        history: one value an epoch for each metric, "val_" before those of validation.
        label: what it is called among others.
        first: number of its first epoch.
        rhythm: after which epochs there was a validation.
        readings: what was read within epochs.
        cuts: how often history and readings were cut.
        pruned: how often every second reading was let go.
    """

    history: Mapping[str, Sequence[Any]]
    label: Text = ""
    first: int = 0
    rhythm: int | Sequence[int] = 1
    readings: list[Reading] = field(default_factory=list)
    cuts: int = 0
    pruned: int = 0


class Now(NamedTuple):
    """How far a training is.

    Args:
        progress: in epochs and batches.
        running: whether it runs.
        at: where one looks back to, in epochs; None at the newest step.
    """

    progress: Progress
    running: bool
    at: float | None = None


class CoursePicture:
    """Curves of one metric: training and validation of the run at work, one curve of each other run, lines.

    Args:
        metric: name in the history of what is shown.
        title: title above the picture.
        unit: unit of the values.
        scale: values are multiplied by it.
        highest: whether the highest value is the best.

    Attributes:
        view: the live view.
        smoothing: how much the past counts in each value shown, 0 to below 1.
    """

    def __init__(
        self, metric: str = "loss", title: Text = "live.loss.title", *, unit: str = "", scale: float = 1.0,
        highest: bool = False,
    ) -> None:  # fmt: skip
        self.view = CourseView(title, unit=unit)
        self.smoothing = 0.0
        self._lines: dict[str, float] = {}
        self._tracks: Sequence[Track] = ()
        self._now = Now(Progress(0, 0), running=False)
        self._curves: dict[Track, RunCurves] = {}
        self._choose(metric, scale, highest=highest)

    @property
    def metric(self) -> str:
        """What is shown."""
        return self._metric

    @property
    def lines(self) -> dict[str, float]:
        """The horizontal lines that are drawn, by name."""
        return dict(self._lines)

    @property
    def diverged(self) -> bool:
        """Whether a value of the run at work is no finite number."""
        values = self._tracks[-1].history.get(self._metric, ()) if self._tracks else ()
        return bool(len(values)) and np.ndim(values[-1]) == 0 and not np.isfinite(values[-1])

    def choose(self, metric: str, title: Text, *, unit: str = "", scale: float = 1.0, highest: bool = False) -> None:
        """Show another metric."""
        self._choose(metric, scale, highest=highest)
        self.view.unit = unit
        self.view.set_title(title)
        self._show()

    def set_line(self, name: str, value: float | None) -> None:
        """Draw, move or remove the line "baseline" or "guess"; None removes it."""
        self._lines.pop(name, None)
        if value is not None:
            self._lines[name] = float(value)
        self._show()

    def smooth(self, share: float) -> None:
        """Mix each value with those before it, whose share this is: 0 for none, below 1."""
        self.smoothing = share
        self._show()

    def follow(self, tracks: Sequence[Track], now: Now) -> None:
        """Show these runs, the one at work last; drawn when somebody looks."""
        self._tracks, self._now = tracks, now
        self._curves = {track: curves for track, curves in self._curves.items() if track in tracks}
        self._show()

    def _choose(self, metric: str, scale: float, *, highest: bool) -> None:
        self._metric, self._scale, self._highest = metric, scale, highest
        self._curves.clear()

    def _show(self) -> None:
        self.view.follow(self._course, running=self._now.running)

    def _course(self) -> Course:
        layers: list[Layer] = []
        rows: list[Row] = []
        *others, main = [self._followed(track) for track in self._tracks] or [RunCurves(self._metric)]
        points = _POINTS // (2 + len(others))
        for (track, curves), look in zip(zip(self._tracks, others, strict=False), _LOOKS * len(others), strict=False):
            curve = curves.train if curves.validation.last is None else curves.validation
            layers.append(self._line(curve, look, track.label, points))
            rows.append(row(look, track.label, curve))
        layers += [
            Mark("horizontal", value, f"live.loss.line.{name}", look=name) for name, value in self._lines.items()
        ]
        for look, curve in (("train", main.train), ("validation", main.validation)):
            layers.append(self._line(curve, look, f"live.loss.{look}", points))
        rows = [*(self._row(look, curve) for look, curve in _both(main)), *rows]
        rows += [Row(name, f"live.loss.line.{name}", value, level=True) for name, value in self._lines.items()]
        broken = min((c.diverged for _, c in _both(main) if c.diverged is not None), default=None)
        if broken is not None:
            layers.append(Mark("vertical", broken, "live.loss.diverged", look="alarm"))
        if self._now.at is not None:
            layers.append(Mark("vertical", self._now.at, "course.here", look="guess"))
        shown = [curve for run in (main, *others) for _, curve in _both(run)]
        return Course(layers, rows, epochs_axis(shown, self._now.progress.epochs), self._now.progress, broken)

    def _followed(self, track: Track) -> RunCurves:
        curves = self._curves.get(track)
        if curves is None:
            curves = RunCurves(self._metric, highest=self._highest, scale=self._scale, rhythm=track.rhythm)
            self._curves[track] = curves
        curves.follow(track.history, track.readings, track.cuts + track.pruned, track.first)
        return curves

    def _line(self, curve: Curve, look: str, label: Text, most: int) -> Line:
        points = curve.points()
        x, y = thinned(points[:, 0], points[:, 1], most)
        mark: Any = "all" if look == "validation" else "end"
        return Line(x, smoothed(y, self.smoothing), look=look, label=label, mark=mark, name=look)

    def _row(self, look: str, curve: Curve) -> Row:
        """The line of the table; where one looks back, the value of then."""
        made = row(look, f"live.loss.{look}", curve)
        if self._now.at is None or curve.last is None:
            return made
        x, y = curve.points().T
        before = np.flatnonzero(x <= self._now.at + 1e-6)
        return Row(look, made.label, float(y[before[-1]]) if len(before) else None, made.best, made.best_at)


def _both(curves: RunCurves) -> tuple[tuple[str, Curve], tuple[str, Curve]]:
    return ("train", curves.train), ("validation", curves.validation)
