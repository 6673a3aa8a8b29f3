from __future__ import annotations

from html import escape
from typing import Any

import ipywidgets as widgets
import numpy as np

from kwidgets.i18n import number, t
from kwidgets.live import Axis, Bars, Chart
from kwidgets.panels.inspector.matrices import Array
from kwidgets.panels.inspector.sample import Samples, answers

_MOST = 40  # numbers of an answer that are drawn


class Prediction:
    """What the model answers to the chosen sample, now and before a weight was set by hand.

    Args:
        model: the model.
        samples: the samples.

    Attributes:
        rows: the picture and its words.
    """

    def __init__(self, model: Any, samples: Samples) -> None:
        self._model, self._samples = model, samples
        self._before: Array | None = None
        self._of: Any = None  # the sample that was answered before
        x, y = Axis("inspector.axis.output"), Axis("inspector.axis.value")
        self._chart = Chart("inspector.prediction", x=x, y=y, height=220, zoom=False)
        self._said = widgets.HTML()
        self.rows = [self._chart, self._said]

    def hold(self) -> None:
        """A weight is about to be set: remember what the model answers until now."""
        self._before = self._answer()[0]
        self._of = self._sample

    def show(self, *, edited: bool, running: bool) -> None:
        """Bring picture and words up to date.

        Args:
            edited: whether a weight is set by hand, so that there is a before.
            running: whether more is to come by itself.
        """
        now, labels, error = self._answer()
        if now is None:
            self._said.value = f"<p>{escape(error)}</p>" if error else ""
            self._chart.show([])
            return
        held = edited and not running and self._of == self._sample
        before = self._before if held and self._before is not None and self._before.shape == now.shape else None
        groups = [now] if before is None else [before, now]
        heights = np.stack([group[:_MOST] for group in groups])
        both = before is not None
        names = ["inspector.prediction.before", "inspector.prediction.now"] if both else []
        looks = ["baseline", "train"] if both else ["train"]
        bars = Bars(heights, labels=labels[:_MOST], names=names, looks=looks)
        self._chart.show([bars], running=running)
        self._said.value = "" if before is None else f'<p role="status">{escape(_moved(before, now, labels))}</p>'

    def still(self) -> bytes:
        """The picture as the bytes of a PNG file."""
        return self._chart.still()

    @property
    def _sample(self) -> tuple[int, bool]:
        return self._samples.number, self._samples.given

    def _answer(self) -> tuple[Array | None, list[str], str]:
        """The numbers of the answer and their names; or why there are none."""
        chosen = self._samples.chosen
        if chosen is None:
            return None, [], ""
        try:
            found = answers(self._model, chosen)
        except Exception as error:  # a layer of the learner's may raise anything
            return None, [], t("inspector.sample.refused", error=f"{type(error).__name__}: {error}")
        flat = [np.asarray(answer[0], "float32").reshape(-1) for answer in found]
        names = [""] if len(flat) == 1 else [f"{name} " for name in self._model.intake.answer_names]
        labels = [f"{name}{i}" for name, part in zip(names, flat, strict=True) for i in range(part.size)]
        return np.concatenate(flat), labels, ""


def _moved(before: Array, now: Array, labels: list[str]) -> str:
    """Where the answer moved most, and from where to where."""
    distances = np.abs(np.nan_to_num(now - before, nan=np.inf))
    place = int(distances.argmax())
    if not distances[place]:
        return t("inspector.prediction.still")
    slots = {"before": number(float(before[place])), "now": number(float(now[place]))}
    return t("inspector.prediction.moved", output=labels[place], **slots)
