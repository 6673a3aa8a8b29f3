"""The layers of the loss picture: training and validation curve, levels to compare with, where it diverged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from kwidgets.pictures.axis import Axis
from kwidgets.pictures.layer import Layer
from kwidgets.pictures.lines import Line, Mark
from kwidgets.pictures.words import Text


class Curve(Protocol):
    """A measured line, as `kwidgets.live.Curve`."""

    last: tuple[float, float] | None
    best: tuple[float, float] | None
    diverged: float | None

    def points(self) -> NDArray[np.float32]:
        """What is drawn, shape `(n, 2)`."""
        ...


class Curves(Protocol):
    """Both lines of a run, as `kwidgets.live.LossCurves`."""

    @property
    def train(self) -> Curve: ...
    @property
    def validation(self) -> Curve: ...


EMPTY: Final = "live.loss.empty"


def loss_layers(curves: Curves, lines: Mapping[str, tuple[float, Text]]) -> list[Layer]:
    """The layers, the lowest first.

    Args:
        curves: what was measured.
        lines: horizontal lines by their look: where they lie, and their label.
    """
    layers: list[Layer] = [Mark("horizontal", value, label, look=look) for look, (value, label) in lines.items()]
    for look, curve in (("train", curves.train), ("validation", curves.validation)):
        x, y = curve.points().T
        mark: Literal["end", "all"] = "end" if look == "train" else "all"
        layers.append(Line(x, y, look=look, label=f"live.loss.{look}", mark=mark, name=look))
    broken = diverged(curves)
    if broken is not None:
        layers.append(Mark("vertical", broken, "live.loss.diverged", look="alarm"))
    return layers


def diverged(curves: Curves) -> float | None:
    """Where the first value stood that was no finite number."""
    found = (curves.train.diverged, curves.validation.diverged)
    return min((epoch for epoch in found if epoch is not None), default=None)


def epochs_axis(curves: Iterable[Curve], epochs: float = 0) -> Axis:
    """The axis of epochs: as many as are needed, in halves of the plan, so that the first ones are not a speck.

    Args:
        curves: all that are shown.
        epochs: the plan.
    """
    last = max([curve.last[0] for curve in curves if curve.last is not None], default=0.0)
    shown = max(float(epochs), last, 1.0)
    while epochs and shown / 2 >= max(last, 2.0):
        shown /= 2
    return Axis("live.loss.axis", limits=(0.0, shown), whole=True)
