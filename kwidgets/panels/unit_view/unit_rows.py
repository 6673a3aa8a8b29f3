from __future__ import annotations

from collections.abc import Callable, Collection
from html import escape
from typing import Any

import ipywidgets as widgets

from kwidgets.forms import give_back
from kwidgets.i18n import number, t
from kwidgets.panels.unit_view.state import Step
from kwidgets.panels.unit_view.unit import Unit

_HIDDEN = "?"  # what the walk has not reached yet: a learner may guess it


class UnitRows:
    """The arithmetic of one unit, a row for each product; inputs can be typed over.

    Args:
        changed: called with the number of an input and its new value.

    Attributes:
        widget: all rows, one below the other.
    """

    def __init__(self, changed: Callable[[int, float], None]) -> None:
        self._changed = changed
        self._shown: tuple[int, ...] = ()
        self._boxes: dict[int, Any] = {}
        self._lines: dict[int, widgets.HTML] = {}
        self._rows: list[widgets.HBox] = []
        self._writing = False
        self._sum = widgets.HTML()
        self.widget = widgets.VBox()
        self.widget.add_class("kw-unit-rows")

    def show(self, unit: Unit, now: Step, before: Collection[Step]) -> None:
        """Show a unit's arithmetic as far as the walk has come.

        Args:
            unit: the arithmetic.
            now: the step that is looked at.
            before: the steps that lie behind.
        """
        if unit.shown != self._shown:
            self._make(unit.shown)
        reached = {*before, now}
        total = 0.0
        for i, line in self._lines.items():
            self._write(i, float(unit.inputs[i]))
            product = float(unit.products[i])
            here = Step("product", i)
            if here in reached:
                total += product
            said = number(product) if here in reached else _HIDDEN
            running = f'<span class="kw-soft">Σ {number(total)}</span>' if here in reached else ""
            line.value = _line(f"× {number(float(unit.weights[i]))} = <b>{said}</b>{running}", lit=here == now)
        self._sum.value = "".join(_ending(unit, now, reached))

    def _make(self, shown: tuple[int, ...]) -> None:
        self._shown, self._boxes, self._lines = shown, {}, {}
        before, rows = self._rows, []
        for i in shown:
            box = widgets.FloatText(step=None)
            box.observe(self._telling(i), "value")
            self._boxes[i], self._lines[i] = box, widgets.HTML()
            row = widgets.HBox([box, self._lines[i]])
            row.add_class("kw-row")
            rows.append(row)
        self._rows = rows
        self.widget.children = [*rows, self._sum]
        give_back(before)

    def _write(self, i: int, value: float) -> None:
        self._writing = True
        shown = float(f"{value:.4g}")  # as many digits as can be read
        if self._boxes[i].value != shown:
            self._boxes[i].value = shown
        self._boxes[i].description = f"x{i + 1}"
        self._boxes[i].tooltip = t("unit.input", number=i + 1)
        self._writing = False

    def _telling(self, i: int) -> Callable[[Any], None]:
        def tell(change: Any) -> None:
            if not self._writing:
                self._changed(i, change.new)

        return tell


def _ending(unit: Unit, now: Step, reached: Collection[Step]) -> list[str]:
    """The lines below the products: what is left of them, the bias, the sum, the activation."""
    hidden = unit.inputs.size - len(unit.shown)
    lines = [("rest", escape(t("unit.rest", count=hidden)), unit.rest)] if hidden else []
    if unit.bias is not None:
        lines.append(("bias", f"+ {escape(t('unit.bias'))} b", unit.bias))
    lines.append(("sum", f"{escape(t('unit.sum'))} z", unit.total))
    lines.append(("activation", f"{escape(unit.activation)}(z)", unit.output))
    return [
        _line(f"{words} = <b>{number(value) if Step(kind) in reached else _HIDDEN}</b>", lit=now == Step(kind))
        for kind, words, value in lines
    ]


def _line(words: str, *, lit: bool) -> str:
    return f'<div class="kw-line{" kw-now" if lit else ""}">{words}</div>'
