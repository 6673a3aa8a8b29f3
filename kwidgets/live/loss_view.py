"""The live picture of one training: loss on training and validation set, baseline, guess, progress."""

from __future__ import annotations

import math

from kwidgets.live.course_view import Course, CourseView, Row, row
from kwidgets.live.curves import LossCurves, Progress
from kwidgets.pictures.loss import diverged, epochs_axis, loss_layers


class LossView(CourseView):
    """A live picture of loss curves that a browser draws from `LossCurves`. Arguments: see `CourseView`."""

    def __init__(self, title: str = "live.loss.title", *, unit: str = "", log: bool = False) -> None:
        self._lines: dict[str, tuple[float, str]] = {}
        self._curves = LossCurves()
        self._progress = Progress(0, 0)
        super().__init__(title, unit=unit, log=log)
        self._maker = self._all

    @property
    def lines(self) -> dict[str, tuple[float, str]]:
        """The horizontal lines: by their names where they lie, and the keys of their labels; see `set_line`."""
        return dict(self._lines)

    def set_line(self, name: str, value: float | None, *, label_key: str | None = None) -> None:
        """Draw, move or remove a horizontal line.

        Args:
            name: `"baseline"` or `"guess"`.
            value: where it lies; None removes it.
            label_key: key of its label; without it the one of `live.loss.line.<name>`.

        Raises:
            ValueError: there is no such line, or the value is not a finite number.
        """
        if name not in {"baseline", "guess"}:
            raise ValueError(f"The picture has the lines 'baseline' and 'guess'; {name!r} was asked for.")
        if value is None:
            self._lines.pop(name, None)
        elif not math.isfinite(value):
            raise ValueError(f"The line {name!r} needs a finite number to lie at; got {value!r}.")
        else:
            self._lines[name] = (float(value), label_key or f"live.loss.line.{name}")
        self._again()

    def publish(self, curves: LossCurves, *, progress: Progress, running: bool) -> None:
        """Show this state, now or as soon as a view is there and has drawn what it was sent before.

        Args:
            curves: what was measured; the view keeps it and draws its newest state.
            progress: how far the training is.
            running: whether it runs now. While it does, publish at least twice a second, or the view asks whether
                the kernel is still there.
        """
        self._curves, self._progress = curves, progress
        self.follow(self._all, running=running)

    def _all(self) -> Course:
        curves = {"train": self._curves.train, "validation": self._curves.validation}
        rows = [row(look, f"live.loss.{look}", curve) for look, curve in curves.items()]
        rows += [Row(look, label, value, level=True) for look, (value, label) in self._lines.items()]
        return Course(
            loss_layers(self._curves, self._lines), rows, epochs_axis(curves.values(), self._progress.epochs),
            self._progress, diverged(self._curves),
        )  # fmt: skip
