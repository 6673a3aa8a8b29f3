from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from typing import Any

import ipywidgets as widgets
import numpy as np

from kcore.autodiff import Array
from kcore.layers import Dense
from kwidgets.forms import Form
from kwidgets.i18n import number, t
from kwidgets.live import Chart
from kwidgets.panels.activation_bench.curves import HIGH, LOW, Curves
from kwidgets.panels.activation_bench.data import Effect, edges_for, histogram
from kwidgets.panels.activation_bench.functions import known
from kwidgets.panels.activation_bench.source import Source
from kwidgets.panels.adder import Adder
from kwidgets.panels.chosen_rows import LOOKS, ChosenRows
from kwidgets.panels.dial import Dial
from kwidgets.panels.menu import Menu
from kwidgets.panels.shown import hide_others
from kwidgets.pictures import Axis, Bars, Layer, Line, Mark, Points

_REACH = 3.0  # most activations answer with numbers near 0; larger ones would leave no bins for these
_SHOWN = {"value": (-6.0, 6.4), "slope": (-1.5, 2.5)}  # the room that curves get, even those that rise for ever


class CurveView:
    """The curves, their slopes, and what they do to data.

    Args:
        state: the activations.
        source: where the data come from.
        do: carries out a command that the page asked for.
        shown: what is shown beside the values: "add", "slope", "data".

    Attributes:
        widget: all of it.
        value: the chart of the curves.
    """

    def __init__(
        self, state: Curves, source: Source, do: Callable[[Callable[[], None]], None], shown: Collection[str]
    ) -> None:
        self._state, self._source, self._do, self._shown = state, source, do, shown
        self._lines: dict[str, list[Line]] = {}
        self._effects: list[Effect] = []
        self._adder = Adder("activation.add", lambda name: do(partial(self._add, name)))
        self._rows = ChosenRows(
            lambda index: do(partial(self._remove, index)), lambda *change: do(partial(self._set, *change))
        )
        self._x = Dial("activation.x", LOW, HIGH, state.x, lambda x: do(partial(self._look, x)))
        axis = Axis("activation.axis.x", limits=(LOW, HIGH))
        self.value = Chart("activation.chart.value", x=axis, y=Axis("f(x)"))
        self._slope = Chart("activation.chart.slope", x=axis, y=Axis("f′(x)"))
        for chart in (self.value, self._slope):
            chart.on_drag(lambda _name, _index, x, _y: do(partial(self._look, x)))
        share = Axis("activation.axis.share", "%")
        self._before = Chart("activation.chart.before", x=Axis("activation.axis.value"), y=share)
        self._after = Chart("activation.chart.after", x=Axis("activation.axis.after"), y=share)
        self._kind = Menu("activation.source", source.kinds, source.kind, partial(self._choose, "kind"))
        self._dials = {
            name: Dial(f"activation.{name}", low, high, getattr(source, name), partial(self._choose, name), log=log)
            for name, low, high, log in (
                ("mean", -5.0, 5.0, False), ("deviation", 0.05, 20.0, True), ("inputs", 1, 1000, True),
            )
        }  # fmt: skip
        self._form = Form(Dense, {"units": 64}, only=["kernel_initializer"])
        self._form.observe(lambda _, value: self._choose("initializer", value))
        pairs = [widgets.HBox(charts) for charts in ([self.value, self._slope], [self._before, self._after])]
        for pair in pairs:
            pair.add_class("kw-pair")
        top = widgets.HBox([self._adder.widget, self._x.widget])
        dials = widgets.HBox([self._kind.widget, *(dial.widget for dial in self._dials.values()), self._form.widget])
        for row in (top, dials):
            row.add_class("kw-controls")
        hide_others({"add": [self._adder.widget], "slope": [self._slope], "data": [dials, pairs[1]]}, shown)
        self.widget = widgets.VBox([top, pairs[0], self._rows.widget, dials, pairs[1]])
        self.widget.add_class("kw-view")
        self.recompute()

    def recompute(self) -> None:
        """Compute curves and data anew, and show them."""
        state = self._state
        looks = zip(range(len(state.functions)), LOOKS, state.functions, strict=False)
        self._lines = {"value": [], "slope": []}
        self._effects = [state.effect(i) for i in range(len(state.functions))]
        for i, look, function in looks:
            value, slope = state.at(i, state.grid)
            for kind, y in (("value", value), ("slope", slope)):
                if y is not None:
                    self._lines[kind].append(Line(state.grid, _cut(y, kind), look=look, label=function.name))
        self._adder.show([name for name in known(elementwise=True) if name not in {f.name for f in state.functions}])
        self._show_data()
        self.show()

    def show(self) -> None:
        """Show the input that is looked at, and every word in the language shown."""
        state = self._state
        self._x.set(state.x)
        here = [state.here(i) for i in range(len(state.functions))]
        self.value.show([*self._lines["value"], *self._at("value", [value for value, _ in here])])
        self._slope.show([*self._lines["slope"], *self._at("slope", [slope for _, slope in here])])
        words = [self._words(*one, effect) for one, effect in zip(here, self._effects, strict=True)]
        self._rows.show(state.functions, words)

    def _at(self, kind: str, heights: list[float | None]) -> list[Layer]:
        x, (low, high) = self._state.x, _SHOWN[kind]
        mark = Mark("vertical", x, f"x = {number(x)}", look="baseline", name="x", draggable=True)
        there = [(h, look) for h, look in zip(heights, LOOKS, strict=False) if h is not None and low <= h <= high]
        return [mark, *(Points([x], [height], look=look, keys=False) for height, look in there)]

    def _show_data(self) -> None:
        values = self._state.values
        edges = edges_for([values])
        self._before.show([Bars(histogram(values, edges), edges=edges, looks=("baseline",))])
        edges = edges_for([effect.after for effect in self._effects], reach=_REACH)
        outline = np.repeat(edges, 2)[1:-1]
        shapes = [np.repeat(histogram(effect.after, edges), 2) for effect in self._effects]
        named = zip(shapes, LOOKS, self._state.functions, strict=False)
        self._after.show([Line(outline, shape, look=look, label=one.name) for shape, look, one in named])
        there = {"normal": ("mean", "deviation"), "dense": ("deviation", "inputs"), "own": ()}[self._source.kind]
        for name, dial in self._dials.items():
            dial.widget.layout.display = None if name in there else "none"
            dial.set(getattr(self._source, name))
        self._form.widget.layout.display = None if self._source.kind == "dense" else "none"

    def _words(self, value: float, slope: float | None, effect: Effect) -> str:
        x = number(self._state.x)
        said = [f"f({x}) = <b>{number(value)}</b>"]
        if "slope" in self._shown:
            said.append(t("activation.no_slope") if slope is None else f"f′({x}) = <b>{number(slope)}</b>")
        if "data" in self._shown:
            flat = "" if effect.flat is None else t("activation.flat", share=f"{100 * effect.flat:.0f}")
            told = t("activation.effect", mean=number(effect.mean), deviation=number(effect.deviation))
            said.append(f"{told} {flat}")
        return " ".join(f"<span>{words}</span>" for words in said)

    # What the page asks for.

    def _add(self, name: str) -> None:
        self._state.add(name)
        self.recompute()

    def _remove(self, index: int) -> None:
        self._state.remove(index)
        self.recompute()

    def _set(self, index: int, name: str, value: Any) -> None:
        try:
            self._state.set(index, **{name: value})
        except (ValueError, TypeError) as error:
            self._rows.refuse(index, str(error))
        else:
            self.recompute()

    def _look(self, x: float) -> None:
        self._state.look_at(x)
        self.show()

    def _choose(self, name: str, value: Any) -> None:
        self._do(partial(self._take, name, value))

    def _take(self, name: str, value: Any) -> None:
        before = getattr(self._source, name)
        setattr(self._source, name, value)
        try:
            self._state.values = self._source.values()
        except Exception:
            setattr(self._source, name, before)
            raise
        self.recompute()


def _cut(y: Array, kind: str) -> Array:
    """A curve without what lies outside the room it gets."""
    low, high = _SHOWN[kind]
    return np.where((y >= low) & (y <= high), y, np.nan)
