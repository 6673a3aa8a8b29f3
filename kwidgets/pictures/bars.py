from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike

from kwidgets import theme
from kwidgets.pictures.axis import Span, span
from kwidgets.pictures.checks import check_look, floats
from kwidgets.pictures.layer import Floats, Layer, numbers
from kwidgets.pictures.words import Text


@dataclass(frozen=True, slots=True, eq=False)
class Bars(Layer):
    """Bars, side by side or as a histogram.

    Args:
        heights: shape `(bars,)`, or `(groups, bars)` for groups side by side.
        labels: a name for each bar; the x axis then has these categories.
        edges: or where the bars of a histogram begin and end, shape `(bars + 1,)`.
        names: names of the groups.
        looks: colours of the groups, in their order.
        label: what they are called.

    Raises:
        TypeError, ValueError: for what is not numbers, or lengths that do not fit.
    """

    KIND: ClassVar[str] = "bars"
    heights: ArrayLike
    labels: Sequence[Text] = ()
    edges: ArrayLike | None = None
    names: Sequence[Text] = ()
    looks: Sequence[str] = tuple(theme.SERIES)
    label: Text = ""

    def __post_init__(self) -> None:
        for look in self.looks:
            check_look(look)
        heights = floats("Bars", "heights", self.heights, dimensions=(1, 2))
        heights = heights[None] if heights.ndim == 1 else heights
        object.__setattr__(self, "heights", heights)
        groups, bars = heights.shape
        if self.edges is not None:
            edges = floats("Bars", "edges", self.edges)
            object.__setattr__(self, "edges", edges)
            if len(edges) != bars + 1:
                raise ValueError(f"Bars has {bars} heights, so a histogram has {bars + 1} edges; got {len(edges)}.")
        for what, given, wanted in (("labels", len(self.labels), bars), ("names", len(self.names), groups)):
            if given and given != wanted:
                raise ValueError(f"Bars has heights of shape {heights.shape}, so {wanted} {what}; got {given}.")
        object.__setattr__(self, "looks", tuple(self.looks[g % len(self.looks)] for g in range(groups)))

    def structure(self) -> dict[str, Any]:
        return {"kind": self.KIND, "labels": list(self.labels), "names": list(self.names), "looks": list(self.looks),
                "label": self.label}  # fmt: skip

    def arrays(self) -> Sequence[Floats]:
        return [np.asarray(self.heights).ravel(), numbers() if self.edges is None else np.asarray(self.edges)]

    def spans(self) -> tuple[Span, Span]:
        low, high = span(self.heights)
        if self.edges is not None:
            return span(self.edges), (min(low, 0.0), max(high, 0.0))
        return (-0.5, np.shape(self.heights)[1] - 0.5), (min(low, 0.0), max(high, 0.0))
