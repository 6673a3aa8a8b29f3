from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import ipywidgets as widgets
import numpy as np

from kcore.autodiff import Array
from kwidgets.i18n import bind, number
from kwidgets.live import Chart
from kwidgets.panels.prediction import Prediction
from kwidgets.pictures import Axis, Layer, Line, Points

MOST = 24  # handles that can be told apart


class Sketch(Prediction[Sequence[float]]):
    """Predict first, a curve: a learner draws it by hand on the plot, and meets it again beside what happened.

    Args:
        key: what the curve is called; a catalog has its `<key>.question`, and names for the axes, `<key>.x` and
            `<key>.y`.
        x: where the curve is asked for, in growing order; there is a handle to drag at each.
        low: least height that there is room for.
        high: largest height.
        value: where the handles lie first; None: all in the middle.

    Attributes:
        widget: what is shown.

    Raises:
        ValueError: for places that do not grow, fewer than two or more than 24, and heights outside the room.
    """

    def __init__(
        self, key: str, x: Sequence[float], low: float, high: float, *, value: Sequence[float] | None = None
    ) -> None:
        self._x = np.asarray(x, dtype=float)
        fits = self._x.ndim == 1 and 2 <= len(self._x) <= MOST and np.isfinite(self._x).all()
        if not fits or (np.diff(self._x) <= 0).any():
            raise ValueError(f"x must be 2 to {MOST} growing numbers; got {x!r}.")
        if not (math.isfinite(low) and math.isfinite(high) and low < high):
            raise ValueError(f"A sketch needs low < high; got low={low!r}, high={high!r}.")
        self.low, self.high = float(low), float(high)
        super().__init__(key, self._checked([(low + high) / 2] * len(self._x) if value is None else value))
        self._drawn = np.array(self.value)
        self._actual: Array | None = None
        room = 0.04 * (high - low)
        self._chart = Chart(
            x=Axis(f"{key}.x"), y=Axis(f"{key}.y", limits=(low - room, high + room)), height=300, zoom=False
        )
        self._chart.on_drag(lambda _, index, __, height: self._home.do(lambda: self._drag(index, height)))
        title = widgets.Label()
        bind(title, "value", f"{key}.question")
        self._lay_out(title, [])
        question, *rest = self.widget.children
        self.widget.children = (question, self._chart, *rest)
        self._draw()

    def happened(self, actual: Sequence[float]) -> None:
        """Note what came out, and draw it beside what was predicted, which stays as it is from now on.

        Args:
            actual: the height at each place.

        Raises:
            ValueError: for another number of heights.
        """
        self._actual = self._heights(actual)
        super().happened(self._actual.tolist())
        self.close()
        self._draw()

    def still(self) -> bytes:
        """The picture as the bytes of a PNG file."""
        return self._chart.still()

    def close(self) -> None:
        super().close()
        self._draw()

    def reopen(self) -> None:
        self._actual = None
        super().reopen()
        self._draw()

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        return {**super()._repr_mimebundle_(**kwargs), "image/png": self.still()}

    def _drag(self, index: int, height: float) -> None:
        if not self.closed and math.isfinite(height):
            self._drawn[index] = min(max(height, self.low), self.high)
            self._draw()

    def _draw(self) -> None:
        layers: list[Layer] = [
            Line(self._x, self._drawn, look="a", label="guess.sketch.drawn"),
            Points(self._x, self._drawn, look="a", name="handles", draggable=not self.closed, size=13),
        ]
        if self._actual is not None:
            layers.append(Line(self._x, self._actual, look="b", label="guess.sketch.actual", mark="all"))
        self._chart.show(layers)

    def _heights(self, heights: Sequence[float]) -> Array:
        found = np.asarray(heights, dtype=float).reshape(-1)
        if len(found) != len(self._x):
            raise ValueError(f"The curve has {len(self._x)} places; got {len(found)} heights.")
        return found

    def _checked(self, value: Sequence[float]) -> Sequence[float]:
        heights = self._heights(value)
        if not ((heights >= self.low) & (heights <= self.high)).all():
            raise ValueError(f"The curve must lie between {self.low:g} and {self.high:g}; got {value!r}.")
        return [float(height) for height in heights]

    def _chosen(self) -> Sequence[float]:
        return [float(height) for height in self._drawn]

    def _put(self, value: Sequence[float]) -> None:
        self._drawn = np.array(value)
        self._draw()

    def _measure(self, value: Sequence[float]) -> float | None:
        """The record keeps how high the curve lies on average."""
        mean = float(np.mean(value))
        return mean if math.isfinite(mean) else None

    def _words(self) -> str:
        return ", ".join(number(height) for height in self.value)
