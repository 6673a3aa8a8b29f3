from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kwidgets.live import Axis, Band, Chart, Line, Map, Mark, Points
from kwidgets.panels.race.courses import ModelCourse
from kwidgets.panels.race.lanes import NAMES
from kwidgets.panels.race.runs import Descent, spread
from kwidgets.panels.race.state import RaceState
from kwidgets.panels.race.surfaces import Surface
from kwidgets.panels.race.words import look, short, unit

_CELLS: Final = 72  # along each side of the landscape
_COLOURS: Final = 16  # of heights, so that their edges are the lines of a map


class Pictures:
    """The landscape with the paths on it, and the losses.

    Args:
        state: the race.
        moved: called with x and y when the start was dragged.

    Attributes:
        views: the charts.
    """

    def __init__(self, state: RaceState, moved: Callable[[float, float], None]) -> None:
        self._state = state
        self._drawn: tuple[Surface, Map] | None = None
        self.losses = Chart("race.picture.loss", y=Axis("race.picture.loss", switch=True))
        self.landscape = None if state.surface is None else Chart("race.picture.surface", height=380)
        self.views = [chart for chart in (self.landscape, self.losses) if chart is not None]
        if self.landscape is not None:
            self.landscape.on_drag(lambda name, _, x, y: moved(x, y) if name == "start" else None)

    def show(self, *, running: bool = False) -> None:
        """Draw the race as it is now; what nobody looks at is not computed."""
        if self.landscape is not None and (self.landscape.views or not running):
            self._show_landscape(self.landscape, running=running)
        if self.losses.views or not running:
            self._show_losses(running=running)

    def still(self) -> bytes:
        """The picture that says most, as the bytes of a PNG file."""
        self.show()
        return (self.landscape or self.losses).still()

    def _show_losses(self, *, running: bool) -> None:
        state, measure = self._state, unit(self._state)
        bands, lines = [], []
        for name, lane, runs in zip(NAMES, state.lanes, state.race.runs, strict=False):
            low, middle, high = spread(runs)
            x = np.arange(len(middle))
            if state.seeds > 1:
                bands.append(Band(x, low, high, look=look(name)))
            lines.append(Line(x, middle, look=look(name), label=f"{name} {short(lane, state)}", mark="end", name=name))
        marks = []
        if state.course.baseline is not None:
            label = "race.picture.bottom" if state.surface else "live.loss.line.baseline"
            marks.append(Mark("horizontal", state.course.baseline, label=label, look="baseline", name="baseline"))
        validated = isinstance(state.course, ModelCourse) and state.course.validated
        self.losses.set_title(f"race.picture.loss.{'val' if validated else measure}")
        self.losses.show(
            [*bands, *marks, *lines],
            running=running,
            x=Axis(f"race.picture.{measure}", limits=(0, self._horizon()), whole=True),
        )

    def _horizon(self) -> int:
        """The end of the axis: as much as is needed, in halves of the plan, so that the first steps are not a speck."""
        done = max(len(run.losses) - 1 for runs in self._state.race.runs for run in runs)
        end = self._state.course.length
        while end / 2 >= max(done, 4):
            end = -(-end // 2)
        return max(end, 1)

    def _show_landscape(self, chart: Chart, *, running: bool) -> None:
        course = self._state.course
        if isinstance(course, ModelCourse):
            return
        surface = course.surface
        left, right, bottom, top = surface.extent
        layers: list[Any] = [self._map(surface)]
        if surface.lowest_at:
            x, y = zip(*surface.lowest_at, strict=True)
            layers.append(
                Points(x, y, look="baseline", label="race.picture.lowest", name="lowest", size=11, keys=False)
            )
        for name, runs in zip(NAMES, self._state.race.runs, strict=False):
            path = np.array(runs[0].path if isinstance(runs[0], Descent) else [], float).reshape(-1, 2)
            x, y = _near(path, surface.extent).T
            layers.append(Line(x, y, look=look(name), label=name, mark="end", name=name))
        layers.append(
            Points(
                [course.start[0]],
                [course.start[1]],
                look="guess",
                label="race.picture.start",
                name="start",
                draggable=True,
                size=15,
            )
        )
        chart.show(layers, running=running, x=Axis("x", limits=(left, right)), y=Axis("y", limits=(bottom, top)))

    def _map(self, surface: Surface) -> Map:
        if self._drawn is None or self._drawn[0] is not surface:
            levels = ranked(surface.heights(_CELLS), surface.lowest)
            self._drawn = surface, Map(
                levels, extent=surface.extent, scale="heights", low=0, high=1,
                label="race.picture.height", steps=_COLOURS, smooth=True, legend=False,
            )  # fmt: skip
        return self._drawn[1]


def ranked(heights: NDArray[np.float64], lowest: float | None) -> NDArray[np.float64]:
    """Heights between 0 and 1 on a scale on which low places, where optimizers spend their time, can be told apart.

    Args:
        heights: the heights.
        lowest: the least height where it is known.
    """
    low = float(heights.min()) if lowest is None else min(lowest, float(heights.min()))
    above = heights - low
    unit_of = max(float(np.quantile(above, 0.05)), 1e-12)
    logs = np.log1p(above / unit_of)
    return np.asarray(logs / max(float(logs.max()), 1e-12))


def _near(path: NDArray[np.float64], extent: tuple[float, float, float, float]) -> NDArray[np.float64]:
    """A path without what lies so far outside that nobody can see it; there the line breaks."""
    left, right, bottom, top = extent
    width, height = right - left, top - bottom
    inside = (path[:, 0] > left - 9 * width) & (path[:, 0] < right + 9 * width)
    inside &= (path[:, 1] > bottom - 9 * height) & (path[:, 1] < top + 9 * height)
    return np.where(inside[:, None], path, np.nan)
