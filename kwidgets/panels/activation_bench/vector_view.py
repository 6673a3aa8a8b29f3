from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial

import ipywidgets as widgets

from kwidgets.forms.lists import Dropdown
from kwidgets.i18n import bind, number, t
from kwidgets.live import Chart
from kwidgets.panels.activation_bench.functions import known
from kwidgets.panels.activation_bench.vector import HIGH, LOW, SIZES, Vector
from kwidgets.panels.button import button
from kwidgets.panels.dial import Dial
from kwidgets.panels.shown import hide_others
from kwidgets.pictures import Axis, Bars


class VectorView:
    """Several numbers that go through an activation together.

    Args:
        state: the activation and its inputs.
        do: carries out a command that the page asked for.
        shown: what is shown beside the values: "add" for the list of functions, "slope".

    Attributes:
        widget: all of it.
        outputs: the chart of what comes out.
    """

    def __init__(self, state: Vector, do: Callable[[Callable[[], None]], None], shown: Collection[str]) -> None:
        self._state, self._do = state, do
        self._writing = False
        names = [*known(elementwise=False)]
        if state.function.name not in names:
            names.append(state.function.name)
        self._own = state.function
        self._function = Dropdown(options=names, value=state.function.name)
        self._size = Dropdown(options=[str(size) for size in SIZES], value=str(state.inputs.size))
        self._output = Dropdown(options=["1"], value="1")
        for control, key, chosen in (
            (self._function, "function", self._choose), (self._size, "size", self._resize),
            (self._output, "output", self._ask),
        ):  # fmt: skip
            control.style.description_width = "initial"
            bind(control, "description", f"activation.{key}")
            bind(control, "tooltip", f"activation.{key}.tooltip")
            control.observe(self._telling(chosen), "value")
        self._shift = button("activation.shift", lambda: do(partial(self._move, 1.0)))
        self._dials = [
            Dial("activation.number", LOW, HIGH, 0.0, partial(self._turned, i), number=i + 1) for i in range(SIZES[-1])
        ]
        self.outputs = Chart("activation.chart.outputs", x=Axis("activation.axis.output"), y=Axis(), zoom=False)
        self._slopes = Chart("activation.chart.slopes", x=Axis("activation.axis.input"), y=Axis(), zoom=False)
        self._said = widgets.HTML()
        self._said.add_class("kw-sentence")
        hide_others({"add": [self._function], "slope": [self._output, self._slopes]}, shown)
        pair = widgets.HBox([self.outputs, self._slopes])
        pair.add_class("kw-pair")
        top = widgets.HBox([self._function, self._size, self._output, self._shift])
        top.add_class("kw-controls")
        dials = widgets.VBox([dial.widget for dial in self._dials])
        dials.add_class("kw-dials")
        self.widget = widgets.VBox([top, dials, self._said, pair])
        self.widget.add_class("kw-view")
        self.show()

    def show(self) -> None:
        """Show everything, every word in the language shown."""
        state = self._state
        outputs, slopes, name = state.outputs, state.slopes, state.function.name
        for i, dial in enumerate(self._dials):
            there = i < state.inputs.size
            dial.widget.layout.display = None if there else "none"
            dial.set(float(state.inputs[i]) if there else 0.0)
        self._writing = True
        self._function.value, self._size.value = name, str(state.inputs.size)
        self._output.options = [str(i + 1) for i in range(outputs.size)]
        self._output.value = str(state.output + 1)
        self._writing = False
        self.outputs.show([Bars(outputs, labels=[f"y{i + 1}" for i in range(outputs.size)], label=name)])
        places = [f"x{i + 1}" for i in range(state.inputs.size)]
        shown = [] if slopes is None else [Bars(slopes, labels=places, looks=("b",), label=f"∂y{state.output + 1}/∂x")]
        self._slopes.show(shown)
        said = t("activation.sum", name=name, values=", ".join(map(number, outputs)), sum=number(float(outputs.sum())))
        self._said.value = f'<p role="status">{said}</p>'

    # What the page asks for.

    def _telling(self, chosen: Callable[[str], None]) -> Callable[[dict[str, str]], None]:
        def tell(change: dict[str, str]) -> None:
            if not self._writing:
                self._do(partial(self._dare, chosen, change["new"]))

        return tell

    def _dare(self, chosen: Callable[[str], None], value: str) -> None:
        try:
            chosen(value)
        finally:
            self.show()  # what was refused springs back

    def _choose(self, name: str) -> None:
        self._state.choose(self._own if name == self._own.name else name)

    def _resize(self, size: str) -> None:
        self._state.resize(int(size))

    def _ask(self, output: str) -> None:
        self._state.output = int(output) - 1

    def _move(self, by: float) -> None:
        self._state.shift(by)
        self.show()

    def _turned(self, index: int, value: float) -> None:
        self._do(partial(self._set, index, value))

    def _set(self, index: int, value: float) -> None:
        self._state.set(index, value)
        self.show()
