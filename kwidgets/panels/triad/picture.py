from __future__ import annotations

from kwidgets.panels.course import CoursePicture, SessionCourse
from kwidgets.panels.triad.model import METRIC
from kwidgets.session import TrainingSession


class Picture:
    """The curves of a training: the error in the unit of the answers, or the loss itself.

    Args:
        unit: unit of the error.
        scale: how many units an error of 1 is.
        baseline: error of a simple rule, in the unit, or None.

    Attributes:
        course: the curves.
        view: the live view.
    """

    def __init__(self, unit: str, scale: float, baseline: float | None) -> None:
        self._unit, self._scale = unit, scale
        self._lines: dict[str, float | None] = {"baseline": baseline, "guess": None}
        self._runs = SessionCourse()
        self.course = CoursePicture(METRIC, "triad.title.error", unit=unit, scale=scale)
        self.view = self.course.view
        self._draw_lines()

    @property
    def lines(self) -> dict[str, float]:
        """The lines that are drawn, by name."""
        return self.course.lines

    @property
    def diverged(self) -> bool:
        """Whether a value was no finite number."""
        return self.course.diverged

    def choose(self, metric: str) -> None:
        """Show "error" or "loss"."""
        if metric == "error":
            self.course.choose(METRIC, "triad.title.error", unit=self._unit, scale=self._scale)
        else:
            self.course.choose("loss", "triad.title.loss")
        self._draw_lines()

    def guess(self, value: float | None) -> None:
        """Draw or move the line of the learner's guess."""
        self._lines["guess"] = value
        self._draw_lines()

    def follow(self, session: TrainingSession | None) -> None:
        """Draw what is new of a training, perhaps of another one than before, or of none."""
        self._runs.follow(session, seen=self.view.views > 0)
        self.course.follow(self._runs.tracks, self._runs.now)

    def still(self) -> bytes:
        """The picture as the bytes of a PNG file."""
        return self.view.still()

    def _draw_lines(self) -> None:
        for name, value in self._lines.items():
            # In the loss's own measure the two lines would lie: they are errors in the unit.
            self.course.set_line(name, value if self.course.metric == METRIC else None)
