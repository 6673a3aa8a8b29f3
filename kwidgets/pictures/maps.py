from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kwidgets.pictures.axis import Span, span
from kwidgets.pictures.checks import check_scale, floats
from kwidgets.pictures.layer import Floats, Layer, numbers
from kwidgets.pictures.words import Text

LEVELS: Final = 65534  # of a cell, between lowest and highest value; one more stands for NaN
NO_VALUE: Final = 65535


@dataclass(frozen=True, slots=True, eq=False)
class Map(Layer):
    """A matrix as coloured cells, under everything else.

    Args:
        values: shape `(rows, columns)`: row i lies at the i-th height, counted from the y axis' beginning, as
            `numpy.meshgrid` numbers them. NaN and infinite cells are hatched. With `scale="classes"` whole numbers.
        extent: `(x0, x1, y0, y1)`, the outer edges; None: cell `(i, j)` has its centre at x = j, y = i.
        scale: `"sequential"`, `"diverging"`, `"boundary"` and `"heights"` (the same, pale enough for points to stand
            out), `"grey"`, or `"classes"` (one colour a class).
        low: value of the first colour; None: the lowest, but as far below 0 as the other is above if it diverges.
        high: value of the last colour; None: the highest.
        label: what the colours mean.
        labels: names of the classes.
        unit: unit of the values.
        smooth: whether colours flow between the centres of cells.
        steps: number of colours, as in a map of heights; 0 for all.
        numbers: whether each cell shows its value, if there is room.
        legend: whether the colours are explained below the picture.

    Raises:
        TypeError, ValueError: for what is not a matrix of numbers, or limits the wrong way round.
    """

    KIND: ClassVar[str] = "map"
    values: ArrayLike
    extent: tuple[float, float, float, float] | None = None
    scale: str = "sequential"
    low: float | None = None
    high: float | None = None
    label: Text = ""
    labels: Sequence[Text] = ()
    unit: str = ""
    smooth: bool = False
    steps: int = 0
    numbers: bool = False
    legend: bool = True

    def __post_init__(self) -> None:
        check_scale(self.scale, classes=True)
        values = floats("Map", "values", self.values, dimensions=(2,))
        if not values.size:
            raise ValueError(f"Map wants at least one cell; got shape {values.shape}.")
        object.__setattr__(self, "values", values)
        if self.low is not None and self.high is not None and not self.low < self.high:
            raise ValueError(f"A Map needs low < high; got low={self.low!r}, high={self.high!r}.")

    @property
    def edges(self) -> tuple[float, float, float, float]:
        """The outer edges `(x0, x1, y0, y1)`."""
        rows, columns = np.shape(self.values)
        return self.extent or (-0.5, columns - 0.5, -0.5, rows - 0.5)

    def structure(self) -> dict[str, Any]:
        return {
            "kind": self.KIND, "scale": self.scale, "label": self.label, "labels": list(self.labels), "unit": self.unit,
            "smooth": self.smooth, "steps": self.steps, "numbers": self.numbers,
            "legend": self.legend,
        }  # fmt: skip

    def arrays(self) -> Sequence[Floats]:
        return [numbers(*np.shape(self.values), *self.edges, *self.ends(), *_held(span(self.values)))]

    def cells(self) -> NDArray[np.uint16]:
        """Each cell as a level between the lowest (0) and the highest value (`LEVELS`), row by row."""
        return levels(np.asarray(self.values), *_held(span(self.values)))

    def ends(self) -> Span:
        """Values of the first and the last colour."""
        return colour_ends(self.values, self.scale, self.low, self.high)

    def spans(self) -> tuple[Span, Span]:
        x0, x1, y0, y1 = self.edges
        return (min(x0, x1), max(x0, x1)), (min(y0, y1), max(y0, y1))


def colour_ends(values: object, scale: str, low: float | None = None, high: float | None = None) -> Span:
    """Values of the first and the last colour of a scale.

    Args:
        values: what is shown.
        scale: name of the scale; the middle of one that diverges is 0 unless both ends are given.
        low: value of the first colour, or None.
        high: value of the last colour, or None.
    """
    lowest, highest = _held(span(values))
    if scale in {"diverging", "boundary"} and (low is None or high is None):
        far = max(abs(v) for v in ((lowest, highest) if low is None and high is None else (low or 0.0, high or 0.0)))
        lowest, highest = -far, far
    low = lowest if low is None else low
    high = highest if high is None else high
    return (low, high) if low < high else (low, low + (abs(low) or 1.0))


def levels(values: Floats, low: float, high: float) -> NDArray[np.uint16]:
    """Values as whole numbers from 0 (low) to `LEVELS` (high), and `NO_VALUE` for what is no finite number."""
    with np.errstate(invalid="ignore", over="ignore"):
        made = (values - np.float32(low)) * np.float32(LEVELS / ((high - low) or 1.0))
    broken = ~np.isfinite(made)
    if broken.any():
        made[broken] = NO_VALUE
    return np.rint(made).astype("<u2").ravel()


def _held(ends: Span) -> Span:
    return (0.0, 1.0) if math.isnan(ends[0]) else ends  # where no cell has a value
