"""The live picture of a training's course: curves, a table of values beside them, how far it is."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

import traitlets

from kwidgets import i18n
from kwidgets.live.chart import SCRIPTS, Chart
from kwidgets.live.curves import Curve, Progress
from kwidgets.live.script import script, style
from kwidgets.pictures import Axis, said
from kwidgets.pictures.layer import Layer
from kwidgets.pictures.loss import EMPTY
from kwidgets.pictures.words import Text


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table beside the curves.

    Args:
        look: colour and dash of the curve or level that it tells about.
        label: what that is called.
        now: the newest value; None before the first.
        best: the best value; None where there is none.
        best_at: its epoch.
        level: whether this is a value to compare with, which has no best.
    """

    look: str
    label: Text
    now: float | None
    best: float | None = None
    best_at: float | None = None
    level: bool = False


def row(look: str, label: Text, curve: Curve) -> Row:
    """The line of the table that tells about a curve."""
    at, best = curve.best or (None, None)
    return Row(look, label, None if curve.last is None else curve.last[1], best, at)


@dataclass(frozen=True, slots=True)
class Course:
    """What a picture of a training shows.

    Args:
        layers: curves and marks, the lowest first.
        rows: the table.
        epochs: the axis of epochs.
        progress: how far the training is.
        diverged: the epoch where the first value stood that was no finite number, or None.
    """

    layers: Sequence[Layer]
    rows: Sequence[Row]
    epochs: Axis
    progress: Progress
    diverged: float | None = None


class CourseView(Chart):
    """A live picture of curves over epochs.

    Args:
        title: the key of a text, plain words, or a function that gives words.
        unit: unit of the values, such as `"°C"`; empty for none.
        log: whether the axis of values is logarithmic; a switch in the view changes it.

    Attributes:
        unit: as the argument; may be changed.
        log: as the argument; may be changed, also by the viewer.
        rows: the looks and words of the table.
    """

    LABELS: ClassVar[tuple[str, ...]] = (*Chart.LABELS, "live.loss.", "live.progress.")

    unit = traitlets.Unicode("").tag(sync=True)
    rows = traitlets.List(traitlets.Dict()).tag(sync=True)

    _esm = script(*SCRIPTS, "course_view.js")
    _css = style("live.css", "chart.css", "course_view.css")

    def __init__(self, title: Text = "live.loss.title", *, unit: str = "", log: bool = False) -> None:
        self._course = Course((), (), Axis("live.loss.axis"), Progress(0, 0))
        self._maker: Callable[[], Course] | None = None
        super().__init__(title, x=Axis("live.loss.axis"), y=Axis(unit=unit, log=log, switch=True), empty=EMPTY)
        self.unit = unit
        self.observe(self._again, ("unit", "log"))

    def follow(self, make: Callable[[], Course], *, running: bool) -> None:
        """Show a training, now or as soon as a view is there and has drawn what it was sent before.

        Args:
            make: gives what is to be shown; called only when it is looked at.
            running: whether it runs now. While it does, call this at least twice a second, or the view asks whether
                the kernel is still there.
        """
        self._maker, self._running = make, running
        self._news()

    def __repr__(self) -> str:
        """The picture in one line of words, as a screen reader reads it."""
        course = self._newest()
        curves, levels = [[row for row in course.rows if row.level is level] for level in (False, True)]
        seen = [row for row in curves if row.now is not None]
        parts = [] if seen else [i18n.t("live.loss.words.empty")]
        parts += [f"{said(row.label)} {self._number(row.now or 0.0)}" for row in seen]
        best = [row for row in seen if row.best is not None][:2][-1:]  # of the validation where there is one
        for row in best:
            slots = {"label": said(row.label), "value": self._number(row.best or 0.0), "epoch": f"{row.best_at:g}"}
            parts.append(i18n.t("live.loss.words.best", **slots))
        if course.diverged is not None:
            parts.append(i18n.t("live.loss.words.diverged", epoch=f"{course.diverged:.1f}"))
        parts += [f"{said(row.label)} {self._number(row.now or 0.0)}" for row in levels]
        return i18n.t("live.words", title=self.title, parts=", ".join(parts))

    def _newest(self) -> Course:
        return self._maker() if self._maker is not None else self._course

    def _again(self, _: object = None) -> None:
        self._news()

    def _lay(self) -> None:
        course = self._course = self._newest()
        self._content.show(course.layers, course.epochs, Axis(unit=self.unit, log=self.log, switch=True))
        self._name_rows()

    def _extra(self) -> Iterable[float]:
        progress = self._course.progress
        numbers = (progress.epoch, progress.epochs, progress.batch, progress.steps_per_epoch, progress.seconds_left)
        rows = [(row.now is not None, row.now, row.best, row.best_at) for row in self._course.rows]
        return [math.nan if value is None else value for row in (numbers, *rows) for value in row]

    def _name_rows(self) -> None:
        rows = [{"look": row.look, "label": said(row.label), "level": row.level} for row in self._course.rows]
        if rows != self.rows:
            self.rows = rows

    def _number(self, value: float) -> str:
        return i18n.number(value, self.unit)

    def _relabel(self) -> None:
        self._name_rows()
        super()._relabel()
