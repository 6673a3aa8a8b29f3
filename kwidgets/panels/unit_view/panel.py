from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

import ipywidgets as widgets

from kwidgets.forms.lists import Dropdown
from kwidgets.i18n import bind, number, on_language
from kwidgets.panels.button import button
from kwidgets.panels.menu import Menu
from kwidgets.panels.panel import Panel
from kwidgets.panels.stepper import Stepper
from kwidgets.panels.unit_view.pages import page, sentence
from kwidgets.panels.unit_view.picture import still
from kwidgets.panels.unit_view.state import STAGES, UnitViewState
from kwidgets.panels.unit_view.unit_rows import UnitRows
from kwidgets.session import follow, touched


class UnitView(Panel):
    """What a model computes, number by number: one unit, then a layer, then one batch both ways.

    It walks step by step, by buttons and by the left and right arrow keys, and follows a model that is training. The
    model stays as it is, unless "take this step" is pressed.

    Args:
        model: a Sequential or functional model.
        x: inputs, the first axis the samples; a list or dict of arrays for a model with several inputs.
        y: targets; without them there is no way back.
        stage: what is looked at first: "unit", "layer" or "batch".
        batch_size: samples of the batch.
        language: "ko" or "en" for everything on the screen; None: as it is.

    Attributes:
        widget: the panel.
        model: the model.

    Raises:
        ValueError, TypeError: for a model class with a call of its own, and data that do not fit.
    """

    ROOM = "unit"
    SHEET = Path(__file__).with_name("unit_view.css")

    def __init__(
        self,
        model: Any,
        x: Any,
        y: Any = None,
        *,
        stage: str = "unit",
        batch_size: int = 4,
        language: str | None = None,
    ) -> None:
        super().__init__(language=language)
        self._state = UnitViewState(model, x, y)
        self._state.choose(stage=stage, batch_size=batch_size)
        self.model = model
        self._stage = Menu("unit.stage", STAGES, stage, partial(self._choose, "stage"), tabs=True)
        self._box = Dropdown(options=self._boxes(), value=self._state.box)
        self._numbers = {
            name: widgets.BoundedIntText(min=low, max=high, value=getattr(self._state, name))
            for name, low, high in (
                ("unit", 0, 1), ("sample", 0, self._state.samples - 1), ("batch_size", 1, self._state.samples),
            )
        }  # fmt: skip
        self._writing = False
        for name, control in (("box", self._box), *self._numbers.items()):
            control.style.description_width = "initial"
            bind(control, "description", f"unit.{name}")
            bind(control, "tooltip", f"unit.{name}.tooltip")
            control.observe(self._telling(name), "value")
        self._stepper = Stepper(lambda step: self._do(partial(self._go, step)))
        self._sentence, self._page = widgets.HTML(), widgets.HTML()
        self._rows = UnitRows(lambda i, value: self._do(partial(self._change, i, value)))
        self._take = button("unit.take", lambda: self._do(self._take_step))
        self._take.add_class("kw-run")
        chosen = widgets.HBox([self._box, *self._numbers.values()])
        walk = widgets.HBox([self._stepper, self._take])
        for box in (chosen, walk):
            box.add_class("kw-controls")
        self._sentence.add_class("kw-sentence")
        self._lay_out([self._stage.widget, chosen, walk, self._sentence, self._rows.widget, self._page], says_after=3)
        self._show()
        on_language(self._show)
        follow(model, self._follow)

    @property
    def stage(self) -> str:
        """What is looked at: "unit", "layer" or "batch"."""
        return self._state.stage

    @property
    def step(self) -> int:
        """The step of the walk, from 0."""
        return self._state.step

    def show(self, **parts: Any) -> None:
        """Look at another part, as a learner does in the panel.

        Args:
            **parts: `stage`, `box` (the number of a layer's call), `unit`, `sample`, `batch_size` or `step`.

        Raises:
            ValueError: for a part that the model, or the data, do not have.
            TypeError: for another name.
        """
        step = parts.pop("step", None)
        self._state.choose(**parts)
        if step is not None:
            self._state.go(step)
        self._show()

    def still(self) -> bytes:
        """What is looked at as the bytes of a PNG file."""
        return still(self._state)

    def _words(self) -> str:
        state = self._state
        names = " → ".join(box.name for box in state.boxes)
        return f"{names}; {state.stage}, step {state.step + 1} of {len(state.steps)}: {state.now.kind}"

    def _do(self, command: Callable[[], None]) -> None:
        self._do_between_steps(self.model, command)

    # What is asked for in the page.

    def _choose(self, name: str, value: Any) -> None:
        self._do(lambda: self.show(**{name: value}))

    def _telling(self, name: str) -> Callable[[Any], None]:
        def tell(change: Any) -> None:
            if not self._writing:
                self._choose(name, change.new)

        return tell

    def _go(self, step: int) -> None:
        self._state.go(step)
        self._show()

    def _change(self, i: int, value: float) -> None:
        self._state.change(i, value)
        self._show()

    def _take_step(self) -> None:
        before = self._state.take_step()
        self._says.say("unit.taken", before=number(before), after=number(self._state.batch.loss or 0.0))
        touched(self.model)
        self._show()

    def _follow(self) -> None:
        if not self._closed:
            self._state.refresh()
            self._show()

    # What follows from it.

    def _boxes(self) -> list[tuple[str, int]]:
        return [(f"{box.name} ({box.kind})", number) for number, box in enumerate(self._state.boxes)]

    def _show(self) -> None:
        state = self._state
        self._writing = True
        self._stage.set(state.stage)
        self._box.value = state.box
        self._numbers["unit"].max = max(state.units - 1, 0)
        for name, control in self._numbers.items():
            control.value = getattr(state, name)
        self._writing = False
        batch = state.stage == "batch"
        unit = None if batch or state.stage == "layer" else state.arithmetic
        for control, there in (
            (self._box, not batch), (self._numbers["unit"], not batch and state.here.is_dense),
            (self._numbers["batch_size"], batch), (self._take, batch), (self._rows.widget, unit is not None),
        ):  # fmt: skip
            control.layout.display = None if there else "none"
        self._take.disabled = self._closed or (batch and state.batch.loss is None)
        steps = state.steps
        self._stepper.show(state.step, len(steps) - 1)
        reason = f" <small>{escape(state.problem)}</small>" if batch and state.problem else ""
        self._sentence.value = f'<p role="status">{escape(sentence(state))}{reason}</p>'
        if unit is not None:
            self._rows.show(unit, state.now, steps[: state.step])
        self._page.value = page(state)
