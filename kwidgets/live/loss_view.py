"""The live picture of a training: loss on training and validation set, baseline, guess, progress."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import ClassVar, Final

import traitlets

from kwidgets import i18n
from kwidgets.live.chart import SCRIPTS, Chart
from kwidgets.live.curves import LossCurves, Progress
from kwidgets.live.script import script, style
from kwidgets.pictures import Axis
from kwidgets.pictures.loss import EMPTY, diverged, epochs_axis, loss_layers

_NOTHING: Final = (math.nan, math.nan)


class LossView(Chart):
    """A live picture of loss curves that a browser draws from `LossCurves`.

    Args:
        title_key: key of the title in the catalogs.
        unit: unit of the loss, shown at the axis and the numbers, such as `"°C"`; empty for none.
        log: whether the loss axis is logarithmic; a switch in the view changes it.

    Attributes:
        unit: as the argument; may be changed.
        log: as the argument; may be changed, also by the viewer.
        lines: the horizontal lines, each with `name`, `value` and `label`; see `set_line`.
    """

    LABELS: ClassVar[tuple[str, ...]] = (*Chart.LABELS, "live.loss.", "live.progress.")

    unit = traitlets.Unicode("").tag(sync=True)
    lines = traitlets.List(traitlets.Dict()).tag(sync=True)

    _esm = script(*SCRIPTS, "loss_view.js")
    _css = style("live.css", "chart.css", "loss_view.css")

    def __init__(self, title_key: str = "live.loss.title", *, unit: str = "", log: bool = False) -> None:
        self._lines: dict[str, tuple[float, str]] = {}
        self._curves = LossCurves()
        self._progress = Progress(0, 0)
        super().__init__(title_key, x=Axis("live.loss.axis"), y=Axis(unit=unit, log=log, switch=True), empty=EMPTY)
        self.unit = unit
        self.observe(self._again, ("unit", "log"))

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
        self._relabel()
        self._again()

    def publish(self, curves: LossCurves, *, progress: Progress, running: bool) -> None:
        """Show this state, now or as soon as a view is there and has drawn what it was sent before.

        Args:
            curves: what was measured; the view keeps it and draws its newest state.
            progress: how far the training is.
            running: whether it runs now. While it does, publish at least twice a second, or the view asks whether
                the kernel is still there.
        """
        self._curves, self._progress, self._running = curves, progress, running
        self._news()

    def __repr__(self) -> str:
        """The picture in one line of words, as a screen reader reads it."""
        train, validation = self._curves.train, self._curves.validation
        parts = [] if self._curves else [i18n.t("live.loss.words.empty")]
        if train.last:
            parts.append(i18n.t("live.loss.words.train", value=self._number(train.last[1])))
        if validation.last:
            parts.append(i18n.t("live.loss.words.validation", value=self._number(validation.last[1])))
        if (best := validation.best) is not None:
            parts.append(i18n.t("live.loss.words.best", value=self._number(best[1]), epoch=f"{best[0]:g}"))
        if (broken := diverged(self._curves)) is not None:
            parts.append(i18n.t("live.loss.words.diverged", epoch=f"{broken:.1f}"))
        parts += [f"{line['label']} {self._number(line['value'])}" for line in self.lines]
        return i18n.t("live.words", title=self.title, parts=", ".join(parts))

    def _again(self, _: object = None) -> None:
        self._news()

    def _lay(self) -> None:
        y = Axis(unit=self.unit, log=self.log, switch=True)
        self._content.show(loss_layers(self._curves, self._lines), epochs_axis(self._curves, self._progress.epochs), y)

    def _extra(self) -> Iterable[float]:
        train, validation, progress = self._curves.train, self._curves.validation, self._progress
        left = progress.seconds_left
        return (
            progress.epoch, progress.epochs, progress.batch, progress.steps_per_epoch,
            math.nan if left is None else left,
            (train.last or _NOTHING)[1], (validation.last or _NOTHING)[1],
            *reversed(train.best or _NOTHING), *reversed(validation.best or _NOTHING),
        )  # fmt: skip

    def _number(self, value: float) -> str:
        return i18n.number(value, self.unit)

    def _relabel(self) -> None:
        self.lines = [
            {"name": name, "value": value, "label": i18n.t(key)} for name, (value, key) in self._lines.items()
        ]
        super()._relabel()
