from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape
from typing import Any

import ipywidgets as widgets
import numpy as np

from kwidgets.forms import Slider
from kwidgets.i18n import Slot, bind, number, t
from kwidgets.panels.button import button
from kwidgets.panels.inspector.edits import Edit, Edits
from kwidgets.session import touched

_STEP = 0.01


class WeightEditor:
    """Sets one number of a weight by hand, and puts it back.

    Args:
        model: the model; all who follow it are told.
        asked: takes a command to carry out between two steps of a training.
        moved: called when another number is looked at.
        before: called just before a number is set that was not the last one set.

    Attributes:
        index: where in the weight the number stands.
        edits: what was set.
        widget: the controls.
    """

    def __init__(
        self,
        model: Any,
        asked: Callable[[Callable[[], None]], None],
        moved: Callable[[], None],
        before: Callable[[], None],
    ) -> None:
        self._model, self._asked, self._moved, self._before = model, asked, moved, before
        self._variable: Any = None
        self.index: tuple[int, ...] = ()
        self.edits = Edits()
        self._writing = False
        self._told: tuple[str, dict[str, Slot]] = ("", {})
        self._boxes: list[widgets.BoundedIntText] = []
        self._value = widgets.FloatText(0.0, step=_STEP)
        self._value.style.description_width = "initial"
        self._slider = Slider(-1.0, 1.0, _STEP)
        for control in (self._value, self._slider):
            bind(control, "description", "inspector.edit.value")
            bind(control, "tooltip", "inspector.edit.value.tooltip")
            control.observe(self._typed, "value")
        self._undo = button("inspector.edit.undo", lambda: asked(self._put_back))
        self._undo_all = button("inspector.edit.undo_all", lambda: asked(self._put_all_back))
        self._heading, self._hint, self._said = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self._place = widgets.HBox()
        self._place.add_class("kw-row")
        row = widgets.HBox([self._value, self._slider, self._undo, self._undo_all])
        row.add_class("kw-row")
        self.widget = widgets.VBox([self._heading, self._hint, self._place, row, self._said])
        self.widget.add_class("kw-editor")

    def edit(self, variable: Any) -> None:
        """Look at the numbers of another weight."""
        if variable is not self._variable:
            self._variable = variable
            self.index = (0,) * variable.value.ndim
            self._told = ("", {})
            self._lay_boxes()
            top = float(np.abs(variable.value, dtype="float64").max(initial=0.0))
            reach = 2.0 * (top if 0 < top < np.inf else 1.0)
            self._slider.low, self._slider.high, self._slider.step = -reach, reach, reach / 200

    def go(self, index: tuple[int, ...]) -> None:
        """Look at another number of the weight."""
        if self._variable is not None and index != self.index:
            self.index = index
            self._told = ("", {})
            self.show()
            self._moved()

    def show(self, *, running: bool = False) -> None:
        """Bring the controls up to date.

        Args:
            running: whether a training changes the number all the time: the boxes, in which somebody may be typing,
                stay as they are.
        """
        variable = self._variable
        if variable is None:
            return
        whole = variable.value.dtype.kind != "f"
        if not running:
            value = variable.value[self.index].item()
            self._writing = True
            for box, place in zip(self._boxes, self.index, strict=False):
                box.value = place
            self._value.value = self._slider.value = float(f"{value:.6g}") if np.isfinite(value) else 0.0
            self._writing = False
        for control in (self._value, self._slider):
            control.disabled = whole
        self._undo.disabled = self._undo_all.disabled = not self.edits
        self._heading.value = f"<h4>{escape(t('inspector.edit.title'))}</h4>"
        hint = t("inspector.edit.whole" if whole else "inspector.edit.hint")
        self._hint.value = f'<p class="kw-note">{escape(hint)}</p>'
        key, slots = self._told
        self._said.value = f'<p role="status">{escape(t(key, **slots)) if key else ""}</p>'

    def set(self, value: float) -> None:
        """Give the number another value, as a learner does.

        Raises:
            ValueError: where it is no finite number.
        """
        if self._variable is None or self._variable.value.dtype.kind != "f":
            return
        fresh = not self.edits.last_is(self._variable, self.index)
        if fresh:
            self._before()
        if self.edits.set(self._variable, self.index, value):
            self._tell("inspector.edit.done", self.edits.last)
            touched(self._model)

    def _lay_boxes(self) -> None:
        shape = self._variable.shape
        self._writing = True
        while len(self._boxes) < len(shape):
            box = widgets.BoundedIntText(0, min=0, max=0)
            box.style.description_width = "initial"
            place = len(self._boxes)
            bind(box, "description", "inspector.edit.index", number=place)
            bind(box, "tooltip", "inspector.edit.index.tooltip", number=place)
            box.observe(partial(self._indexed, place), "value")
            self._boxes.append(box)
        for box, size in zip(self._boxes, shape, strict=False):
            box.value = 0
            box.max = max(size - 1, 0)
        self._place.children = self._boxes[: len(shape)]
        self._writing = False

    def _indexed(self, place: int, change: Any) -> None:
        if not self._writing:
            self._asked(partial(self._go_along, place, int(change.new)))

    def _go_along(self, place: int, number_: int) -> None:
        if place < len(self.index) and 0 <= number_ < self._variable.shape[place]:
            self.go((*self.index[:place], number_, *self.index[place + 1 :]))

    def _typed(self, change: Any) -> None:
        if not self._writing:
            self._asked(partial(self._try, float(change.new)))

    def _try(self, value: float) -> None:
        try:
            self.set(value)
        except ValueError:
            self._told = ("inspector.edit.refused", {})
            self.show()

    def _put_back(self) -> None:
        edit = self.edits.undo()
        if edit is not None:
            self._tell("inspector.edit.undone", edit)
            touched(self._model)

    def _put_all_back(self) -> None:
        edit = self.edits.last
        if edit is not None:
            self.edits.undo_all()
            self._told = ("", {})
            touched(self._model)

    def _tell(self, key: str, edit: Edit | None) -> None:
        if edit is None:
            return
        place = f"[{', '.join(map(str, edit.place))}]"
        slots: dict[str, Slot] = {
            "weight": edit.variable.name,
            "index": place,
            "value": number(edit.variable.value[edit.place].item()),
        }
        if key == "inspector.edit.done":
            slots["before"] = number(edit.before)
        self._told = (key, slots)
