from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kwidgets.i18n import number
from kwidgets.panels.triad.model import METRIC


@dataclass(frozen=True, repr=False)
class TriadResult:
    """How far a training has come, in the unit of the answers.

    Args:
        words: network, objective function and optimizer in one line.
        epochs: whole epochs done.
        train: mean absolute error over the last epoch, None before the first.
        validation: mean absolute error on the validation set after the last epoch, or None.
        best: the lowest of these so far, or None.
        best_epoch: the epoch, from 1, of the lowest, or None.
        baseline: error of the simple rule, or None.
        guess: what the learner predicted, or None.
        unit: such as "°C", or empty.
        still: makes the picture of the curves, as the bytes of a PNG file.
    """

    words: str
    epochs: int
    train: float | None
    validation: float | None
    best: float | None
    best_epoch: int | None
    baseline: float | None
    guess: float | None
    unit: str
    still: Callable[[], bytes] = field(compare=False)

    def __repr__(self) -> str:
        if not self.epochs:
            return f"{self.words}; not trained yet"
        name, error = ("training", self.train) if self.validation is None else ("validation", self.validation)
        shown = "unknown" if error is None else number(error, self.unit)
        return f"{self.words}; epoch {self.epochs}, {name} {shown}"

    def _repr_mimebundle_(self, **_: object) -> dict[str, object]:
        return {"text/plain": repr(self), "image/png": self.still()}


def errors(history: Mapping[str, Sequence[float]], scale: float) -> dict[str, Any]:
    """What a history says about the errors: the fields `epochs` to `best_epoch` of a `TriadResult`.

    Args:
        history: one value an epoch for each metric.
        scale: how many units an error of 1 is.
    """
    train = [value * scale for value in history.get(METRIC, [])]
    validation = [value * scale for value in history.get(f"val_{METRIC}", [])]
    finite = [epoch for epoch, value in enumerate(validation) if math.isfinite(value)]
    best = min(finite, key=validation.__getitem__, default=None)
    return {
        "epochs": len(train),
        "train": train[-1] if train else None,
        "validation": validation[-1] if validation else None,
        "best": None if best is None else validation[best],
        "best_epoch": None if best is None else best + 1,
    }
