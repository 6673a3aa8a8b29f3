"""The live picture of a training: loss on training and validation set, baseline, guess, progress."""

from __future__ import annotations

import base64
import math
from typing import Any, ClassVar, Final

import numpy as np
import traitlets

from kwidgets import i18n, stills
from kwidgets.live.curves import LossCurves, Progress
from kwidgets.live.script import script, style
from kwidgets.live.view import LiveView

_NOTHING: Final = (math.nan, math.nan)


class LossView(LiveView):
    """A live picture of loss curves that a browser draws from `LossCurves`.

    Args:
        title_key: key of the title in the catalogs.
        unit: unit of the loss, shown at the axis and the numbers, such as `"°C"`; empty for none.
        log: whether the loss axis is logarithmic; a switch in the view changes it.

    Attributes:
        title: the title in the current language.
        unit: as the argument; may be changed.
        log: as the argument; may be changed, also by the viewer.
        lines: the horizontal lines, each with `name`, `value` and `label`; see `set_line`.
    """

    LABELS: ClassVar[tuple[str, ...]] = (*LiveView.LABELS, "live.loss.", "live.progress.")

    title = traitlets.Unicode("").tag(sync=True)
    unit = traitlets.Unicode("").tag(sync=True)
    log = traitlets.Bool(False).tag(sync=True)
    lines = traitlets.List(traitlets.Dict()).tag(sync=True)

    _esm = script("live.js", "axes.js", "cursor.js", "loss_view.js")
    _css = style("live.css", "loss_view.css")

    def __init__(self, title_key: str = "live.loss.title", *, unit: str = "", log: bool = False) -> None:
        self._title_key = title_key
        self._lines: dict[str, tuple[float, str]] = {}
        self._curves = LossCurves()
        self._progress = Progress(0, 0)
        self._running = False
        super().__init__()
        self.unit = unit
        self.log = log

    def set_title(self, key: str) -> None:
        """Show another title, such as that of another metric."""
        self._title_key = key
        self._relabel()

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

    def publish(self, curves: LossCurves, *, progress: Progress, running: bool) -> None:
        """Show this state, now or as soon as a view is there and has drawn what it was sent before.

        Args:
            curves: what was measured; the view keeps it and draws its newest state.
            progress: how far the training is.
            running: whether it runs now. While it does, publish at least twice a second, or the view asks whether
                the kernel is still there.
        """
        self._curves, self._progress, self._running = curves, progress, running
        self._fresh = True
        self._flush()

    def _pack(self) -> bytes:
        train, validation = self._curves.train, self._curves.validation
        progress = self._progress
        left = progress.seconds_left
        points = [train.points(), validation.points()]
        head = (
            self._running, progress.epoch, progress.epochs, progress.batch, progress.steps_per_epoch,
            math.nan if left is None else left,
            (train.last or _NOTHING)[1], (validation.last or _NOTHING)[1],
            *reversed(train.best or _NOTHING), *reversed(validation.best or _NOTHING),
            math.nan if (broken := self._diverged()) is None else broken,
            len(points[0]), len(points[1]),
        )  # fmt: skip
        with np.errstate(over="ignore"):
            numbers = np.asarray(head, dtype="<f4")
        return numbers.tobytes() + b"".join(curve.T.astype("<f4").tobytes() for curve in points)

    def still(self) -> bytes:
        """The same picture as the bytes of a PNG file."""
        lines = {line["name"]: (line["value"], line["label"]) for line in self.lines}
        return stills.loss_still(self._curves, lines, title=self.title, unit=self.unit, log=self.log)

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
        if (broken := self._diverged()) is not None:
            parts.append(i18n.t("live.loss.words.diverged", epoch=f"{broken:.1f}"))
        parts += [
            i18n.t("live.loss.words.line", label=line["label"], value=self._number(line["value"]))
            for line in self.lines
        ]
        return i18n.t("live.loss.words", title=self.title, parts=", ".join(parts))

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        data, metadata = super()._repr_mimebundle_(**kwargs) or ({}, {})
        data["text/plain"] = repr(self)
        if self._curves:
            data["image/png"] = base64.b64encode(self.still()).decode("ascii")
        return data, metadata

    def _number(self, value: float) -> str:
        return i18n.number(value, self.unit)

    def _diverged(self) -> float | None:
        """Where the first value stood that was no finite number."""
        found = (self._curves.train.diverged, self._curves.validation.diverged)
        return min((epoch for epoch in found if epoch is not None), default=None)

    def _relabel(self) -> None:
        self.title = i18n.t(self._title_key)
        self.lines = [
            {"name": name, "value": value, "label": i18n.t(key)} for name, (value, key) in self._lines.items()
        ]
        super()._relabel()
