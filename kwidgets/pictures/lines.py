"""Lines, bands between lines, and lines across the picture. What they are given is checked at once."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import ArrayLike

from kwidgets.pictures.axis import Span, span
from kwidgets.pictures.checks import check_look, same_length
from kwidgets.pictures.layer import Floats, Layer, numbers
from kwidgets.pictures.thin import thinned
from kwidgets.pictures.words import Text

_NOWHERE: Span = (math.nan, math.nan)


@dataclass(frozen=True, slots=True, eq=False)
class Line(Layer):
    """A line through points; it breaks where a value is no finite number.

    Args:
        x: where the points lie, shape `(n,)`.
        y: their heights, shape `(n,)`.
        look: colour and dash, one of `kwidgets.theme.LOOKS`.
        label: what it is called, written at its end or in the legend.
        mark: `"end"` puts a dot on the last point, `"all"` diamonds along the line, `"arrow"` a head on the last
            point of each stretch.
        name: what tests and callbacks call it.

    Raises:
        TypeError, ValueError: for what is not numbers, or arrays of different lengths.
    """

    KIND: ClassVar[str] = "line"
    x: ArrayLike
    y: ArrayLike
    look: str = "a"
    label: Text = ""
    mark: Literal["", "end", "all", "arrow"] = ""
    name: str = ""

    def __post_init__(self) -> None:
        check_look(self.look)
        x, y = same_length("Line", x=self.x, y=self.y)
        x, y = thinned(x, y)
        object.__setattr__(self, "x", x)
        object.__setattr__(self, "y", y)

    def structure(self) -> dict[str, Any]:
        return {"kind": self.KIND, "look": self.look, "label": self.label, "mark": self.mark, "name": self.name}

    def arrays(self) -> Sequence[Floats]:
        return [np.asarray(self.x), np.asarray(self.y)]

    def spans(self) -> tuple[Span, Span]:
        return span(self.x), span(self.y)


@dataclass(frozen=True, slots=True, eq=False)
class Band(Layer):
    """The room between two lines, such as the spread over seeds.

    Args:
        x: where the edges are known, shape `(n,)`.
        low: lower edge, shape `(n,)`.
        high: upper edge, shape `(n,)`.
        look: its colour.
        label: what it is called in the legend.

    Raises:
        TypeError, ValueError: for what is not numbers, or arrays of different lengths.
    """

    KIND: ClassVar[str] = "band"
    x: ArrayLike
    low: ArrayLike
    high: ArrayLike
    look: str = "a"
    label: Text = ""

    def __post_init__(self) -> None:
        check_look(self.look)
        for name, values in zip(
            ("x", "low", "high"), same_length("Band", x=self.x, low=self.low, high=self.high), strict=True
        ):
            object.__setattr__(self, name, values)

    def structure(self) -> dict[str, Any]:
        return {"kind": self.KIND, "look": self.look, "label": self.label}

    def arrays(self) -> Sequence[Floats]:
        return [np.asarray(self.x), np.asarray(self.low), np.asarray(self.high)]

    def spans(self) -> tuple[Span, Span]:
        low, high = span(self.low), span(self.high)
        return span(self.x), (low[0], high[1])


@dataclass(frozen=True, slots=True, eq=False)
class Mark(Layer):
    """A line across the picture at one value.

    Args:
        way: `"vertical"` stands at a value of x, `"horizontal"` at one of y.
        value: where.
        label: what it is called.
        look: colour and dash.
        name: what callbacks call it.
        draggable: whether it can be moved, by pointer and by arrow keys.

    Raises:
        TypeError, ValueError: for another way, a value that is not a number, or a draggable mark without a name.
    """

    KIND: ClassVar[str] = "mark"
    way: Literal["vertical", "horizontal"]
    value: float
    label: Text = ""
    look: str = "baseline"
    name: str = ""
    draggable: bool = False

    def __post_init__(self) -> None:
        check_look(self.look)
        if self.way not in {"vertical", "horizontal"}:
            raise ValueError(f"A Mark is 'vertical' or 'horizontal'; got {self.way!r}.")
        if self.draggable and not self.name:
            raise ValueError("A Mark that can be dragged needs a name, by which on_drag tells it; got name=''.")
        object.__setattr__(self, "value", float(self.value))

    def structure(self) -> dict[str, Any]:
        return {"kind": self.KIND, "way": self.way, "look": self.look, "label": self.label, "name": self.name,
                "draggable": self.draggable}  # fmt: skip

    def arrays(self) -> Sequence[Floats]:
        return [numbers(self.value)]

    def spans(self) -> tuple[Span, Span]:
        here = (self.value, self.value)
        return (here, _NOWHERE) if self.way == "vertical" else (_NOWHERE, here)
